package dev.weir.queue;

import dev.weir.message.LinkId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far each subscriber link has received the log, and so what it still needs. A lost link's position is kept for the
 * grace time. Volatile: never logged.
 */
final class Positions {
    private static final long CONNECTED = -1;

    private static final class Position {
        long next;
        long lostAtMs = CONNECTED;
    }

    private final long graceMs;
    private final Map<LinkId, Position> links = new HashMap<>();

    Positions(long graceMs) {
        this.graceMs = graceMs;
    }

    /** The link is there. Where it left off if it is still known, else {@code live}. */
    long join(LinkId link, long live) {
        Position p = links.computeIfAbsent(link, l -> {
            Position fresh = new Position();
            fresh.next = live;
            return fresh;
        });
        p.lostAtMs = CONNECTED;
        return p.next;
    }

    /** The link needs nothing below {@code next} any more. */
    void received(LinkId link, long next) {
        Position p = links.get(link);
        if (p != null && next > p.next) {
            p.next = next;
        }
    }

    void lost(LinkId link, long nowMs) {
        Position p = links.get(link);
        if (p != null) {
            p.lostAtMs = nowMs;
        }
    }

    void leave(LinkId link) {
        links.remove(link);
    }

    void expire(long nowMs) {
        links.values().removeIf(p -> p.lostAtMs != CONNECTED && nowMs - p.lostAtMs >= graceMs);
    }

    boolean isEmpty() {
        return links.isEmpty();
    }

    /** The lowest offset any link still needs; null without links. */
    @Nullable
    Long floor() {
        Long lowest = null;
        for (Position p : links.values()) {
            lowest = lowest == null || p.next < lowest ? Long.valueOf(p.next) : lowest;
        }
        return lowest;
    }
}
