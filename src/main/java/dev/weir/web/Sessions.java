package dev.weir.web;

import dev.weir.auth.Rights;
import dev.weir.auth.User;
import dev.weir.auth.Users;
import dev.weir.protocol.CloseCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of one server, with whom each belongs to. Closes those whose user or rights are withdrawn, and
 * all of them at the end. Owned by the server's loop.
 */
final class Sessions {
    private static final int RECONNECT_MIN_MS = 500;
    private static final int RECONNECT_SPREAD_MS = 4_500;

    private final Map<Connection, User> open = new HashMap<>();
    private @Nullable Promise<Void> emptied;

    void add(Connection connection, User user) {
        open.put(connection, user);
        connection.channel().closeFuture().addListener(gone -> remove(connection));
    }

    private void remove(Connection connection) {
        open.remove(connection);
        if (open.isEmpty() && emptied != null) {
            emptied.tryComplete();
        }
    }

    /** The files of users and rights changed. */
    void recheck(Users users) {
        for (Map.Entry<Connection, User> each : new ArrayList<>(open.entrySet())) {
            User user = each.getValue();
            Rights now = users.rights(user.name());
            if (!users.isUser(user.name())) {
                each.getKey().close(CloseCode.USER_GONE, "user removed");
            } else if (!now.equals(user.rights())) {
                each.getKey().close(CloseCode.RIGHTS, "rights changed: connect again");
            }
        }
    }

    /** Tells everybody who can be told; they are to come back at different times. */
    void goingAway() {
        for (Connection connection : new ArrayList<>(open.keySet())) {
            connection.goingAway(RECONNECT_MIN_MS + ThreadLocalRandom.current().nextInt(RECONNECT_SPREAD_MS));
        }
    }

    void pauseAll() {
        open.keySet().forEach(Connection::pauseReading);
    }

    /** Sends everybody a Close; done when the last socket is gone. */
    Future<Void> closeAll(CloseCode code, String reason) {
        Promise<Void> done = Promise.promise();
        if (open.isEmpty()) {
            return Future.succeededFuture();
        }
        emptied = done;
        for (Connection connection : new ArrayList<>(open.keySet())) {
            connection.close(code, reason);
        }
        return done.future();
    }
}
