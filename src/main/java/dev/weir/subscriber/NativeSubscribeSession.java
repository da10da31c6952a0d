package dev.weir.subscriber;

import dev.weir.auth.User;
import dev.weir.config.LimitsConfig;
import dev.weir.link.NativeOutput;
import dev.weir.link.NativeScratch;
import dev.weir.link.QueueHello;
import dev.weir.link.Welcome;
import dev.weir.message.Durability;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.ClientFrame;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.ErrorCode;
import dev.weir.protocol.FrameId;
import dev.weir.protocol.NativeError;
import dev.weir.protocol.NativeReader;
import dev.weir.protocol.PublishFrame;
import dev.weir.protocol.StartFrom;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One native client that subscribes. A subscription holds, and is answered, once the queue sends all that it wants; from then
 * on the client is in the cohort of those that want the same. Owned by the connection's loop.
 */
final class NativeSubscribeSession implements ConnectionHandler {
    /** Asked for, not yet answered. */
    private record Asked(TopicFilter filter, @Nullable FrameId id, long version) {}

    /** Subscribes without an answer yet, also those for one filter. */
    private static final int ASKED_MAX = 20_000;

    private final Connection connection;
    private final int subscriptionsMax;
    private final FanOut fanOut;
    private final QueueFeed feed;
    private final User user;
    private final NativeScratch scratch;
    private final NativeOutput output;
    private final Welcome welcome;
    private final SettledPong pong;
    private final Member member;
    private final Set<TopicFilter> filters = new HashSet<>(4);
    private final Set<TopicFilter> asking = new HashSet<>(2);
    private final ArrayDeque<Asked> asked = new ArrayDeque<>(2);
    private final Runnable settled = this::settled;

    NativeSubscribeSession(
            Connection connection,
            LimitsConfig limits,
            FanOut fanOut,
            QueueFeed feed,
            User user,
            NativeScratch scratch) {
        this.connection = connection;
        this.subscriptionsMax = limits.subscriptionsPerConnectionMax();
        this.fanOut = fanOut;
        this.feed = feed;
        this.user = user;
        this.scratch = scratch;
        this.output = new NativeOutput(connection);
        this.welcome = new Welcome(connection, output, feed, scratch, limits, user.name());
        this.pong = new SettledPong(connection, feed);
        this.member = new Member(connection, () -> Wants.natively(filters, user.rights()));
        connection.channel().eventLoop().execute(welcome::begin);
    }

    // ---- what the client says

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        if (!text) {
            connection.close(CloseCode.UNSUPPORTED_DATA, "binary: frames are text here");
            return;
        }
        NativeReader reader = scratch.read(buf, at, length);
        for (ClientFrame frame = reader.next(); frame != null; frame = reader.next()) {
            if (frame instanceof ClientFrame.Subscribe subscribe) {
                subscribe(subscribe);
            } else if (frame instanceof ClientFrame.Unsubscribe unsubscribe) {
                unsubscribe(unsubscribe);
            } else if (frame instanceof ClientFrame.Ping ping) {
                output.add(scratch.frames().pong(ping.id()));
            } else if (frame instanceof ClientFrame.BadFrame bad) {
                output.add(scratch.frames().error(bad.error()));
            } else if (frame instanceof PublishFrame publish) {
                error(ErrorCode.BAD_FRAME, "publish on /publish, this is /subscribe", publish.id());
            }
        }
        output.send();
    }

    private void subscribe(ClientFrame.Subscribe frame) {
        TopicFilter filter = frame.filter();
        QueueHello queue = feed.queue();
        if (!mayAsk(filter)) {
            error(ErrorCode.FORBIDDEN, "no right to subscribe there", frame.id());
        } else if (queue != null && queue.durability() == Durability.NONE) {
            error(
                    ErrorCode.UNAVAILABLE,
                    "the queue behind this service is an original one: it has no offsets",
                    frame.id());
        } else if (!(frame.from() instanceof StartFrom.New)) {
            error(ErrorCode.BAD_FRAME, "from: only \"new\" is served by this version", frame.id());
        } else if (isOneMore(filter) && filters.size() + asking.size() >= subscriptionsMax) {
            error(ErrorCode.FORBIDDEN, "over " + subscriptionsMax + " subscriptions", frame.id());
        } else if (asked.size() >= ASKED_MAX) {
            error(ErrorCode.RATE_LIMITED, "wait for the answers to what you asked for", frame.id());
        } else {
            feed.want(filter);
            asked.add(new Asked(filter, frame.id(), feed.version()));
            asking.add(filter);
            settled();
        }
    }

    private boolean isOneMore(TopicFilter filter) {
        return !filters.contains(filter) && !asking.contains(filter);
    }

    /** A filter with wildcards may be wider than the rights: then what they do not cover is left out. */
    private boolean mayAsk(TopicFilter filter) {
        Topic exact = filter.isExact() ? Topic.parse(filter.toString()) : null;
        return exact == null || user.rights().maySubscribe(exact);
    }

    /** Answers a subscribe; always true. */
    private boolean answered(Asked a) {
        QueueHello queue = feed.queue();
        if (a.id() != null && queue != null) {
            output.add(scratch.frames().subscribed(a.id(), a.filter(), queue.epoch(), feed.next(), null));
        } else if (a.id() != null) {
            error(ErrorCode.UNAVAILABLE, "no link to the queue at the moment", a.id());
        }
        return true;
    }

    private void settled() {
        boolean changed = false;
        while (!asked.isEmpty() && feed.isSettled(asked.peek().version())) {
            Asked holds = asked.remove();
            asking.remove(holds.filter());
            changed |= filters.add(holds.filter());
            answered(holds);
        }
        if (changed) {
            fanOut.changed(member);
            output.send();
        }
        if (!asked.isEmpty()) {
            feed.whenSettled(settled);
        }
    }

    private void unsubscribe(ClientFrame.Unsubscribe frame) {
        // A subscription that does not hold yet is answered all the same, for nothing of it follows.
        asked.removeIf(a -> a.filter().equals(frame.filter()) && answered(a));
        asking.remove(frame.filter());
        if (filters.remove(frame.filter())) {
            fanOut.changeNow(member);
        }
        output.add(scratch.frames().unsubscribed(frame.id(), frame.filter()));
    }

    private void error(ErrorCode code, String message, @Nullable FrameId id) {
        output.add(scratch.frames().error(new NativeError(code, message, id)));
    }

    // ---- the socket

    @Override
    public void ping(byte[] payload) {
        pong.ping(payload);
    }

    @Override
    public void goingAway(int reconnectInMs) {
        output.add(scratch.frames().goaway("drain", reconnectInMs));
        output.send();
    }

    @Override
    public void closed() {
        feed.forget(settled);
        welcome.closed();
        pong.closed();
        output.closed();
        asked.clear();
        asking.clear();
        filters.clear();
        fanOut.left(member);
    }
}
