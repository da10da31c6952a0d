package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Reads {@code from}. Owned by one loop. */
final class StartReader {
    private static final byte[] NEW = "new".getBytes(US_ASCII);
    private static final byte[] EARLIEST = "earliest".getBytes(US_ASCII);

    private static final int OFFSET = 0;
    private static final int EPOCH = 1;
    private static final int TIME = 2;
    private static final int LAST = 3;
    private static final int EPOCH_BYTES_MAX = 64;

    private final JsonScanner json = new JsonScanner();
    private final JsonMembers from = new JsonMembers(json, "offset", "epoch", "time", "last");
    private final byte[] word = new byte[16];
    private final byte[] epoch = new byte[EPOCH_BYTES_MAX];

    /**
     * The place that a frame names; null when it is none. The count of a {@link StartFrom.Last} may be out of its range, but
     * says so: -1 to {@link StartFrom#LAST_MAX} + 1.
     */
    @Nullable
    StartFrom read(FrameMembers in) {
        if (in.is(FrameMembers.FROM, NEW, word)) {
            return new StartFrom.New();
        }
        if (in.is(FrameMembers.FROM, EARLIEST, word)) {
            return new StartFrom.Earliest();
        }
        byte[] text = in.text();
        json.start(text, in.from(FrameMembers.FROM), in.to(FrameMembers.FROM));
        if (!from.read() || from.twice()) {
            return null;
        }
        int ways = (from.has(OFFSET) ? 1 : 0) + (from.has(TIME) ? 1 : 0) + (from.has(LAST) ? 1 : 0);
        if (ways != 1 || from.has(EPOCH) != from.has(OFFSET)) {
            return null;
        }
        if (from.has(OFFSET)) {
            return offset(text);
        }
        long n = integer(text, from.has(TIME) ? TIME : LAST);
        if (from.has(TIME)) {
            return n < 0 ? null : new StartFrom.Time(n);
        }
        return new StartFrom.Last((int) Math.min(n, StartFrom.LAST_MAX + 1));
    }

    private @Nullable StartFrom offset(byte[] text) {
        long offset = integer(text, OFFSET);
        if (offset < 0 || text[from.from(EPOCH)] != '"') {
            return null;
        }
        json.start(text, from.from(EPOCH) + 1, from.to(EPOCH));
        int length = json.string(epoch);
        return length < 1 || length > epoch.length
                ? null
                : new StartFrom.Offset(offset, new String(epoch, 0, length, UTF_8));
    }

    private long integer(byte[] text, int member) {
        return JsonInteger.read(text, from.from(member), from.to(member));
    }
}
