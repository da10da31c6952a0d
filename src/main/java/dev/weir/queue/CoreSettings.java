package dev.weir.queue;

import dev.weir.queue.group.Groups;

/**
 * What the core is told at its start; all times in milliseconds.
 *
 * @param durable whether the log outlives the process: then its own limits say what may go, else whoever still needs it
 * @param overflow what happens at a durable log's hard limit to what groups have not done
 * @param popFromStart whether the pop group exists before the first popper
 * @param popAllowed whether there may be a pop group at all
 * @param linkGraceMs how long a lost link's position is kept
 * @param ledgerIdleMs how long a silent link's batch results are kept
 * @param producersMax producers whose numbers are remembered; with more, those used least lately are forgotten. One
 *     batch may bring more, until the next one comes
 * @param producerIdleMs how long an unused producer's numbers are remembered at least, counted anew after a restart
 * @param groups limits of groups
 */
public record CoreSettings(
        boolean durable,
        Overflow overflow,
        boolean popFromStart,
        boolean popAllowed,
        long linkGraceMs,
        long ledgerIdleMs,
        int producersMax,
        long producerIdleMs,
        Groups.Limits groups) {
    public static final int PRODUCERS_MAX = 100_000;
    public static final long PRODUCER_IDLE_MS = 7L * 24 * 60 * 60 * 1000;

    public CoreSettings {
        if (producersMax < 1 || producerIdleMs < 1) {
            throw new IllegalArgumentException("room for no producer");
        }
    }

    /** With the usual limits of groups. */
    public CoreSettings(
            boolean durable,
            Overflow overflow,
            boolean popFromStart,
            boolean popAllowed,
            long popIdleMs,
            long linkGraceMs,
            long ledgerIdleMs,
            int producersMax,
            long producerIdleMs) {
        this(
                durable,
                overflow,
                popFromStart,
                popAllowed,
                linkGraceMs,
                ledgerIdleMs,
                producersMax,
                producerIdleMs,
                new Groups.Limits(linkGraceMs, Groups.Limits.EXPIRE_MS, Groups.Limits.MEMBER_BYTES_MAX, popIdleMs));
    }

    /** For a log in memory, with the usual limits for producers. */
    public static CoreSettings inMemory(
            boolean popFromStart, boolean popAllowed, long popIdleMs, long linkGraceMs, long ledgerIdleMs) {
        return new CoreSettings(
                false,
                Overflow.REJECT,
                popFromStart,
                popAllowed,
                popIdleMs,
                linkGraceMs,
                ledgerIdleMs,
                PRODUCERS_MAX,
                PRODUCER_IDLE_MS);
    }
}
