package dev.weir.config;

import java.util.List;

/**
 * Where and how the queue keeps messages; of use to the queue only.
 *
 * @param segmentBytes size of each file of the log
 * @param recentBytesMax memory for the newest messages, which readers get without the disk
 * @param retentionMs age from which messages go; 0 = never
 * @param retentionBytes size of the log from which the oldest go; 0 = no limit
 * @param retentionMessages count from which the oldest go; 0 = no limit
 * @param hardBytesMax size of the log at which publishes are refused, whoever still needs what is there
 * @param fsyncIntervalMs of use with {@link FsyncMode#INTERVAL}
 */
public record LogConfig(
        LogStore store,
        FsyncMode fsync,
        int fsyncIntervalMs,
        int segmentBytes,
        long recentBytesMax,
        long retentionMs,
        long retentionBytes,
        long retentionMessages,
        long hardBytesMax,
        OverflowMode overflow,
        long snapshotEveryBytes,
        long snapshotEveryMs) {
    private static final long YEAR_MS = 366L * 24 * 3_600_000;

    static final Key<LogStore> STORE = Key.of(
            "store",
            new ChoiceType<>(LogStore.class),
            LogStore.FILE,
            "`file` keeps messages under `dataDir`, `memory` as long as the process lives.");
    static final Key<FsyncMode> FSYNC = Key.of(
            "fsync",
            new ChoiceType<>(FsyncMode.class),
            FsyncMode.ALWAYS,
            "When files are synced: `always` before anything is confirmed, `interval`, or `never` but at a file's end.");
    static final Key<Long> FSYNC_INTERVAL_MS =
            Key.millis("fsyncIntervalMs", 100, 1, 60_000, "Pause between syncs with `interval`.");
    static final Key<Long> SEGMENT_BYTES =
            Key.bytes("segmentBytes", 64 << 20, 32 << 20, 1 << 30, "Size of one file of the log; a multiple of 4096.");
    static final Key<Long> RECENT_BYTES_MAX = Key.bytes(
            "recentBytesMax", 32 << 20, 1 << 20, 1L << 40, "Memory for the newest messages, read without the disk.");
    static final Key<Long> RETENTION_MS =
            Key.millis("retentionMs", 86_400_000, 0, YEAR_MS * 100, "Age from which messages go; 0 is never.");
    static final Key<Long> RETENTION_BYTES = Key.bytes(
            "retentionBytes", 1L << 30, 0, 1L << 50, "Size of the log from which the oldest go; 0 is no limit.");
    static final Key<Long> RETENTION_MESSAGES =
            Key.count("retentionMessages", 0, 0, 1L << 50, "Count from which the oldest messages go; 0 is no limit.");
    static final Key<Long> HARD_BYTES_MAX =
            Key.bytes("hardBytesMax", 4L << 30, 128 << 20, 1L << 50, "Size of the log at which publishes are refused.");
    static final Key<OverflowMode> OVERFLOW = Key.of(
            "overflow",
            new ChoiceType<>(OverflowMode.class),
            OverflowMode.REJECT,
            "At that size: `reject` publishes, or `discardOldest` though groups have not done it.");
    static final Key<Long> SNAPSHOT_EVERY_BYTES =
            Key.bytes("snapshotEveryBytes", 1L << 30, 1 << 20, 1L << 50, "Log after which the core's state is saved.");
    static final Key<Long> SNAPSHOT_EVERY_MS =
            Key.millis("snapshotEveryMs", 60_000, 1_000, YEAR_MS, "Time after which the core's state is saved.");

    static final KeyTable TABLE = new KeyTable(
            "log",
            "Where the queue keeps messages, and for how long.",
            List.of(
                    STORE,
                    FSYNC,
                    FSYNC_INTERVAL_MS,
                    SEGMENT_BYTES,
                    RECENT_BYTES_MAX,
                    RETENTION_MS,
                    RETENTION_BYTES,
                    RETENTION_MESSAGES,
                    HARD_BYTES_MAX,
                    OVERFLOW,
                    SNAPSHOT_EVERY_BYTES,
                    SNAPSHOT_EVERY_MS),
            java.util.Set.of(ServiceKind.MSGQUEUE));

    static LogConfig read(Section section) {
        LogConfig log = new LogConfig(
                section.get(STORE),
                section.get(FSYNC),
                section.integer(FSYNC_INTERVAL_MS),
                section.integer(SEGMENT_BYTES),
                section.get(RECENT_BYTES_MAX),
                section.get(RETENTION_MS),
                section.get(RETENTION_BYTES),
                section.get(RETENTION_MESSAGES),
                section.get(HARD_BYTES_MAX),
                section.get(OVERFLOW),
                section.get(SNAPSHOT_EVERY_BYTES),
                section.get(SNAPSHOT_EVERY_MS));
        if (section.isGood(SEGMENT_BYTES) && log.segmentBytes() % 4096 != 0) {
            section.complain(SEGMENT_BYTES, log.segmentBytes() + " is not a multiple of 4096");
        }
        if (section.isGood(HARD_BYTES_MAX) && log.hardBytesMax() < 4L * log.segmentBytes()) {
            section.complain(HARD_BYTES_MAX, log.hardBytesMax() + " is less than four segments");
        }
        return log;
    }
}
