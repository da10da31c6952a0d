package dev.weir.log;

import dev.weir.message.BatchView;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Cuts a log at an offset, also a damaged one, as long as all before it is good. Blocks. */
final class LogCut {
    private final Disk disk;
    private final LogFiles files;
    private final LogMeta meta;
    private final PrintStream out;

    LogCut(Disk disk, LogFiles files, LogMeta meta, PrintStream out) {
        this.disk = disk;
        this.files = files;
        this.meta = meta;
        this.out = out;
    }

    /** Whether it was cut; if not, it was said why, and nothing was changed. */
    boolean before(long offset) throws IOException, LogRefused {
        long next = 0;
        for (long number = meta.lowest(); number <= meta.highest(); number++) {
            Path file = files.segment(number);
            if (!Files.exists(file)) {
                break;
            }
            try (SegmentBytes bytes = new SegmentBytes(file, number)) {
                long at = LogFormat.HEADER;
                Frame f = bytes.frame(at);
                next = f == null ? next : f.first();
                while (f != null && end(f) <= offset) {
                    at = f.next();
                    next = end(f);
                    f = bytes.frame(at);
                }
                boolean here = f != null || !goesOn(number + 1, next);
                if (here) {
                    return cut(number, (int) at, f == null ? next : f.first(), offset);
                }
            }
        }
        out.println("there is no segment to cut");
        return false;
    }

    /** The offset behind this frame. */
    private static long end(Frame f) {
        return f.kind() == LogFormat.KIND_MESSAGES
                ? new BatchView(Unpooled.wrappedBuffer(f.body())).lastOffset() + 1
                : f.first();
    }

    /** Whether the next segment begins where this one stopped. */
    private boolean goesOn(long number, long next) throws IOException, LogRefused {
        if (number > meta.highest() || !Files.exists(files.segment(number))) {
            return false;
        }
        try (SegmentBytes bytes = new SegmentBytes(files.segment(number), number)) {
            Frame first = bytes.frame(LogFormat.HEADER);
            return first != null && first.first() == next;
        }
    }

    private boolean cut(long number, int at, long next, long offset) throws IOException, LogRefused {
        if (next > offset || next == 0) {
            out.println("offset " + offset + " is within a batch or below the log; a cut is possible at " + next);
            return false;
        }
        for (Path snapshot : files.snapshots().values()) {
            Snapshot s = Snapshot.read(Snapshot.bytes(snapshot), meta.logId(), snapshot);
            if (s != null && s.nextOffset() > next) {
                out.println("the newest snapshot is behind offset " + next + ": the lowest cut possible is "
                        + s.nextOffset());
                return false;
            }
        }
        long size = files.segmentBytes();
        // From the end backwards, so that after a crash in between the log is cut at another place, but whole.
        for (long spare = meta.highest(); spare > number; spare--) {
            if (Files.exists(files.segment(spare))) {
                zero(files.segment(spare), 0, size);
            } else {
                disk.make(files.segment(spare), size);
            }
        }
        disk.forceDir(files.dir());
        zero(files.segment(number), at == LogFormat.HEADER && !headed(files.segment(number), number) ? 0 : at, size);
        disk.replace(files.meta(), meta.next(next).encode());
        out.println("cut segment " + number + " at " + at + ": the next offset is " + next);
        return true;
    }

    private static boolean headed(Path file, long number) throws IOException {
        try (SegmentBytes bytes = new SegmentBytes(file, number)) {
            ByteBuffer at = bytes.at(0, LogFormat.HEADER);
            return at != null && Segment.read(at) != null;
        }
    }

    private void zero(Path file, long from, long to) throws IOException {
        try (FileChannel channel = disk.openToWrite(file)) {
            disk.zero(channel, from, to);
            disk.force(channel);
        }
    }
}
