package dev.weir.msgqueue;

import dev.weir.auth.User;
import dev.weir.config.ServiceConfig;
import dev.weir.link.Intake;
import dev.weir.link.SeedPublishSession;
import dev.weir.link.SeedScratch;
import dev.weir.link.WireEdge;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import dev.weir.web.ConnectionLimits;
import dev.weir.web.Endpoint;
import java.util.List;
import java.util.function.BiFunction;

/** {@code /pushmsg} and {@code /popmsg}: a Weir edge gets a link on either, anybody else the seed's protocol. */
final class QueueEndpoints {
    private final ServiceConfig config;
    private final QueueLoop loop;
    private final LocalDoor door;
    private final Intake pushed;
    private final SeedScratch scratch = new SeedScratch();

    QueueEndpoints(ServiceConfig config, QueueLoop loop, LocalDoor door, Intake pushed) {
        this.config = config;
        this.loop = loop;
        this.door = door;
        this.pushed = pushed;
    }

    List<Endpoint> all() {
        return List.of(
                new Endpoint("/pushmsg", true, session(this::push)), new Endpoint("/popmsg", true, session(this::pop)));
    }

    private ConnectionHandler push(Connection connection, User user) {
        return new SeedPublishSession(connection, pushed, user.rights(), scratch);
    }

    private ConnectionHandler pop(Connection connection, User user) {
        return new PopSession(connection, loop, config.queue().popUnackedBytesMax());
    }

    private Endpoint.Session session(BiFunction<Connection, User, ConnectionHandler> maker) {
        // A popper's outbox is bounded by what may be unacknowledged, not by being closed as slow.
        Endpoint.Session seed = Endpoint.Session.of(ConnectionLimits.of(config.limits(), Long.MAX_VALUE), maker);
        return new Endpoint.Session() {
            @Override
            public ConnectionHandler open(Connection connection, Endpoint.Upgraded upgraded) {
                return upgraded.link() ? new WireEdge(connection, door::openWire) : seed.open(connection, upgraded);
            }

            @Override
            public ConnectionLimits limits(Endpoint.Upgraded upgraded) {
                return upgraded.link() ? WireEdge.limits() : seed.limits(upgraded);
            }
        };
    }
}
