package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import java.io.IOException;

/** A popper that proves receipt of all that it reads. */
final class Popper implements AutoCloseable {
    /** With the narrow window of a new connection a large message may take seconds, in pieces that wait for each other. */
    private static final int WINDOW = 4 << 20;

    private final RawWs ws;

    Popper(Fleet fleet) throws IOException {
        ws = RawWs.openSmall(fleet.port(Fleet.QUEUE), "/popmsg", WINDOW);
    }

    /** The next message; waits for it. */
    String pop() throws IOException {
        Frame frame = ws.readFrame();
        while (frame.opcode() == Frame.PING) {
            ws.pong(frame.bytes());
            frame = ws.readFrame();
        }
        return frame.text();
    }

    /** Waits until the receipt of all that was read has been taken: it is for nobody else then. */
    void done() throws IOException {
        Frame ping = ws.readFrame();
        assertEquals(Frame.PING, ping.opcode());
        ws.pong(ping.bytes());
        ws.roundTrip("done");
    }

    @Override
    public void close() {
        ws.close();
    }
}
