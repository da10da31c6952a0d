package dev.weir.web.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** §5.2: lengths and opcodes of messages in one frame. */
abstract class FramingCases {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, EchoTest.LIMIT})
    void echoesTextOfThisLength(int length) throws IOException {
        try (RawWs ws = EchoTest.open()) {
            String text = "x".repeat(length);
            ws.sendText(text);
            assertEquals(text, ws.readText());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 128, 65_535, 65_536, EchoTest.LIMIT})
    void echoesBinaryOfThisLength(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        try (RawWs ws = EchoTest.open()) {
            ws.sendBinary(bytes);
            Frame frame = ws.readFrame();
            assertEquals(Frame.BINARY, frame.opcode());
            assertArrayEquals(bytes, frame.bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 997})
    void echoesWhateverThePiecesItComesIn(int piece) throws IOException {
        try (RawWs ws = EchoTest.open()) {
            String text = "κόσμε ".repeat(piece == 1 ? 20 : 500);
            byte[] frame = ws.frame(Frame.TEXT, text).bytes();
            for (int at = 0; at < frame.length; at += piece) {
                ws.socket().write(Arrays.copyOfRange(frame, at, Math.min(frame.length, at + piece)));
            }
            assertEquals(text, ws.readText());
        }
    }

    @Test
    void echoesManyMessagesInOneWrite() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            byte[] frame = ws.frame(Frame.TEXT, "many").bytes();
            byte[] all = new byte[1000 * frame.length];
            for (int i = 0; i < 1000; i++) {
                System.arraycopy(frame, 0, all, i * frame.length, frame.length);
            }
            ws.socket().write(all);
            for (int i = 0; i < 1000; i++) {
                assertEquals("many", ws.readText());
            }
        }
    }
}
