package dev.weir.log;

import java.nio.file.Path;

/**
 * How a {@link FileLog} is kept.
 *
 * @param dir made if it is not there
 * @param fsyncIntervalMs for {@link Fsync#INTERVAL}
 * @param segmentBytes size of each segment file; a multiple of 4096
 * @param recentBytesMax memory for the recent window
 * @param retentionMs age from which whole segments expire; 0 = never
 * @param retentionBytes size of the segments from which the oldest expire; 0 = no limit
 * @param retentionMessages count of messages from which the oldest segments expire; 0 = no limit
 * @param hardBytesMax size of all segment files over which none is made
 * @param snapshotEveryBytes bytes of log after which a snapshot is due, at the end of a segment
 * @param snapshotEveryMs time after which one is due, at the end of a segment
 */
public record LogSettings(
        Path dir,
        Fsync fsync,
        long fsyncIntervalMs,
        int segmentBytes,
        long recentBytesMax,
        long retentionMs,
        long retentionBytes,
        long retentionMessages,
        long hardBytesMax,
        long snapshotEveryBytes,
        long snapshotEveryMs) {
    /** The largest batch, 16 MiB, and what goes with it. */
    public static final int SEGMENT_BYTES_MIN = 17 << 20;

    public static final int SEGMENT_BYTES_MAX = 1 << 30;

    /** The active segment, the next, the reserve, and one to retire. */
    static final int SEGMENTS_MIN = 4;

    public LogSettings {
        if (segmentBytes < 4096 || segmentBytes > SEGMENT_BYTES_MAX || segmentBytes % 4096 != 0) {
            throw new IllegalArgumentException("segmentBytes must be a multiple of 4096, at most 1 GiB");
        }
        if (hardBytesMax < (long) SEGMENTS_MIN * segmentBytes) {
            throw new IllegalArgumentException("hardBytesMax must hold " + SEGMENTS_MIN + " segments");
        }
        if (recentBytesMax < 0 || retentionMs < 0 || retentionBytes < 0 || retentionMessages < 0) {
            throw new IllegalArgumentException("limits must not be negative");
        }
        if (snapshotEveryBytes < 1 || snapshotEveryMs < 1 || (fsync == Fsync.INTERVAL && fsyncIntervalMs < 1)) {
            throw new IllegalArgumentException("intervals must be positive");
        }
    }
}
