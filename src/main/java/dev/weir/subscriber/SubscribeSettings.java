package dev.weir.subscriber;

import dev.weir.config.LimitsConfig;
import dev.weir.web.Connection;
import java.util.concurrent.TimeUnit;

/** What all native sessions of a subscriber edge go by. */
record SubscribeSettings(int heartbeatMs, int messageBytesMax, int subscriptionsMax) {
    /** How long a client waits for the edge's link before it is sent away. */
    static final long WELCOME_TIMEOUT_MS = 5_000;

    static SubscribeSettings of(LimitsConfig limits) {
        return new SubscribeSettings(
                limits.heartbeatMs(), limits.messageBytesMax(), limits.subscriptionsPerConnectionMax());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the task looks for itself whether it is still needed
    void afterWelcomeTimeout(Connection connection, Runnable task) {
        connection.channel().eventLoop().schedule(task, WELCOME_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
}
