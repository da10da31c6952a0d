package dev.weir.web;

/**
 * <pre>
 *   OPEN ──our Close──▶ CLOSE_SENT ──the peer's Close, its end, or the time limit──▶ CLOSED
 *   OPEN ──the peer's Close, answered────────────────────────────────────────────▶ CLOSED
 *   OPEN ──the socket breaks─────────────────────────────────────────────────────▶ CLOSED
 * </pre>
 */
enum ConnectionState {
    OPEN,
    CLOSE_SENT,
    CLOSED;

    ConnectionState to(ConnectionState next) {
        if (next == this || next == OPEN || this == CLOSED) {
            throw new IllegalStateException(this + " cannot become " + next);
        }
        return next;
    }
}
