package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import org.jspecify.annotations.Nullable;

/** Reads what a subscription's frames say beside their type. Owned by one loop. */
final class SubscribeReader {
    static final Problem FILTER = new Problem(
            ErrorCode.BAD_FILTER,
            "filter: a string of 1 to 255 bytes without control characters; + fills a level, # the last one");
    private static final Problem FROM = Problem.frame(
            "from: \"new\", \"earliest\", {\"offset\":n,\"epoch\":\"e\"}, {\"time\":epochMs} or {\"last\":n}");
    private static final Problem LAST = Problem.frame("from: last is 1 to 10000, for a filter without + and #");
    private static final Problem ON_SLOW = Problem.frame("onSlow: \"catchUp\" or \"disconnect\"");

    private static final byte[] NEW = "new".getBytes(US_ASCII);
    private static final byte[] EARLIEST = "earliest".getBytes(US_ASCII);
    private static final byte[] CATCH_UP = "catchUp".getBytes(US_ASCII);
    private static final byte[] DISCONNECT = "disconnect".getBytes(US_ASCII);

    private static final int OFFSET = 0;
    private static final int EPOCH = 1;
    private static final int TIME = 2;
    private static final int LAST_N = 3;
    private static final int EPOCH_BYTES_MAX = 64;

    private final JsonScanner json = new JsonScanner();
    private final JsonMembers from = new JsonMembers(json, "offset", "epoch", "time", "last");
    private final byte[] filter = new byte[Topic.BYTES_MAX];
    private final byte[] word = new byte[16];
    private final byte[] epoch = new byte[EPOCH_BYTES_MAX];

    /** The frame, or the error it is. */
    ClientFrame subscribe(FrameMembers in, @Nullable FrameId id) {
        TopicFilter to = filter(in);
        if (to == null) {
            return new ClientFrame.BadFrame(FILTER.with(id));
        }
        StartFrom start = in.has(FrameMembers.FROM) ? start(in) : new StartFrom.New();
        if (start == null) {
            return new ClientFrame.BadFrame(FROM.with(id));
        }
        if (start instanceof StartFrom.Last last
                && (last.count() < 1 || last.count() > StartFrom.LAST_MAX || !to.isExact())) {
            return new ClientFrame.BadFrame(LAST.with(id));
        }
        OnSlow onSlow = in.has(FrameMembers.ON_SLOW) ? onSlow(in) : OnSlow.CATCH_UP;
        return onSlow == null
                ? new ClientFrame.BadFrame(ON_SLOW.with(id))
                : new ClientFrame.Subscribe(to, start, onSlow, id);
    }

    @Nullable
    TopicFilter filter(FrameMembers in) {
        int length = in.string(FrameMembers.FILTER, filter);
        return length < 1 || length > filter.length ? null : TopicFilter.parse(new String(filter, 0, length, UTF_8));
    }

    private @Nullable OnSlow onSlow(FrameMembers in) {
        if (in.is(FrameMembers.ON_SLOW, CATCH_UP, word)) {
            return OnSlow.CATCH_UP;
        }
        return in.is(FrameMembers.ON_SLOW, DISCONNECT, word) ? OnSlow.DISCONNECT : null;
    }

    private @Nullable StartFrom start(FrameMembers in) {
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
        int ways = (from.has(OFFSET) ? 1 : 0) + (from.has(TIME) ? 1 : 0) + (from.has(LAST_N) ? 1 : 0);
        if (ways != 1 || from.has(EPOCH) != from.has(OFFSET)) {
            return null;
        }
        if (from.has(OFFSET)) {
            return offset(text);
        }
        long n = integer(text, from.has(TIME) ? TIME : LAST_N);
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
