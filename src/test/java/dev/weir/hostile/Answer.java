package dev.weir.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.weir.testkit.End;
import dev.weir.testkit.Frame;
import dev.weir.testkit.FrameBytes;
import dev.weir.testkit.Http;
import dev.weir.testkit.RawResponse;
import dev.weir.testkit.RawSocket;
import dev.weir.testkit.RawWs;
import dev.weir.testkit.WsEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** How a server refuses: what it says, and that it ends the connection without a reset. */
final class Answer {
    private static final int MASK = 0x5ac1_09e7;

    private Answer() {}

    /** A handshake with which nothing is wrong. */
    static Http good(Server server) {
        return Http.upgrade(server.path(), RawWs.KEY).basic("hello", "test");
    }

    static RawResponse refused(Server server, int status, Http request) throws IOException {
        return refused(server, status, request.bytes());
    }

    static RawResponse refused(Server server, int status, byte[] request) throws IOException {
        try (RawSocket socket = RawSocket.tls(server.port())) {
            socket.write(request);
            RawResponse response = RawResponse.read(socket);
            assertEquals(status, response.status(), response.toString());
            assertEquals("close", response.header("Connection").orElse(""));
            assertNotEquals(End.RESET, socket.awaitEnd());
            return response;
        }
    }

    /** A masked frame. */
    static FrameBytes frame(int opcode, String text) {
        return FrameBytes.of(opcode, text).mask(MASK);
    }

    /** A masked frame. */
    static FrameBytes frame(int opcode, byte[] payload) {
        return FrameBytes.of(opcode, payload).mask(MASK);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** These bytes on an open WebSocket are answered with a Close of this code, and the connection ends. */
    static void closes(Server server, int code, byte[]... bytes) throws IOException {
        try (RawWs ws = RawWs.open(server.port(), server.path())) {
            ws.socket().write(join(bytes));
            closes(ws, code);
        }
    }

    static void closes(RawWs ws, int code) throws IOException {
        WsEnd.Closed closed = ws.awaitClose(false);
        assertEquals(code, closed.code(), closed.toString());
        assertNotEquals(End.RESET, closed.end());
    }

    /** A round trip on a connection to which messages may come. */
    static void pong(RawWs ws, String payload) throws IOException {
        ws.ping(payload);
        Frame frame = ws.readFrame();
        while (frame.opcode() != Frame.PONG || !frame.text().equals(payload)) {
            assertNotEquals(Frame.CLOSE, frame.opcode());
            frame = ws.readFrame();
        }
    }
}
