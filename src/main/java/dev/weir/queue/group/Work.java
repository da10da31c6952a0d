package dev.weir.queue.group;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a group has read and not done with, at most {@link #UNRESOLVED_MAX}; what has not been read costs nothing. Of those
 * in one lane only the first is not parked. Volatile.
 */
final class Work {
    static final int UNRESOLVED_MAX = 10_000;

    /** By rising offset, since that is how they are read. */
    private final LinkedHashMap<Long, Item> items = new LinkedHashMap<>();

    private final TreeMap<Long, Item> ready = new TreeMap<>();
    private final TreeMap<Long, Item> dying = new TreeMap<>();
    private final Set<Item> delayed = new HashSet<>();
    private final Map<Long, ArrayDeque<Item>> lanes = new HashMap<>();
    private int parked;
    private long nextDelayMs = Long.MAX_VALUE;

    boolean isFull() {
        return items.size() >= UNRESOLVED_MAX;
    }

    @Nullable
    Item get(long offset) {
        return items.get(offset);
    }

    /** The lowest of all; null when there is none. */
    @Nullable
    Item first() {
        return items.isEmpty() ? null : items.values().iterator().next();
    }

    /** The lowest offset that is to become a dead letter, 0 for none. */
    long firstDying() {
        return dying.isEmpty() ? 0 : dying.firstKey();
    }

    long firstReady() {
        return ready.isEmpty() ? 0 : ready.firstKey();
    }

    int delayed() {
        return delayed.size();
    }

    int parked() {
        return parked;
    }

    int size() {
        return items.size();
    }

    /** When the next delay ends, or earlier. */
    long nextDelayMs() {
        return nextDelayMs;
    }

    /** A message was read. False when it is parked behind another one. */
    boolean add(Item item) {
        items.put(item.offset, item);
        if (item.lane == 0) {
            return true;
        }
        ArrayDeque<Item> lane = lanes.computeIfAbsent(item.lane, none -> new ArrayDeque<>(2));
        lane.add(item);
        if (lane.size() == 1) {
            return true;
        }
        item.state = Item.State.PARKED;
        parked++;
        return false;
    }

    void ready(Item item) {
        item.state = Item.State.READY;
        ready.put(item.offset, item);
    }

    void dying(Item item) {
        item.state = Item.State.DYING;
        dying.put(item.offset, item);
    }

    void delay(Item item, long untilMs) {
        item.state = Item.State.DELAYED;
        item.dueMs = untilMs;
        nextDelayMs = Math.min(nextDelayMs, untilMs);
        delayed.add(item);
    }

    /** It is in nobody's hands but the caller's now. */
    void take(Item item) {
        switch (item.state) {
            case READY -> ready.remove(item.offset);
            case DYING -> dying.remove(item.offset);
            case DELAYED -> delayed.remove(item);
            case PARKED -> parked--;
            case IN_FLIGHT -> {}
        }
    }

    /** Those whose delay is over; they are in nobody's hands then. */
    List<Item> wake(long nowMs) {
        if (nowMs < nextDelayMs) {
            return List.of();
        }
        List<Item> awake = new ArrayList<>();
        nextDelayMs = Long.MAX_VALUE;
        for (Item item : delayed) {
            if (item.dueMs <= nowMs) {
                awake.add(item);
            } else {
                nextDelayMs = Math.min(nextDelayMs, item.dueMs);
            }
        }
        awake.forEach(delayed::remove);
        return awake;
    }

    /** It is done with, whatever it was. The one that waited behind it, which is in nobody's hands now; null for none. */
    @Nullable
    Item resolve(Item item) {
        take(item);
        items.remove(item.offset);
        ArrayDeque<Item> lane = item.lane == 0 ? null : lanes.get(item.lane);
        if (lane == null) {
            return null;
        }
        boolean wasFirst = lane.peek() == item;
        lane.remove(item);
        Item next = lane.peek();
        if (next == null) {
            lanes.remove(item.lane);
        } else if (wasFirst) {
            parked--;
            return next;
        }
        return null;
    }

    /** All below the offset, which are still here. */
    List<Item> below(long offset) {
        List<Item> below = new ArrayList<>();
        for (Item item : items.values()) {
            if (item.offset >= offset) {
                break;
            }
            below.add(item);
        }
        return below;
    }

    void clear() {
        items.clear();
        ready.clear();
        dying.clear();
        delayed.clear();
        lanes.clear();
        parked = 0;
        nextDelayMs = Long.MAX_VALUE;
    }
}
