package dev.weir.web;

import dev.weir.auth.AuthRefused;
import dev.weir.auth.Credentials;
import dev.weir.auth.User;
import dev.weir.auth.Users;
import dev.weir.web.Endpoint.Upgraded;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from a request to a session: form, credentials, rights, upgrade. Every refusal is an HTTP status, one log
 * line without anything the client wrote, and the end of the connection. Owned by the server's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
final class Upgrades {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);

    private final HandshakeCheck check;
    private final Users users;
    private final Admission admission;
    private final Sessions sessions;
    private final KeepAlive keepAlive;
    private final BooleanSupplier draining;

    Upgrades(
            HandshakeCheck check,
            Users users,
            Admission admission,
            Sessions sessions,
            KeepAlive keepAlive,
            BooleanSupplier draining) {
        this.check = check;
        this.users = users;
        this.admission = admission;
        this.sessions = sessions;
        this.keepAlive = keepAlive;
        this.draining = draining;
    }

    void mount(Router router, Endpoint endpoint) {
        router.route(endpoint.path()).handler(context -> handle(context, endpoint));
    }

    private void handle(RoutingContext context, Endpoint endpoint) {
        HttpServerRequest request = context.request();
        Refusal refusal = check.form(request);
        if (refusal == null && draining.getAsBoolean()) {
            refusal = new Refusal(503, "shutting down");
        }
        if (refusal != null) {
            refuse(request, endpoint, refusal);
            return;
        }
        Credentials credentials = Credentials.parse(request.headers().getAll("Authorization"));
        if (credentials == null) {
            refuse(request, endpoint, new Refusal(401, "Basic credentials are needed"));
            return;
        }
        request.pause();
        users.verify(credentials, Admission.addressOf(channel(request)))
                .onSuccess(user -> authenticated(request, endpoint, user))
                .onFailure(e -> refuse(request, endpoint, refusal(e)));
    }

    private static Refusal refusal(Throwable e) {
        if (e instanceof AuthRefused refused) {
            return switch (refused.reason()) {
                case WRONG -> new Refusal(401, "wrong user or password");
                case THROTTLED -> new Refusal(429, "too many wrong passwords: wait a minute");
                case BUSY -> new Refusal(503, "too many logins at once: try again");
            };
        }
        LOG.error("login failed", e);
        return new Refusal(500, "internal error");
    }

    private void authenticated(HttpServerRequest request, Endpoint endpoint, User user) {
        Refusal refusal = check.upgrade(request);
        if (refusal == null && endpoint.serviceOnly() && !user.rights().service()) {
            refusal = new Refusal(403, "only users with the service right: see acl.json");
        }
        if (refusal != null) {
            refuse(request, endpoint, refusal);
            return;
        }
        boolean link = endpoint.serviceOnly() && Endpoint.LINK_VERSION.equals(request.getHeader(Endpoint.LINK_HEADER));
        if (link) {
            request.response().putHeader(Endpoint.LINK_HEADER, Endpoint.LINK_VERSION);
        }
        Channel channel = channel(request);
        request.resume();
        request.toWebSocket()
                .onSuccess(socket -> open(channel, endpoint, new Upgraded(user, link)))
                .onFailure(e -> {
                    LOG.info("handshake on {} from {} failed", endpoint.path(), Admission.addressOf(channel));
                    channel.close();
                });
    }

    private void open(Channel channel, Endpoint endpoint, Upgraded upgraded) {
        admission.upgraded(channel);
        Endpoint.Session session = endpoint.session();
        Connection connection = Attach.server(channel, session.limits(upgraded), session.open(upgraded));
        sessions.add(connection, upgraded.user());
        keepAlive.watch(connection);
    }

    private void refuse(HttpServerRequest request, Endpoint endpoint, Refusal refusal) {
        Channel channel = channel(request);
        LOG.info(
                "{} to {} on {}: {}",
                refusal.status(),
                Admission.addressOf(channel),
                endpoint.path(),
                refusal.reason());
        respond(request, refusal);
    }

    /** Answers and ends the connection: what follows a refused handshake is not to be read as a request. */
    static void respond(HttpServerRequest request, Refusal refusal) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(refusal.status())
                .putHeader("Content-Type", "text/plain")
                .putHeader("Connection", "close");
        header(response, refusal.status());
        request.resume();
        response.end(refusal.reason() + "\n")
                .onComplete(sent -> request.connection().close());
    }

    private static void header(HttpServerResponse response, int status) {
        @Nullable
        String name =
                switch (status) {
                    case 401 -> "WWW-Authenticate";
                    case 405 -> "Allow";
                    case 426 -> "Sec-WebSocket-Version";
                    default -> null;
                };
        if (name != null) {
            response.putHeader(name, status == 401 ? "Basic realm=\"weir\"" : status == 405 ? "GET" : "13");
        }
    }

    static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channelHandlerContext().channel();
    }
}
