package dev.weir.hostile;

import static dev.weir.hostile.Answer.closes;
import static dev.weir.hostile.Answer.frame;
import static dev.weir.hostile.LogWatch.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Frame;
import dev.weir.testkit.FrameBytes;
import dev.weir.testkit.RawSocket;
import dev.weir.testkit.RawWs;
import java.io.IOException;

/** Frames that break RFC 6455 §5. */
abstract class FrameRows {
    private static final byte[] BEGUN = frame(Frame.TEXT, SECRET).fin(false).bytes();

    @Row("F01")
    void closesOnAnUnmaskedFrame(Server server) throws IOException {
        closes(server, 1002, FrameBytes.of(Frame.TEXT, SECRET).bytes());
        closes(server, 1002, FrameBytes.of(Frame.PING, "").bytes());
    }

    @Row("F02")
    void closesOnAReservedBit(Server server) throws IOException {
        for (int rsv = 1; rsv < 8; rsv++) {
            closes(server, 1002, frame(Frame.TEXT, SECRET).rsv(rsv).bytes());
        }
        closes(server, 1002, frame(Frame.PING, "").rsv(4).bytes());
        closes(server, 1002, new byte[] {(byte) 0xC1});
    }

    @Row("F03")
    void closesOnAReservedOpcode(Server server) throws IOException {
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            closes(server, 1002, frame(opcode, SECRET).bytes());
        }
        closes(server, 1002, new byte[] {(byte) 0x83});
    }

    @Row("F04")
    void closesOnAFragmentedControlFrame(Server server) throws IOException {
        for (int opcode : new int[] {Frame.CLOSE, Frame.PING, Frame.PONG}) {
            closes(server, 1002, frame(opcode, "").fin(false).bytes());
        }
    }

    @Row("F05")
    void closesOnALongControlFrame(Server server) throws IOException {
        for (int opcode : new int[] {Frame.CLOSE, Frame.PING, Frame.PONG}) {
            closes(server, 1002, frame(opcode, "x".repeat(126)).bytes());
            closes(server, 1002, frame(opcode, "x").lengthBits(16).bytes());
        }
    }

    @Row("F06")
    void closesOnAContinuationOfNothing(Server server) throws IOException {
        closes(server, 1002, frame(Frame.CONTINUATION, SECRET).bytes());
        closes(server, 1002, frame(Frame.CONTINUATION, SECRET).fin(false).bytes());
    }

    @Row("F07")
    void closesOnAMessageWithinAMessage(Server server) throws IOException {
        closes(server, 1002, BEGUN, frame(Frame.TEXT, SECRET).bytes());
        closes(server, 1002, BEGUN, frame(Frame.BINARY, SECRET).bytes());
    }

    @Row("F08")
    void closesOnALengthNotInItsShortestForm(Server server) throws IOException {
        closes(server, 1002, frame(Frame.TEXT, SECRET).lengthBits(16).bytes());
        closes(server, 1002, frame(Frame.TEXT, SECRET).lengthBits(64).bytes());
        closes(server, 1002, frame(Frame.TEXT, "x".repeat(1000)).lengthBits(64).bytes());
        closes(server, 1002, frame(Frame.TEXT, SECRET).declaredLength(-1).bytes());
        closes(
                server,
                1002,
                frame(Frame.TEXT, SECRET).declaredLength(Long.MIN_VALUE + 5).bytes());
    }

    @Row("F09")
    void closesOnACloseCodeNobodyMaySend(Server server) throws IOException {
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535}) {
            closes(
                    server,
                    1002,
                    frame(Frame.CLOSE, FrameBytes.closePayload(code, SECRET)).bytes());
        }
        closes(server, 1002, frame(Frame.CLOSE, "x").bytes());
    }

    @Row("F10")
    void closesOnACloseReasonThatIsNotUtf8(Server server) throws IOException {
        closes(
                server,
                1007,
                frame(Frame.CLOSE, new byte[] {3, (byte) 0xE8, (byte) 0xC0, (byte) 0xAF})
                        .bytes());
    }

    @Row(value = "F19", logged = false)
    void ignoresWhatFollowsAClose(Server server) throws IOException {
        byte[] close = frame(Frame.CLOSE, FrameBytes.closePayload(1000, "")).bytes();
        byte[] after = frame(Frame.TEXT, "{\"Topic\":\"bystander\",\"Content\":\"" + SECRET + "\"}")
                .bytes();
        byte[] wrong = FrameBytes.of(Frame.TEXT, SECRET).rsv(7).bytes();
        closes(server, 1000, close, after, frame(Frame.PING, SECRET).bytes(), wrong, close);
    }

    @Row("F20")
    void declinesCompression(Server server) throws IOException {
        String offer = "permessage-deflate; client_max_window_bits, x-webkit-deflate-frame";
        RawSocket socket = RawSocket.tls(server.port());
        try (RawWs ws = RawWs.over(socket, Answer.good(server).add("Sec-WebSocket-Extensions", offer))) {
            assertTrue(ws.head().all("Sec-WebSocket-Extensions").isEmpty());
            Answer.pong(ws, "plain");
            ws.send(frame(Frame.TEXT, SECRET).rsv(4));
            closes(ws, 1002);
        }
    }

    @Row(value = "F21", logged = false)
    void takesBinaryOnlyIfItIsText(Server server) throws IOException {
        try (RawWs ws = RawWs.open(server.port(), server.path())) {
            ws.sendBinary("{\"Topic\":\"nobody\",\"Content\":\"é\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            Answer.pong(ws, "taken");
            ws.sendBinary(new byte[] {'{', (byte) 0xFF, '}'});
            if (server.pops()) {
                Answer.pong(ws, "ignored");
            } else {
                assertEquals(1003, ws.awaitClose().code());
            }
        }
    }
}
