package dev.weir.log;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Looks at a log without a server, and cuts it. Takes the directory's lock, so the log must not be open. All methods block and
 * answer with an exit code: {@link #GOOD}, {@link #DAMAGED}, {@link #REFUSED}.
 */
public final class LogInspector {
    public static final int GOOD = 0;
    public static final int DAMAGED = 1;
    public static final int REFUSED = 2;

    private interface Work {
        int on(LogFiles files, LogMeta meta) throws IOException, LogRefused;
    }

    private final Path dir;
    private final PrintStream out;
    private final Disk disk = new Disk();

    public LogInspector(Path dir, PrintStream out) {
        this.dir = dir;
        this.out = out;
    }

    private int run(Work work) throws IOException {
        if (!Files.isDirectory(dir)) {
            out.println(dir + ": no such directory");
            return REFUSED;
        }
        try (OpenLog log = OpenLog.lock(dir)) {
            return work.on(log.files(), log.meta());
        } catch (LogDamaged e) {
            out.println("damaged: " + e.getMessage());
            return DAMAGED;
        } catch (LogRefused e) {
            out.println(e.getMessage());
            return REFUSED;
        }
    }

    /** Prints generations, segments and snapshots. */
    public int ls() throws IOException {
        return run((files, meta) -> {
            for (Generation g : meta.generations()) {
                out.println("generation " + g.generation() + " from offset " + g.first());
            }
            SegmentList list = SegmentList.read(files, meta);
            for (Segment s : list.used()) {
                out.println("segment " + s.number() + " from offset " + s.firstOffset() + ", index " + s.firstIndex()
                        + (s.end() == Segment.OPEN ? ", active" : ", ends at " + s.end()));
            }
            list.spares().forEach(number -> out.println("segment " + number + " spare"));
            files.snapshots().keySet().forEach(index -> out.println("snapshot of index " + index));
            return GOOD;
        });
    }

    /** Prints a line for each valid frame, and for each run of bytes that is none though frames follow. */
    public int dump() throws IOException {
        return run((files, meta) -> {
            for (long number = meta.lowest(); number <= meta.highest(); number++) {
                if (Files.exists(files.segment(number))) {
                    dump(files.segment(number), number);
                } else {
                    out.println("segment " + number + " missing");
                }
            }
            return GOOD;
        });
    }

    private void dump(Path file, long number) throws IOException, LogRefused {
        try (SegmentBytes bytes = new SegmentBytes(file, number)) {
            long expected = LogFormat.HEADER;
            for (Frame f = bytes.search(expected); f != null; f = bytes.search(f.next())) {
                if (f.position() != expected) {
                    out.println("segment " + number + " at " + expected + ": no frame up to " + f.position());
                }
                out.println("segment " + number + " at " + f.position() + ": " + describe(f));
                expected = f.next();
            }
        }
    }

    private static String describe(Frame f) {
        String kind =
                switch (f.kind()) {
                    case LogFormat.KIND_MESSAGES -> "messages from offset ";
                    case LogFormat.KIND_ENTRY -> "entry before offset ";
                    default -> f.clean() ? "clean end before offset " : "mark before offset ";
                };
        return kind + f.first() + ", index " + f.index() + ", " + f.length() + " bytes, synced to segment "
                + LogFormat.markSegment(f.synced()) + " at " + LogFormat.markPosition(f.synced());
    }

    /** Reads all that is kept and says whether a start would take it. Changes nothing. */
    public int check() throws IOException {
        return run((files, meta) -> {
            Recovery.Found found = new Recovery(disk, files, meta).look(null);
            out.println("good: up to offset " + (found.nextOffset() - 1) + ", index " + (found.nextIndex() - 1)
                    + (found.clean() ? ", stopped clean" : ", not stopped clean"));
            if (found.cutBytes() > 0 && !found.clean()) {
                out.println("a start would cut up to " + found.cutBytes() + " bytes with " + found.cutFrames()
                        + " whole frames that were not synced");
            }
            return GOOD;
        });
    }

    /**
     * Cuts the log before the frame that holds this offset, or where the frame with it should be, and begins a generation
     * there. Everything from there on is gone for good; nothing else is changed. What is before must be good.
     */
    public int repair(long offset) throws IOException {
        return run((files, meta) -> new LogCut(disk, files, meta, out).before(offset) ? GOOD : REFUSED);
    }
}
