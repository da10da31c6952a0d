package dev.weir.web;

import dev.weir.auth.AuthRefused;
import dev.weir.auth.Credentials;
import dev.weir.auth.User;
import dev.weir.auth.Users;
import dev.weir.protocol.CloseCode;
import dev.weir.web.Endpoint.Upgraded;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from a request to a session: form, credentials, rights, upgrade. Every refusal is an HTTP status, one log
 * line without anything the client wrote, and the end of the connection. Owned by the server's loop.
 */
final class Upgrades {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);

    static final Refusal NOTHING_HERE = new Refusal(404, "nothing here");

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
        if (!endpoint.path().equals(request.path())) {
            // The router also takes what it can turn into the path: dots, doubled slashes, escapes.
            Answers.refuse(request, "an unknown path", Upgrades.NOTHING_HERE);
            return;
        }
        Refusal refusal = check.form(request);
        if (refusal == null && draining.getAsBoolean()) {
            refusal = new Refusal(503, "shutting down");
        }
        if (refusal != null) {
            refuse(request, endpoint, refusal);
            return;
        }
        SubprotocolOffer offer =
                SubprotocolOffer.of(request.headers().getAll(SubprotocolOffer.HEADER), request.query());
        Credentials credentials = credentials(request, endpoint, offer);
        if (credentials == null) {
            refuse(request, endpoint, new Refusal(401, "Basic credentials are needed"));
            return;
        }
        request.pause();
        users.verify(credentials, Admission.addressOf(Answers.channel(request)))
                // At the end of the turn: what the client sent along with its request has been read by then.
                .onSuccess(user -> Turn.of(Answers.channel(request).eventLoop())
                        .atEnd(() -> authenticated(request, endpoint, offer, user)))
                .onFailure(e -> refuse(request, endpoint, refusal(e)));
    }

    /** Null unless there is exactly one pair of credentials: of two, a proxy might look at one and we at the other. */
    private static @Nullable Credentials credentials(
            HttpServerRequest request, Endpoint endpoint, SubprotocolOffer offer) {
        List<String> given = new ArrayList<>(request.headers().getAll("Authorization"));
        if (endpoint.nativeJson() && offer.nativeJson()) {
            given.addAll(offer.authorization());
        }
        return Credentials.parse(given);
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

    private void authenticated(HttpServerRequest request, Endpoint endpoint, SubprotocolOffer offer, User user) {
        if (!Answers.channel(request).isActive()) {
            return; // gone while its password was checked
        }
        Refusal refusal =
                draining.getAsBoolean() ? new Refusal(503, "shutting down") : check.upgrade(request, endpoint, offer);
        if (refusal == null && RequestGuard.early(Answers.channel(request))) {
            refusal = new Refusal(400, "data before the handshake was answered");
        }
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
        if (request.headers().contains(SubprotocolOffer.HEADER)) {
            // Vert.x selects from the first of several such headers only, and credentials have no business further on.
            request.headers().set(SubprotocolOffer.HEADER, SubprotocolOffer.NATIVE_JSON);
        }
        Upgraded upgraded = new Upgraded(user, link, offer.nativeJson());
        Channel channel = Answers.channel(request);
        request.resume();
        request.toWebSocket()
                .onSuccess(socket -> open(channel, endpoint, upgraded))
                .onFailure(e -> {
                    LOG.info("handshake on {} from {} failed", endpoint.path(), Admission.addressOf(channel));
                    Linger.end(channel);
                });
    }

    private void open(Channel channel, Endpoint endpoint, Upgraded upgraded) {
        admission.upgraded(channel);
        RequestGuard.upgraded(channel);
        Endpoint.Session session = endpoint.session();
        Connection connection = Attach.server(channel, session.limits(upgraded), c -> session.open(c, upgraded));
        sessions.add(connection, upgraded.user());
        keepAlive.watch(connection);
        if (draining.getAsBoolean()) {
            connection.close(CloseCode.SHUTDOWN, "shutting down");
        }
    }

    private static void refuse(HttpServerRequest request, Endpoint endpoint, Refusal refusal) {
        Answers.refuse(request, endpoint.path(), refusal);
    }
}
