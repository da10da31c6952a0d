package dev.weir.publisher;

import dev.weir.config.ServiceConfig;
import dev.weir.web.Connection;
import java.util.concurrent.TimeUnit;

/**
 * What all native sessions of a publisher edge go by.
 *
 * @param confirmTimeoutMs after which an unanswered publish is told as unavailable
 */
record PublishSettings(int heartbeatMs, int messageBytesMax, int confirmTimeoutMs) {
    /** How long a client waits for the edge's link before it is sent away. */
    static final long WELCOME_TIMEOUT_MS = 5_000;

    static PublishSettings of(ServiceConfig config) {
        return new PublishSettings(
                config.limits().heartbeatMs(),
                config.limits().messageBytesMax(),
                config.link().confirmTimeoutMs());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the task looks for itself whether it is still needed
    void afterWelcomeTimeout(Connection connection, Runnable task) {
        connection.channel().eventLoop().schedule(task, WELCOME_TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }
}
