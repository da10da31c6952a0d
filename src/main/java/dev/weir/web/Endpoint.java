package dev.weir.web;

import dev.weir.auth.User;
import java.util.function.BiFunction;

/**
 * A path that can be upgraded to a WebSocket.
 *
 * @param serviceOnly whether only users with the {@code service} right get in; others get 403
 * @param nativeJson whether the native protocol can be asked for; where it cannot, an offer is answered with 400
 * @param session makes the session of a new connection
 */
public record Endpoint(String path, boolean serviceOnly, boolean nativeJson, Session session) {
    /** Header of a handshake, and of its answer, by which two Weir services know each other. */
    public static final String LINK_HEADER = "Weir-Link";

    public static final String LINK_VERSION = "1";

    /** An endpoint that does not speak the native protocol. */
    public Endpoint(String path, boolean serviceOnly, Session session) {
        this(path, serviceOnly, false, session);
    }

    /** Makes sessions. */
    public interface Session {
        /** One connection's handler; called once the handshake is answered. */
        ConnectionHandler open(Connection connection, Upgraded upgraded);

        /** What a connection may take; asked before {@link #open}. */
        ConnectionLimits limits(Upgraded upgraded);

        /** Sessions that differ only in their user. */
        static Session of(ConnectionLimits limits, BiFunction<Connection, User, ConnectionHandler> maker) {
            return of(limits, maker, maker);
        }

        /** Sessions that differ in their user and in which of the two protocols for clients they speak. */
        static Session of(
                ConnectionLimits limits,
                BiFunction<Connection, User, ConnectionHandler> seed,
                BiFunction<Connection, User, ConnectionHandler> nativeJson) {
            return new Session() {
                @Override
                public ConnectionHandler open(Connection connection, Upgraded upgraded) {
                    return (upgraded.nativeJson() ? nativeJson : seed).apply(connection, upgraded.user());
                }

                @Override
                public ConnectionLimits limits(Upgraded upgraded) {
                    return limits;
                }
            };
        }
    }

    /**
     * What the handshake told.
     *
     * @param link whether the other side is a Weir edge that speaks the link protocol
     * @param nativeJson whether the client speaks {@code weir.v1.json} from its first message on
     */
    public record Upgraded(User user, boolean link, boolean nativeJson) {}
}
