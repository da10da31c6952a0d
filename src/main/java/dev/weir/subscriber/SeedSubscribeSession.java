package dev.weir.subscriber;

import dev.weir.auth.Rights;
import dev.weir.link.SeedScratch;
import dev.weir.message.Topic;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.Gap;
import dev.weir.protocol.SeedCommand;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One seed client that subscribes. Nothing is sent but messages and pongs; a pong means that what the client asked for
 * before its ping holds. What cannot be understood is ignored, with one log line per connection. Owned by the
 * connection's loop.
 */
final class SeedSubscribeSession implements ConnectionHandler, Subscriber {
    private static final Logger LOG = LoggerFactory.getLogger(SeedSubscribeSession.class);

    private final Connection connection;
    private final FanOut fanOut;
    private final QueueFeed feed;
    private final Rights rights;
    private final SeedScratch scratch;
    private final int subscriptionsMax;
    private final Subscriptions<Topic> topics = new Subscriptions<>();
    private final Member member;
    private final SettledPong pong;
    private boolean complained;

    SeedSubscribeSession(
            Connection connection,
            FanOut fanOut,
            QueueFeed feed,
            Rights rights,
            SeedScratch scratch,
            int subscriptionsMax) {
        this.connection = connection;
        this.member = new Member(this, connection);
        this.pong = new SettledPong(connection, feed);
        this.fanOut = fanOut;
        this.feed = feed;
        this.rights = rights;
        this.scratch = scratch;
        this.subscriptionsMax = subscriptionsMax;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        byte[] bytes = scratch.copy(buf, at, length);
        if (!text && !scratch.isUtf8(length)) {
            connection.close(CloseCode.UNSUPPORTED_DATA, "binary that is not UTF-8 text");
            return;
        }
        SeedCommand command = SeedCommand.read(scratch.document(), bytes, length);
        if (command == null) {
            complain();
        } else if (command.subscribe()) {
            subscribe(command.topic());
        } else if (topics.remove(command.topic())) {
            fanOut.changed(member);
        }
    }

    private void subscribe(Topic topic) {
        if (!rights.maySubscribe(topic)) {
            LOG.info("close 1008 to {}: no right to subscribe there", connection.peer());
            connection.close(CloseCode.RIGHTS, "no right to subscribe to this topic");
        } else if (topics.size() >= subscriptionsMax && !topics.has(topic)) {
            LOG.info("close 1008 to {}: over {} subscriptions", connection.peer(), subscriptionsMax);
            connection.close(CloseCode.RIGHTS, "over " + subscriptionsMax + " subscriptions");
        } else if (!topics.has(topic)) {
            topics.add(topic, feed.next());
            fanOut.changed(member);
            feed.want(topic.toBytes());
        }
    }

    private void complain() {
        if (!complained) {
            complained = true;
            LOG.info(
                    "a message from {} is neither sub nor unsub: ignored, like others that may follow",
                    connection.peer());
        }
    }

    @Override
    public Wants wants() {
        return Wants.seed(topics.all());
    }

    @Override
    public Picker picker() {
        return Picker.ofTopics(wants(), topics.spans());
    }

    @Override
    public boolean catchesUp() {
        return feed.keeps();
    }

    /** It knows of no offsets, and goes on with whatever comes. */
    @Override
    public void restart() {
        topics.holdAlways();
    }

    /** There is no way to tell it but to cut it off. */
    @Override
    public void missed(Gap gap) {
        LOG.info(
                "close 4001 to {}: what it has not read is gone ({})",
                connection.peer(),
                gap.reason().word());
        connection.close(CloseCode.SLOW, "what you have not read is gone");
    }

    @Override
    public void writable() {
        fanOut.wake(member);
    }

    @Override
    public void ping(byte[] payload) {
        pong.ping(payload);
    }

    @Override
    public void closed() {
        pong.closed();
        topics.clear();
        fanOut.left(member);
    }
}
