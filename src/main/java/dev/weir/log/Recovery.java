package dev.weir.log;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what the directory holds and replays it; docs/log-format.md says how. Blocks. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private static final int REWRITE = 256 << 10;

    /**
     * What the log holds.
     *
     * @param end where the next frame goes in the last of the segments
     * @param synced mark in the last frame
     * @param cutBytes up to the last byte that is not 0, from {@code end} on
     */
    record Found(
            List<Segment> segments,
            List<Long> spares,
            @Nullable Snapshot snapshot,
            int end,
            long nextIndex,
            long nextOffset,
            long lastTimeMs,
            boolean clean,
            long synced,
            long cutBytes,
            int cutFrames) {}

    private final Disk disk;
    private final LogFiles files;
    private final LogMeta meta;

    Recovery(Disk disk, LogFiles files, LogMeta meta) {
        this.disk = disk;
        this.files = files;
        this.meta = meta;
    }

    /** Checks and replays; changes nothing. */
    Found look(@Nullable Replayed core) throws IOException, LogRefused {
        SegmentList list = SegmentList.read(files, meta);
        Snapshot snapshot = load(core);
        List<Segment> used = list.used();
        Segment start = start(used, snapshot);
        long nextIndex = snapshot == null ? 1 : snapshot.index() + 1;
        SegmentWalk walk = new SegmentWalk(core, nextIndex, snapshot == null ? 1 : snapshot.nextOffset());
        int end = LogFormat.HEADER;
        Tail tail = new Tail(0, 0);
        for (Segment segment : used) {
            if (start == null || segment.number() < start.number()) {
                continue;
            }
            try (SegmentBytes bytes = new SegmentBytes(files.segment(segment.number()), segment.number())) {
                end = (int) walk.walk(bytes, segment);
                if (segment.end() == Segment.OPEN) {
                    tail = tail(bytes, segment, end, walk);
                } else if (end != segment.end()) {
                    throw damage(bytes, end, segment.end(), walk);
                }
            }
        }
        return new Found(
                used,
                list.spares(),
                snapshot,
                end,
                walk.nextIndex(),
                walk.nextOffset(),
                walk.lastTimeMs(),
                walk.clean(),
                walk.synced(),
                tail.bytes(),
                tail.frames());
    }

    private record Tail(long bytes, int frames) {}

    private @Nullable Snapshot load(@Nullable Replayed core) throws IOException, LogRefused {
        List<Path> newestFirst = new ArrayList<>(files.snapshots().values());
        Collections.reverse(newestFirst);
        for (Path file : newestFirst) {
            ByteBuffer bytes = Snapshot.bytes(file);
            Snapshot snapshot = Snapshot.read(bytes, meta.logId(), file);
            if (snapshot != null && snapshot.index() == LogFiles.number(file)) {
                if (core != null) {
                    core.load(Unpooled.wrappedBuffer(Snapshot.state(bytes)));
                }
                return snapshot;
            }
            LOG.warn("{} is not a whole snapshot of this log and is left out", file);
        }
        return null;
    }

    private @Nullable Segment start(List<Segment> used, @Nullable Snapshot snapshot) throws LogDamaged {
        if (snapshot == null) {
            if (meta.lowest() > 1) {
                throw new LogDamaged(files.segment(meta.lowest()), "no whole snapshot of what was before it");
            }
            return used.isEmpty() ? null : used.get(0);
        }
        for (Segment segment : used) {
            if (segment.number() == snapshot.segment()) {
                return segment;
            }
        }
        throw new LogDamaged(
                files.segment(snapshot.segment()),
                "not in use, but the snapshot of index " + snapshot.index() + " needs it");
    }

    /** Whether what is behind the last good frame was never synced; else it is damage. */
    private static Tail tail(SegmentBytes bytes, Segment segment, long end, SegmentWalk walk)
            throws IOException, LogRefused {
        int frames = 0;
        for (Frame f = bytes.search(end); f != null; f = bytes.search(f.next())) {
            if (f.synced() > LogFormat.mark(segment.number(), end)) {
                throw damage(bytes, end, LogFormat.markPosition(f.synced()), walk);
            }
            frames++;
        }
        return new Tail(bytes.used(end) - end, frames);
    }

    private static LogDamaged damage(SegmentBytes bytes, long at, long syncedTo, SegmentWalk walk)
            throws IOException, LogRefused {
        Frame next = bytes.search(at);
        return new LogDamaged(
                bytes.file(),
                "the frame at position " + at + " with offset " + walk.nextOffset()
                        + " and index " + walk.nextIndex() + " is bad, though all below position " + syncedTo
                        + " was synced; "
                        + (next == null
                                ? "no good frame is behind it"
                                : "good again at position " + next.position() + ", offset " + next.first()));
    }

    /** Takes the unsynced tail away for good, and makes sure that the rest is synced. */
    void settle(Found found) throws IOException, LogRefused {
        for (long spare : found.spares()) {
            clear(spare);
        }
        if (found.segments().isEmpty()) {
            return;
        }
        Segment last = found.segments().get(found.segments().size() - 1);
        Path file = files.segment(last.number());
        try (FileChannel channel = disk.openToWrite(file)) {
            if (found.cutBytes() > 0) {
                disk.zero(channel, found.end(), found.end() + found.cutBytes());
            }
            if (!found.clean()) {
                writeAgain(channel, file, last, found);
            }
            disk.force(channel);
        }
        if (found.cutFrames() > 0 || (found.cutBytes() > 0 && !found.clean())) {
            LOG.warn(
                    "{}: an unsynced tail of up to {} bytes with {} whole frames was cut at {}, before offset {}",
                    file,
                    found.cutBytes(),
                    found.cutFrames(),
                    found.end(),
                    found.nextOffset());
        }
    }

    /** A spare may have been begun without any of it being synced; what came of that must not be found later. */
    private void clear(long spare) throws IOException, LogRefused {
        Path file = files.segment(spare);
        try (SegmentBytes bytes = new SegmentBytes(file, spare);
                FileChannel channel = disk.openToWrite(file)) {
            ByteBuffer header = bytes.at(0, LogFormat.HEADER);
            boolean begun = header == null || !Segment.blank(header);
            int frames = 0;
            for (Frame f = bytes.search(LogFormat.HEADER); f != null; f = bytes.search(f.next())) {
                frames++;
            }
            if (begun || frames > 0) {
                disk.zero(channel, 0, bytes.limit());
                disk.force(channel);
                LOG.warn("{}: begun, but not known to be synced: cleared, with {} whole frames", file, frames);
            }
        }
    }

    /**
     * Writes what is above the mark once more, as it is. If a sync failed in the last run, the operating system may hold
     * these bytes as if they were on disk, and a sync alone would write nothing.
     */
    private void writeAgain(FileChannel channel, Path file, Segment last, Found found) throws IOException {
        long from = LogFormat.markSegment(found.synced()) == last.number() ? LogFormat.markPosition(found.synced()) : 0;
        try (SegmentBytes bytes = new SegmentBytes(file, last.number())) {
            for (long at = from; at < found.end(); at += REWRITE) {
                ByteBuffer part = bytes.at(at, (int) Math.min(REWRITE, found.end() - at));
                if (part != null) {
                    disk.write(channel, at, new ByteBuffer[] {part});
                }
            }
        }
    }
}
