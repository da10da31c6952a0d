package dev.weir.client;

import java.util.Map;
import java.util.Set;

/** The life of a {@link Line}. */
enum LineState {
    /** Not asked for yet. */
    IDLE,
    /** TCP, TLS and handshake are under way. */
    CONNECTING,
    /** Open, and the server has not welcomed us yet. */
    GREETING,
    OPEN,
    /** Open, and the server has asked us to go: nothing new is sent. */
    LEAVING,
    /** Lost; comes back after a while. */
    WAITING,
    /** Closed by us or lost for good. */
    ENDED;

    private static final Map<LineState, Set<LineState>> MAY = Map.of(
            IDLE, Set.of(CONNECTING, ENDED),
            CONNECTING, Set.of(GREETING, WAITING, ENDED),
            GREETING, Set.of(OPEN, WAITING, ENDED),
            OPEN, Set.of(LEAVING, WAITING, ENDED),
            LEAVING, Set.of(WAITING, ENDED),
            WAITING, Set.of(CONNECTING, ENDED),
            ENDED, Set.of());

    LineState to(LineState next) {
        if (!MAY.getOrDefault(this, Set.of()).contains(next)) {
            throw new IllegalStateException(this + " to " + next);
        }
        return next;
    }
}
