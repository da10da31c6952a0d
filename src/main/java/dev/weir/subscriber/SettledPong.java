package dev.weir.subscriber;

import dev.weir.web.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Answers a subscriber's ping once everything it asked for before holds; of several unanswered ones the newest (RFC 6455
 * §5.5.3). Owned by the connection's loop.
 */
final class SettledPong {
    private final Connection connection;
    private final QueueFeed feed;
    private final Runnable answer = this::answer;
    private byte @Nullable [] held;
    private long version;

    SettledPong(Connection connection, QueueFeed feed) {
        this.connection = connection;
        this.feed = feed;
    }

    void ping(byte[] payload) {
        boolean asked = held != null;
        held = payload;
        version = feed.version();
        if (!asked) {
            answer();
        }
    }

    private void answer() {
        byte[] payload = held;
        if (payload == null || !connection.isOpen()) {
            return;
        }
        if (feed.isSettled(version)) {
            held = null;
            connection.sendPong(payload);
        } else {
            feed.whenSettled(answer);
        }
    }

    /** The connection is gone. */
    void closed() {
        held = null;
        feed.forget(answer);
    }
}
