package dev.weir.web.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** §5.5.2 and §5.5.3. */
abstract class ControlCases {
    @Test
    void answersPingsWithTheirPayload() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            for (int length : new int[] {0, 1, 8, 124, 125}) {
                byte[] payload = new byte[length];
                new Random(length).nextBytes(payload);
                ws.send(ws.frame(Frame.PING, payload));
                Frame pong = ws.readFrame();
                assertEquals(Frame.PONG, pong.opcode());
                assertArrayEquals(payload, pong.bytes());
            }
        }
    }

    @Test
    void answersTenPingsInOrder() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            for (int i = 0; i < 10; i++) {
                ws.ping("p" + i);
            }
            for (int i = 0; i < 10; i++) {
                assertEquals("p" + i, ws.readFrame().text());
            }
        }
    }

    @Test
    void answersPingsThatComeByteByByte() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            for (int i = 0; i < 10; i++) {
                for (byte b : ws.frame(Frame.PING, "p" + i).bytes()) {
                    ws.socket().write(new byte[] {b});
                }
            }
            for (int i = 0; i < 10; i++) {
                assertEquals("p" + i, ws.readFrame().text());
            }
        }
    }

    @Test
    void ignoresPongsNobodyAskedFor() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.pong(new byte[0]);
            ws.pong(new byte[125]);
            ws.roundTrip("still here");
        }
    }
}
