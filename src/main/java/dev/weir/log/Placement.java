package dev.weir.log;

import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Which segments there are, and where the next frame goes. Owned by the loop. */
final class Placement {
    /** Spares that messages leave for the core's entries. */
    static final int RESERVE = 1;

    /** The next one and the reserve. */
    private static final int SPARES_WANTED = 2;

    /**
     * @param begins the segment that begins with this frame
     * @param channel to write it by, handed over
     */
    record Place(
            long segment,
            @Nullable Segment begins,
            @Nullable FileChannel channel,
            int position) {}

    private final LogSettings settings;
    private final LongConsumer maker;
    private final ArrayDeque<Spare> spares;
    private List<Segment> segments;
    private int position;
    private long highest;
    private long newestMs;
    private boolean making;
    private @Nullable String notMade;

    /** @param maker makes the spare of this number */
    Placement(LogSettings settings, Recovery.Found found, List<Spare> spares, long highest, LongConsumer maker) {
        this.settings = settings;
        this.maker = maker;
        this.spares = new ArrayDeque<>(spares);
        this.segments = List.copyOf(found.segments());
        this.position = found.end();
        this.highest = highest;
        this.newestMs = found.lastTimeMs();
    }

    @Nullable
    Segment active() {
        return segments.isEmpty() ? null : segments.get(segments.size() - 1);
    }

    List<Segment> segments() {
        return segments;
    }

    // ---- spares

    void topUp() {
        if (making || spares.size() >= SPARES_WANTED || atHardLimit()) {
            return;
        }
        making = true;
        maker.accept(highest + 1);
    }

    private boolean atHardLimit() {
        return (segments.size() + spares.size() + 1L) * settings.segmentBytes() > settings.hardBytesMax();
    }

    boolean making() {
        return making;
    }

    void made(Spare spare) {
        highest = spare.number();
        spares.add(spare);
        making = false;
        notMade = null;
        topUp();
    }

    void notMade(String why) {
        notMade = why;
    }

    /** Closes the spares. */
    void close() {
        spares.forEach(Spare::close);
        spares.clear();
    }

    @Nullable
    String full() {
        return notMade != null ? notMade : spares.size() < SPARES_WANTED && atHardLimit() ? "hard byte limit" : null;
    }

    // ---- frames

    /** @param leave spares that must remain */
    Room room(int length, int leave) {
        boolean fits = fits(length);
        if (!fits && LogFormat.HEADER + length > settings.segmentBytes()) {
            throw new IllegalArgumentException(length + " bytes do not fit into a segment");
        }
        if (spares.size() >= leave + (fits ? 0 : 1)) {
            return Room.YES;
        }
        return full() == null ? Room.LATER : Room.FULL;
    }

    private boolean fits(int length) {
        return !segments.isEmpty() && position + length <= settings.segmentBytes();
    }

    Place take(int length, long index, long offset) {
        int aligned = LogFormat.aligned(length);
        Segment begins = null;
        FileChannel channel = null;
        if (!fits(aligned)) {
            Spare spare = spares.poll();
            if (spare == null) {
                throw new IllegalStateException("appended without asking for room");
            }
            channel = spare.channel();
            begins = new Segment(spare.number(), index, offset, 0, newestMs, Segment.OPEN);
            List<Segment> more = new ArrayList<>(segments);
            if (!more.isEmpty()) {
                more.set(more.size() - 1, more.get(more.size() - 1).closed(position));
            }
            more.add(begins);
            segments = List.copyOf(more);
            position = LogFormat.HEADER;
            topUp();
        }
        Segment active = segments.get(segments.size() - 1);
        Place place = new Place(active.number(), begins, channel, position);
        position += aligned;
        return place;
    }

    /** A message with this time was added. */
    void newest(long timeMs) {
        newestMs = Math.max(newestMs, timeMs);
    }

    /** Bytes of frames behind that place. */
    long bytesBehind(long number, int end) {
        long bytes = 0;
        for (int i = segments.size() - 1; i >= 0 && segments.get(i).number() >= number; i--) {
            Segment s = segments.get(i);
            int to = s.end() == Segment.OPEN ? position : s.end();
            bytes += to - (s.number() == number ? end : LogFormat.HEADER);
        }
        return bytes;
    }

    // ---- what is kept

    long first(long none) {
        return segments.isEmpty() ? none : segments.get(0).firstOffset();
    }

    /** Of the files that there may be, those with something in them. */
    int percentFull() {
        return (int) (100L * segments.size() * settings.segmentBytes() / settings.hardBytesMax());
    }

    long bytes() {
        return (long) segments.size() * settings.segmentBytes();
    }

    /**
     * Lets go of whole segments below the offset.
     *
     * @param needed from this segment on nothing is let go
     * @return the lowest segment kept; 0 if nothing changed
     */
    long retire(long below, long needed, long committedSegment) {
        int gone = 0;
        while (gone + 1 < segments.size()
                && segments.get(gone + 1).firstOffset() <= below
                && segments.get(gone).number() < Math.min(needed, committedSegment)) {
            gone++;
        }
        if (gone == 0) {
            return 0;
        }
        segments = List.copyOf(segments.subList(gone, segments.size()));
        topUp();
        return segments.get(0).number();
    }

    /** Whether a segment is there that could go, if it were not needed. */
    boolean holdsMore(long below, long committedSegment) {
        return segments.size() > 1
                && segments.get(1).firstOffset() <= below
                && segments.get(0).number() < committedSegment;
    }

    long expired(long nowMs, long committed) {
        int gone = 0;
        long bytes = bytes();
        while (gone + 1 < segments.size()) {
            Segment next = segments.get(gone + 1);
            boolean old = settings.retentionMs() > 0 && next.timeBeforeMs() < nowMs - settings.retentionMs();
            boolean big = settings.retentionBytes() > 0 && bytes > settings.retentionBytes();
            boolean many = settings.retentionMessages() > 0
                    && committed - next.firstOffset() + 1 >= settings.retentionMessages();
            if (!old && !big && !many) {
                break;
            }
            bytes -= settings.segmentBytes();
            gone++;
        }
        return first(committed + 1) == committed + 1
                ? committed + 1
                : segments.get(gone).firstOffset();
    }
}
