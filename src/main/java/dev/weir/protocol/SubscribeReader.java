package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

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

    private static final byte[] CATCH_UP = "catchUp".getBytes(US_ASCII);
    private static final byte[] DISCONNECT = "disconnect".getBytes(US_ASCII);

    private final StartReader start;
    private final byte[] filter = new byte[Topic.BYTES_MAX];
    private final byte[] word = new byte[16];

    SubscribeReader(StartReader start) {
        this.start = start;
    }

    /** The frame, or the error it is. */
    ClientFrame subscribe(FrameMembers in, @Nullable FrameId id) {
        TopicFilter to = filter(in);
        if (to == null) {
            return new ClientFrame.BadFrame(FILTER.with(id));
        }
        StartFrom from = in.has(FrameMembers.FROM) ? start.read(in) : new StartFrom.New();
        if (from == null) {
            return new ClientFrame.BadFrame(FROM.with(id));
        }
        if (from instanceof StartFrom.Last last
                && (last.count() < 1 || last.count() > StartFrom.LAST_MAX || !to.isExact())) {
            return new ClientFrame.BadFrame(LAST.with(id));
        }
        OnSlow onSlow = in.has(FrameMembers.ON_SLOW) ? onSlow(in) : OnSlow.CATCH_UP;
        return onSlow == null
                ? new ClientFrame.BadFrame(ON_SLOW.with(id))
                : new ClientFrame.Subscribe(to, from, onSlow, id);
    }

    @Nullable
    TopicFilter filter(FrameMembers in) {
        String text = in.text(FrameMembers.FILTER, filter);
        return text == null ? null : TopicFilter.parse(text);
    }

    private @Nullable OnSlow onSlow(FrameMembers in) {
        if (in.is(FrameMembers.ON_SLOW, CATCH_UP, word)) {
            return OnSlow.CATCH_UP;
        }
        return in.is(FrameMembers.ON_SLOW, DISCONNECT, word) ? OnSlow.DISCONNECT : null;
    }
}
