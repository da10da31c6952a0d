package dev.weir.web;

import dev.weir.auth.AuthSettings;
import dev.weir.auth.Users;
import dev.weir.config.ServiceConfig;
import dev.weir.protocol.CloseCode;
import dev.weir.web.tls.PemPair;
import dev.weir.web.tls.TlsMaterial;
import dev.weir.web.tls.TlsReload;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server under each verticle: TLS, routes, users, health and the open sessions. Made and used on the verticle's
 * loop, which owns it.
 */
public final class WeirServer {
    private static final Logger LOG = LoggerFactory.getLogger(WeirServer.class);
    private static final long RELOAD_EVERY_MS = 1_000;

    private final Vertx vertx;
    private final ServiceConfig config;
    private final Users users;
    private final Sessions sessions = new Sessions();
    private final Admission admission;
    private final KeepAlive keepAlive;
    private final Condition condition;
    private @Nullable HttpServer http;
    private @Nullable TlsReload reload;
    private boolean draining;

    private WeirServer(Vertx vertx, ServiceConfig config, Users users, Condition condition) {
        this.vertx = vertx;
        this.config = config;
        this.users = users;
        this.condition = condition;
        EventLoop loop = loop(vertx);
        var limits = config.limits();
        this.admission = new Admission(
                loop, limits.connectionsMax(), limits.connectionsPerAddressMax(), limits.handshakeTimeoutMs());
        this.keepAlive = new KeepAlive(loop, limits.heartbeatMs());
        users.onChange(() -> sessions.recheck(users));
    }

    /** The loop of the calling verticle. */
    public static EventLoop loop(Vertx vertx) {
        return ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    }

    /**
     * Starts listening.
     *
     * @param condition what health checks are told
     */
    public static Future<WeirServer> start(
            Vertx vertx, ServiceConfig config, List<Endpoint> endpoints, Condition condition) {
        var auth = config.auth();
        AuthSettings settings = new AuthSettings(
                auth.users(), auth.acl(), auth.successCacheMs(), auth.failuresPerMinuteMax(), auth.reloadEveryMs());
        return Users.open(vertx, settings)
                .map(users -> new WeirServer(vertx, config, users, condition))
                .compose(server -> server.listen(endpoints).map(server).recover(e -> server.stop()
                        .transform(down -> Future.failedFuture(e))));
    }

    private Future<?> listen(List<Endpoint> endpoints) {
        if (!config.tls().on()) {
            LOG.warn("TLS is off: passwords and messages travel in the clear");
            return listen(endpoints, null, null);
        }
        return vertx.executeBlocking(
                        () -> TlsMaterial.resolve(config.tls(), config.profile(), config.dataDir(), System.getenv()))
                .compose(material ->
                        vertx.executeBlocking(material::load).compose(pair -> listen(endpoints, material, pair)));
    }

    private Future<?> listen(List<Endpoint> endpoints, @Nullable TlsMaterial material, @Nullable PemPair pair) {
        HttpServerOptions options;
        try {
            options = ServerOptions.of(config, pair);
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
        HttpServer server = vertx.createHttpServer(options);
        http = server;
        return server.connectionHandler(c -> {
                    Channel channel =
                            ((ConnectionBase) c).channelHandlerContext().channel();
                    RequestGuard.watch(channel);
                    admission.opened(channel);
                })
                .invalidRequestHandler(Answers::refuseUnreadable)
                .requestHandler(router(endpoints))
                .listen()
                .onSuccess(listening -> {
                    if (material != null) {
                        reload = TlsReload.start(
                                vertx,
                                server,
                                Objects.requireNonNull(options.getSslOptions()),
                                material,
                                RELOAD_EVERY_MS);
                    }
                });
    }

    private Router router(List<Endpoint> endpoints) {
        Router router = Router.router(vertx);
        Upgrades upgrades = new Upgrades(
                new HandshakeCheck(config.limits().origins()), users, admission, sessions, keepAlive, () -> draining);
        endpoints.forEach(endpoint -> upgrades.mount(router, endpoint));
        Echo.mountIfWanted(upgrades, router, config.limits());
        new Health(() -> draining, condition).mount(router);
        router.route().last().handler(c -> Answers.refuse(c.request(), "an unknown path", Upgrades.NOTHING_HERE));
        router.route().failureHandler(c -> {
            int status = c.statusCode() == -1 ? 500 : c.statusCode();
            Answers.refuse(c.request(), "a request", new Refusal(status, "refused"));
        });
        return router;
    }

    public int port() {
        return Objects.requireNonNull(http, "not listening").actualPort();
    }

    /** The URL clients use. */
    public String url() {
        return (config.tls().on() ? "wss://" : "ws://") + config.server().host() + ":" + port();
    }

    /** Newcomers get 503 from here on, {@code /health/ready} says so, and native clients are told to go. */
    public void refuseNewcomers() {
        draining = true;
        sessions.goingAway();
    }

    /** Reads nothing more from anybody; what is under way can still be answered. */
    public void pauseSessions() {
        draining = true;
        sessions.pauseAll();
    }

    /** A Close to everybody; done when all sockets are gone. */
    public Future<Void> closeSessions() {
        draining = true;
        return sessions.closeAll(CloseCode.SHUTDOWN, "shutting down");
    }

    public Future<Void> stop() {
        draining = true;
        keepAlive.stop();
        if (reload != null) {
            reload.close();
        }
        // Vert.x waits for no socket: ours are to be gone before what they stand on is taken down.
        return closeSessions()
                .eventually(() -> http == null ? Future.succeededFuture() : http.close())
                .eventually(users::close);
    }
}
