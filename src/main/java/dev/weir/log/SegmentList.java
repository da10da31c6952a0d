package dev.weir.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What the headers of a directory say: the segments in use, in order, and the spares behind them. Changes nothing. */
record SegmentList(List<Segment> used, List<Long> spares) {

    static SegmentList read(LogFiles files, LogMeta meta) throws IOException, LogRefused {
        SortedMap<Long, Path> found = files.segments();
        long size = files.segmentBytes();
        List<Segment> used = new ArrayList<>();
        List<Long> spares = new ArrayList<>();
        for (long number = meta.lowest(); number <= meta.highest(); number++) {
            Path file = found.get(number);
            if (file == null) {
                throw new LogDamaged(
                        files.segment(number),
                        "missing; meta names the segments " + meta.lowest() + ".." + meta.highest()
                                + (used.isEmpty()
                                        ? ""
                                        : ", offsets from somewhere behind "
                                                + used.get(used.size() - 1).firstOffset() + " on are gone"));
            }
            if (Files.size(file) < Math.max(size, LogFormat.HEADER)) {
                throw new LogDamaged(
                        file, "cut short: it has " + Files.size(file) + " bytes where others have " + size);
            }
            Segment segment = header(file, number, meta);
            if (segment == null) {
                spares.add(number);
                continue;
            }
            if (!spares.isEmpty()) {
                throw new LogDamaged(
                        files.segment(spares.get(0)), "its header is gone, with segments in use behind it");
            }
            follow(file, used, segment);
        }
        for (Path file : found.tailMap(meta.highest() + 1).values()) {
            if (header(file, LogFiles.number(file), meta) != null) {
                throw new LogDamaged(file, "in use, but meta knows segments up to " + meta.highest() + " only");
            }
        }
        return new SegmentList(used, spares);
    }

    private static void follow(Path file, List<Segment> used, Segment segment) throws LogDamaged {
        if (!used.isEmpty()) {
            Segment before = used.remove(used.size() - 1);
            if (LogFormat.markSegment(segment.syncedMark()) != before.number()
                    || segment.firstIndex() < before.firstIndex()
                    || segment.firstOffset() < before.firstOffset()) {
                throw new LogDamaged(file, "does not follow segment " + before.number());
            }
            used.add(before.closed((int) LogFormat.markPosition(segment.syncedMark())));
        }
        used.add(segment);
    }

    /** Null for a spare, and for one whose header was torn before anything in it was synced. */
    private static @Nullable Segment header(Path file, long number, LogMeta meta) throws IOException, LogRefused {
        try (SegmentBytes bytes = new SegmentBytes(file, number)) {
            ByteBuffer at = bytes.at(0, LogFormat.HEADER);
            if (at == null || Segment.blank(at)) {
                // A header that was never synced: then no frame in it can have been either.
                return syncedWithin(bytes, number, file, "its header is gone");
            }
            Segment segment = Segment.read(at);
            if (segment == null) {
                return syncedWithin(bytes, number, file, "its header is not whole");
            }
            LogFormat.checkVersion(file, Segment.version(at));
            if (segment.number() != number) {
                throw new LogDamaged(file, "holds segment " + segment.number());
            }
            if (Segment.logId(at) != meta.logId()) {
                throw new LogDamaged(file, "belongs to another log");
            }
            return segment;
        }
    }

    private static @Nullable Segment syncedWithin(SegmentBytes bytes, long number, Path file, String what)
            throws IOException, LogRefused {
        for (Frame f = bytes.search(LogFormat.HEADER); f != null; f = bytes.search(f.next())) {
            if (f.synced() > LogFormat.mark(number, 0)) {
                throw new LogDamaged(file, what + ", with offset " + f.first() + " at " + f.position());
            }
        }
        return null;
    }
}
