package dev.weir.queue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The seed's poppers: each message to one of them, in order; what a lost popper had not proved goes back to the head.
 *
 * <pre>
 *   waiting ──take──▶ in flight ──acknowledge──▶ done
 *      ▲                  │
 *      └────── leave ─────┘
 * </pre>
 *
 * Ranges of offsets, no object per message. Volatile; what the log keeps of it is {@link CoreState#popFloor}.
 */
final class PopGroup {
    /** Offsets {@code from..to}, sent as part {@code delivery} of one member's stream. */
    private record Range(long from, long to, long delivery) {}

    private final Map<Long, ArrayDeque<Range>> inFlight = new HashMap<>();
    private final TreeMap<Long, Long> returned = new TreeMap<>();
    private long cursor;
    private long first;
    private long lastMemberMs;

    PopGroup(long cursor, long nowMs) {
        this.cursor = cursor;
        this.lastMemberMs = nowMs;
    }

    void join(long member) {
        inFlight.put(member, new ArrayDeque<>());
    }

    /** The first offset that waits for a popper; it may not exist yet. */
    long next() {
        return returned.isEmpty() ? cursor : returned.firstKey();
    }

    /** The last offset of the run that begins at {@link #next()}, given that the log ends at {@code last}. */
    long runEnd(long last) {
        return returned.isEmpty() ? last : returned.firstEntry().getValue();
    }

    /** Gives the run {@code next()..to} to a member as its delivery number {@code delivery}. */
    void take(long member, long to, long delivery) {
        long from = next();
        ArrayDeque<Range> ranges = inFlight.get(member);
        if (ranges == null || to < from || to > runEnd(Long.MAX_VALUE)) {
            throw new IllegalStateException("take of " + from + ".." + to + " by " + member);
        }
        if (returned.isEmpty()) {
            cursor = to + 1;
        } else {
            long end = returned.pollFirstEntry().getValue();
            if (to < end) {
                returned.put(to + 1, end);
            }
        }
        ranges.add(new Range(from, to, delivery));
    }

    /** All deliveries up to this number have arrived. */
    void acknowledge(long member, long delivery) {
        ArrayDeque<Range> ranges = inFlight.get(member);
        while (ranges != null && !ranges.isEmpty() && ranges.peek().delivery() <= delivery) {
            ranges.remove();
        }
    }

    /** The member is gone; what it had not acknowledged waits again, before everything younger. */
    void leave(long member, long nowMs) {
        ArrayDeque<Range> ranges = inFlight.remove(member);
        if (ranges != null) {
            for (Range r : ranges) {
                if (r.to() >= first) {
                    returned.put(Math.max(first, r.from()), r.to());
                }
            }
        }
        lastMemberMs = nowMs;
    }

    /** The lowest offset that is not done. */
    long floor() {
        long floor = next();
        for (ArrayDeque<Range> ranges : inFlight.values()) {
            for (Range r : ranges) {
                floor = Math.min(floor, r.from());
            }
        }
        return Math.max(first, floor);
    }

    /** How many messages below this offset are still held and not done. */
    long undone(long below) {
        long undone = Math.max(0, below - Math.max(first, cursor));
        for (Map.Entry<Long, Long> r : returned.entrySet()) {
            undone += held(r.getKey(), r.getValue(), below);
        }
        for (ArrayDeque<Range> ranges : inFlight.values()) {
            for (Range r : ranges) {
                undone += held(r.from(), r.to(), below);
            }
        }
        return undone;
    }

    private long held(long from, long to, long below) {
        return Math.max(0, Math.min(to + 1, below) - Math.max(from, first));
    }

    /** Whether it may hold messages back: it has members, or had one lately. */
    boolean holds(long nowMs, long idleMs) {
        return !inFlight.isEmpty() || nowMs - lastMemberMs < idleMs;
    }

    /** Messages below this offset are gone; the group goes on behind them. */
    void skipTo(long offset) {
        first = Math.max(first, offset);
        cursor = Math.max(cursor, offset);
        Map.Entry<Long, Long> cut = returned.lowerEntry(offset);
        returned.headMap(offset).clear();
        if (cut != null && cut.getValue() >= offset) {
            returned.put(offset, cut.getValue());
        }
    }
}
