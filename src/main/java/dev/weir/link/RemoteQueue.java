package dev.weir.link;

import dev.weir.config.LinkConfig;
import dev.weir.config.LinkPassword;
import dev.weir.web.Attach;
import dev.weir.web.ConnectionLimits;
import dev.weir.web.Endpoint;
import dev.weir.web.LinkKeepAlive;
import dev.weir.web.tls.TlsClientOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue at the end of a URL. A Weir queue answers {@code Weir-Link: 1} with the same header and is spoken to in the
 * link protocol; one that does not is an original, spoken to in its own words if {@code seedFallback} allows.
 */
final class RemoteQueue {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteQueue.class);
    private static final String PUSH = "/pushmsg";
    private static final String POP = "/popmsg";

    private final Vertx vertx;
    private final LinkConfig config;
    private final boolean receives;
    private final String authorization;

    /** Held strongly: it closes itself when it is collected. */
    private final WebSocketClient client;

    private RemoteQueue(
            Vertx vertx, LinkConfig config, boolean receives, WebSocketClient client, String authorization) {
        this.vertx = vertx;
        this.config = config;
        this.receives = receives;
        this.client = client;
        this.authorization = authorization;
    }

    /** Reads password and trust, off the loop. */
    static Future<RemoteQueue> prepare(Vertx vertx, LinkConfig config, boolean receives) {
        return vertx.executeBlocking(() -> {
                    String login =
                            config.user() + ":" + LinkPassword.read(config).value();
                    return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
                })
                .compose(authorization -> vertx.executeBlocking(() -> TlsClientOptions.apply(options(), config))
                        .map(options -> new RemoteQueue(
                                vertx, config, receives, vertx.createWebSocketClient(options), authorization)));
    }

    private static WebSocketClientOptions options() {
        int bytes = WireEdge.limits().messageBytesMax();
        return new WebSocketClientOptions()
                .setMaxFrameSize(bytes)
                .setMaxMessageSize(bytes)
                .setTryUsePerFrameCompression(false)
                .setTryUsePerMessageCompression(false)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                // The original never reads from a popper, so it never answers its Close either.
                .setClosingTimeout(1)
                .setConnectTimeout(5_000);
    }

    Future<QueuePort> connect(URI url, EdgePort edge) {
        boolean isTls = "wss".equals(url.getScheme());
        if (!isTls && !config.plainAllowed() && config.isAnnounced()) {
            return Future.failedFuture("it would take the password in the clear, which prod refuses");
        }
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(url.getHost())
                .setPort(url.getPort())
                .setSsl(isTls)
                .setURI(receives ? POP : PUSH)
                .setTimeout(5_000)
                .addHeader("Authorization", authorization)
                .addHeader(Endpoint.LINK_HEADER, Endpoint.LINK_VERSION);
        return client.connect(options).compose(socket -> speak(url, socket, edge));
    }

    private Future<QueuePort> speak(URI url, WebSocket socket, EdgePort edge) {
        ConnectionLimits limits = WireEdge.limits();
        String version = socket.headers().get(Endpoint.LINK_HEADER);
        if (Endpoint.LINK_VERSION.equals(version)) {
            return Future.succeededFuture(Attach.client(
                    socket, limits, c -> new WireQueue(LinkKeepAlive.watch(c, config.heartbeatMs()), edge)));
        }
        if (!config.seedFallback()) {
            socket.close();
            return Future.failedFuture("it does not speak the link protocol, and link.seedFallback is off");
        }
        LOG.info("the queue at {} is an original one: speaking its protocol", url);
        if (receives) {
            return Future.succeededFuture(new SeedPopQueue(vertx, socket, edge));
        }
        return Future.succeededFuture(Attach.client(
                socket, limits, c -> new SeedPushQueue(LinkKeepAlive.watch(c, config.heartbeatMs()), edge)));
    }

    /** One line for the log, with what to do where that is known. */
    static String describe(Throwable e) {
        if (e instanceof UpgradeRejectedException rejected) {
            return switch (rejected.getStatus()) {
                case 200, 401 -> "user or password refused: see link.user and link.password";
                case 403 -> "user without the service right: see the queue's acl.json";
                default -> "handshake answered with " + rejected.getStatus();
            };
        }
        // The native transport's own words would name a system call.
        return e instanceof ConnectException ? "connection refused" : String.valueOf(e.getMessage());
    }

    void close() {
        client.close().onFailure(e -> LOG.debug("closing the link's client failed", e));
    }
}
