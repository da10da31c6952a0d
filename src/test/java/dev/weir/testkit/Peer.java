package dev.weir.testkit;

/** The server's end of one WebSocket at a {@link StandIn}; the test reads and writes it from its own thread. */
public final class Peer extends WsEnd {
    Peer(RawSocket socket, HttpHead request) {
        super(socket, request, false);
    }

    /** The path the client asked for. */
    public String path() {
        return head().word(1);
    }
}
