package dev.weir.subscriber;

import dev.weir.auth.User;
import dev.weir.config.LimitsConfig;
import dev.weir.link.NativeOutput;
import dev.weir.link.NativeScratch;
import dev.weir.link.QueueHello;
import dev.weir.link.Started;
import dev.weir.link.Welcome;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.ClientFrame;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.ErrorCode;
import dev.weir.protocol.FrameId;
import dev.weir.protocol.Gap;
import dev.weir.protocol.NativeError;
import dev.weir.protocol.NativeReader;
import dev.weir.protocol.OnSlow;
import dev.weir.protocol.PublishFrame;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One native client that subscribes. A subscription holds, and is answered, once the queue sends all that it wants; from then
 * on the client is in the cohort of those that want the same. Owned by the connection's loop.
 */
final class NativeSubscribeSession implements ConnectionHandler, Subscriber {
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
    private final Subscriptions<TopicFilter> subscriptions = new Subscriptions<>();
    private final AskedQueue asked;
    private final GroupSession groups;

    /** Those that asked to be cut off when they are slow. */
    private final Set<TopicFilter> impatient = new HashSet<>(2);

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
        this.member = new Member(this, connection);
        this.asked = new AskedQueue(feed, this::holds);
        this.groups = new GroupSession(connection, subscriptionsMax, feed, user, scratch, output);
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
            } else if (frame instanceof ClientFrame.OfGroups group) {
                groups.frame(group);
            }
        }
        output.send();
    }

    private void subscribe(ClientFrame.Subscribe frame) {
        TopicFilter filter = frame.filter();
        if (!mayAsk(filter)) {
            boolean server = filter.toString().startsWith("$");
            String more = server ? ": a right to # does not cover what begins with $" : "";
            error(ErrorCode.FORBIDDEN, "no right to subscribe there" + more, frame.id());
        } else if (feed.isOriginal()) {
            isOriginal(frame.id());
        } else if (isOneMore(filter) && subscriptions.size() + asked.filters() >= subscriptionsMax) {
            error(ErrorCode.FORBIDDEN, "over " + subscriptionsMax + " subscriptions", frame.id());
        } else if (asked.size() >= ASKED_MAX) {
            error(ErrorCode.RATE_LIMITED, "wait for the answers to what you asked for", frame.id());
        } else {
            feed.want(filter);
            asked.add(new Asked(filter, frame.from(), frame.onSlow(), frame.id(), feed.version()));
        }
    }

    private void isOriginal(@Nullable FrameId id) {
        error(ErrorCode.UNAVAILABLE, "the queue behind this service is an original one: it has no offsets", id);
    }

    private boolean isOneMore(TopicFilter filter) {
        return !subscriptions.has(filter) && !asked.has(filter);
    }

    /** A filter with wildcards may be wider than the rights: then what they do not cover is left out. */
    private boolean mayAsk(TopicFilter filter) {
        Topic exact = filter.isExact() ? Topic.parse(filter.toString()) : null;
        return exact == null || user.rights().maySubscribe(exact);
    }

    /** A subscription takes effect. One that is there already is left as it is, unless it is to begin at a place. */
    private void holds(Asked one, @Nullable Started start) {
        if (feed.isOriginal()) { // asked before there was a link
            isOriginal(one.id());
            output.send();
            return;
        }
        TopicFilter filter = one.filter();
        long offset = start == null ? feed.next() : start.offset();
        if (start != null) {
            beginAt(filter, offset);
        } else if (!subscriptions.has(filter)) {
            subscriptions.add(filter, offset);
            fanOut.changed(member);
        }
        if (one.onSlow() == OnSlow.DISCONNECT) {
            impatient.add(filter);
        } else {
            impatient.remove(filter);
        }
        answer(one, offset, start == null ? null : start.gap());
        output.send();
    }

    private void beginAt(TopicFilter filter, long offset) {
        long place = fanOut.placeOf(member, feed.next());
        subscriptions.remove(filter);
        subscriptions.sentBelow(place);
        subscriptions.add(filter, offset);
        fanOut.changed(member);
        if (offset < place) {
            fanOut.goBack(member, offset);
        }
    }

    private void answer(Asked one, long offset, @Nullable Gap gap) {
        QueueHello queue = feed.queue();
        if (one.id() != null && queue != null) {
            output.add(scratch.frames().subscribed(one.id(), one.filter(), queue.epoch(), offset, gap));
        } else if (one.id() != null) {
            error(ErrorCode.UNAVAILABLE, "no link to the queue at the moment", one.id());
        }
    }

    private void unsubscribe(ClientFrame.Unsubscribe frame) {
        TopicFilter filter = frame.filter();
        // A subscription that does not hold yet is answered all the same, for nothing of it follows.
        asked.remove(filter, one -> answer(one, feed.next(), null));
        impatient.remove(filter);
        if (subscriptions.remove(filter)) {
            fanOut.changeNow(member);
        }
        output.add(scratch.frames().unsubscribed(frame.id(), filter));
    }

    private void error(ErrorCode code, String message, @Nullable FrameId id) {
        output.add(scratch.frames().error(new NativeError(code, message, id)));
    }

    // ---- what fan-out and readers ask and say

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Wants wants() {
        return Wants.natively(subscriptions.all(), user.rights());
    }

    @Override
    public Picker picker() {
        return Picker.ofFilters(wants(), subscriptions.spans());
    }

    @Override
    public boolean catchesUp() {
        return feed.keeps() && impatient.isEmpty();
    }

    /** It is to come again, and to be told what is void. */
    @Override
    public void restart() {
        connection.close(CloseCode.RESTART, "the queue began anew: connect and resume");
    }

    @Override
    public void missed(Gap gap) {
        output.add(scratch.frames().gap(gap));
        output.send();
    }

    @Override
    public void mark(long offset) {
        output.add(scratch.frames().mark(offset));
        output.send();
    }

    // ---- the socket

    @Override
    public void writable() {
        fanOut.wake(member);
        groups.writable();
    }

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
        welcome.closed();
        pong.closed();
        output.closed();
        asked.clear();
        subscriptions.clear();
        fanOut.left(member);
        groups.closed();
    }
}
