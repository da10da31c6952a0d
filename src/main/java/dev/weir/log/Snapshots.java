package dev.weir.log;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When the next snapshot is due, and what the newest one needs. Owned by the loop. */
final class Snapshots {
    private static final long AGAIN_MS = 5_000;

    private final LogSettings settings;
    private final Snapshotter snapshotter;
    private final Runnable onMade;
    private @Nullable Snapshot newest;
    private boolean making;
    private boolean failed;
    private long startedAtMs = nowMs();

    /** @param onMade told when there is a new one */
    Snapshots(LogSettings settings, Snapshotter snapshotter, @Nullable Snapshot newest, Runnable onMade) {
        this.settings = settings;
        this.snapshotter = snapshotter;
        this.onMade = onMade;
        this.newest = newest;
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    long index() {
        return newest == null ? 0 : newest.index();
    }

    /** From this segment on all is needed. */
    long needs() {
        return newest == null ? 0 : newest.segment();
    }

    /** Something was committed; segments below the number are closed. */
    void closed(List<Segment> segments, long committedSegment) {
        long since = Math.max(1, needs());
        if (making || committedSegment <= since) {
            return;
        }
        if (nowMs() - startedAtMs >= settings.snapshotEveryMs()
                || (committedSegment - since) * settings.segmentBytes() >= settings.snapshotEveryBytes()) {
            now(segments, committedSegment);
        }
    }

    /** A full log waits for one: it is made though it is not due; after one that failed, not at once again. */
    void needed(List<Segment> segments, long committedSegment) {
        if (!failed || nowMs() - startedAtMs >= AGAIN_MS) {
            now(segments, committedSegment);
        }
    }

    void now(List<Segment> segments, long committedSegment) {
        List<Segment> closed = segments.stream()
                .filter(s -> s.number() >= needs() && s.number() < committedSegment)
                .toList();
        if (making || closed.isEmpty()) {
            return;
        }
        making = true;
        startedAtMs = nowMs();
        snapshotter.make(newest, closed, made -> {
            making = false;
            failed = made == null;
            if (made != null) {
                newest = made;
                onMade.run();
            }
        });
    }

    void close() {
        snapshotter.close();
    }
}
