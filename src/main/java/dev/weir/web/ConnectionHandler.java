package dev.weir.web;

import io.netty.buffer.ByteBuf;

/** A session's side of a {@link Connection}. All calls come on the connection's loop. */
public interface ConnectionHandler {
    /** A whole message; text is valid UTF-8. The buffer is lent for the call. */
    void message(boolean text, ByteBuf buf, int at, int length);

    /**
     * A ping. It must be answered with {@link Connection#sendPong} once all that came before it on this socket took
     * effect; of several unanswered pings only the last needs an answer (RFC 6455 §5.5.3).
     */
    void ping(byte[] payload);

    /** A pong; unsolicited ones come here too. */
    default void pong(byte[] payload) {}

    /**
     * Whether the peer can be expected to read, and so to answer a ping; else silence says nothing and it is not pinged. Asked
     * by the keep-alive.
     */
    default boolean answersPings() {
        return true;
    }

    /** What waited in the outbox has gone out; more can be written. */
    default void drained() {}

    /**
     * The socket had been full and takes more, and nothing waits in the outbox. May come in the midst of a write: whoever wants to
     * send does so at the end of the turn.
     */
    default void writable() {}

    /** The service will close this connection soon; whoever has a way to tell the peer does so. */
    default void goingAway(int reconnectInMs) {}

    /** The socket is gone, for whatever reason. Told once, the last call. */
    void closed();
}
