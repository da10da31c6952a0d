package dev.weir.queue;

import dev.weir.message.LinkId;
import java.util.LinkedHashMap;
import java.util.Map;

/** A member of a group, with what it was sent and has not settled. */
final class SimConsumer {
    /** A delivery and when its lease ends. */
    record Held(long offset, long dueMs) {}

    final SimGroup group;
    final LinkId link;
    final long number;
    final int inFlightMax;

    /** By tag. */
    final Map<Long, Held> held = new LinkedHashMap<>();

    SimConsumer(SimGroup group, LinkId link, long number, int inFlightMax) {
        this.group = group;
        this.link = link;
        this.number = number;
        this.inFlightMax = inFlightMax;
    }
}
