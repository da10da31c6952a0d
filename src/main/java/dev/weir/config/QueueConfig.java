package dev.weir.config;

import java.util.List;

/**
 * The queue's own settings; services other than the queue carry the defaults and never look at them.
 *
 * @param memoryBytesMax where the in-memory log is full and publishers are paused
 * @param batchBytesMax where a batch is closed; a larger single message is a batch of its own
 * @param popIdleMs how long the pop group holds messages back without a member
 * @param popUnackedBytesMax bytes one popper may have without having proved their receipt
 * @param linkGraceMs how long a lost link's leases and positions are kept for its return
 * @param ledgerIdleMs how long a silent link's batch results are kept
 * @param groupExpireMs how long a group without members lives
 * @param groupUnackedBytesMax bytes in flight to one member of a group; one message always may be
 */
public record QueueConfig(
        long memoryBytesMax,
        int batchBytesMax,
        PopGroup popGroup,
        int popIdleMs,
        int popUnackedBytesMax,
        int linkGraceMs,
        int ledgerIdleMs,
        long groupExpireMs,
        int groupUnackedBytesMax) {
    private static final long DAY_MS = 24L * 60 * 60 * 1000;

    static final Key<Long> MEMORY_BYTES_MAX = Key.bytes(
            "memoryBytesMax",
            256L << 20,
            1 << 20,
            1L << 40,
            "Messages held in memory; at this size publishers are paused, nothing is dropped.");
    static final Key<Long> BATCH_BYTES_MAX = Key.bytes(
            "batchBytesMax", 262_144, 1 << 10, 262_144, "Size of a batch; a larger message is a batch of its own.");
    static final Key<PopGroup> POP_GROUP = Key.of(
            "popGroup",
            new ChoiceType<>(PopGroup.class),
            PopGroup.AUTO,
            "Whether messages wait for poppers: `auto` from the first popper on, `on` from the start, `off` never.");
    static final Key<Long> POP_IDLE_MS = Key.millis(
            "popIdleMs", 3_600_000, 1, 2_000_000_000, "How long messages are held for poppers while there is none.");
    static final Key<Long> POP_UNACKED_BYTES_MAX = Key.bytes(
            "popUnackedBytesMax", 1 << 20, 1 << 10, 1 << 30, "Bytes on the way to one popper, receipt not yet proved.");
    static final Key<Long> LINK_GRACE_MS = Key.millis(
            "linkGraceMs", 10_000, 0, 3_600_000, "How long a lost link's leases and positions wait for its return.");
    static final Key<Long> LEDGER_IDLE_MS =
            Key.millis("ledgerIdleMs", 3_600_000, 1, 2_000_000_000, "How long a silent link's batch results are kept.");
    static final Key<Long> GROUP_EXPIRE_MS =
            Key.millis("groupExpireMs", 7 * DAY_MS, 1_000, 365 * DAY_MS, "How long a group without members is kept.");
    static final Key<Long> GROUP_UNACKED_BYTES_MAX = Key.bytes(
            "groupUnackedBytesMax",
            1 << 20,
            1 << 10,
            1 << 30,
            "Bytes on the way to one member of a group, not yet acknowledged; one message always may be.");

    static final KeyTable TABLE = new KeyTable(
            "queue",
            "The queue itself.",
            List.of(
                    MEMORY_BYTES_MAX,
                    BATCH_BYTES_MAX,
                    POP_GROUP,
                    POP_IDLE_MS,
                    POP_UNACKED_BYTES_MAX,
                    LINK_GRACE_MS,
                    LEDGER_IDLE_MS,
                    GROUP_EXPIRE_MS,
                    GROUP_UNACKED_BYTES_MAX),
            java.util.Set.of(ServiceKind.MSGQUEUE));

    static QueueConfig read(Section section) {
        return new QueueConfig(
                section.get(MEMORY_BYTES_MAX),
                section.integer(BATCH_BYTES_MAX),
                section.get(POP_GROUP),
                section.integer(POP_IDLE_MS),
                section.integer(POP_UNACKED_BYTES_MAX),
                section.integer(LINK_GRACE_MS),
                section.integer(LEDGER_IDLE_MS),
                section.get(GROUP_EXPIRE_MS),
                section.integer(GROUP_UNACKED_BYTES_MAX));
    }
}
