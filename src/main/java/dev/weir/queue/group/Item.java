package dev.weir.queue.group;

import org.jspecify.annotations.Nullable;

/**
 * One message that a group has read and that is neither acknowledged nor a dead letter.
 *
 * <pre>
 *            ┌───────── lane is free ─────────┐
 *            │                                ▼
 *   read ─▶ PARKED        ┌───────────────▶ READY ──deliver──▶ IN_FLIGHT ──ack──▶ (done)
 *     │  (keyOrdered,     │ delay is over     ▲                 │     │
 *     │  an earlier one   │                   └── leave, edge ──┘     │ nack, lease end,
 *     │  with its key)  DELAYED ◀─────────────────────────────────────┤ lost client
 *     └─▶ READY                                                       │
 *                                                too many attempts,   ▼
 *                                                or nack "dead"     DYING ──dead letter logged──▶ (done)
 * </pre>
 */
final class Item {
    enum State {
        PARKED,
        READY,
        DELAYED,
        IN_FLIGHT,
        DYING
    }

    final long offset;

    /** The first offset behind the group's message before this one: what lies between was not for the group. */
    final long from;

    /** Which lane it is in; 0 for none. */
    final long lane;

    State state = State.READY;
    boolean redelivered;

    /** While in flight. */
    @Nullable
    Member member;

    long tag;
    int bytes;

    /** When the lease or the delay ends. */
    long dueMs;

    Item(long offset, long from, long lane, boolean redelivered) {
        this.offset = offset;
        this.from = from;
        this.lane = lane;
        this.redelivered = redelivered;
    }
}
