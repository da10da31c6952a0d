package dev.weir.web.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.Frame;
import dev.weir.testkit.FrameBytes;
import dev.weir.testkit.RawWs;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** §5.1, §5.2: reserved bits and opcodes, masks; and limits. What came before the breach is still answered. */
abstract class BreachCases {
    private static void closes(int code, FrameBytes... frames) throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.sendText("before");
            for (FrameBytes frame : frames) {
                ws.send(frame);
            }
            assertEquals("before", ws.readFrame().text());
            assertEquals(code, ws.awaitClose().code());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void closesOnReservedBits(int rsv) throws IOException {
        for (int opcode : new int[] {Frame.TEXT, Frame.BINARY, Frame.PING, Frame.CLOSE}) {
            closes(1002, FrameBytes.of(opcode, "").mask(1).rsv(rsv));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void closesOnReservedOpcodes(int opcode) throws IOException {
        closes(1002, FrameBytes.of(opcode, "").mask(1));
        closes(1002, FrameBytes.of(opcode, "x".repeat(100)).mask(1));
    }

    @Test
    void closesOnFramesWithoutAMask() throws IOException {
        closes(1002, FrameBytes.of(Frame.TEXT, "x"));
    }

    @Test
    void takesAMaskOfZeros() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.send(FrameBytes.of(Frame.TEXT, "as it is").mask(0));
            assertEquals("as it is", ws.readText());
        }
    }

    @Test
    void closesOnFragmentsOutOfPlace() throws IOException {
        FrameBytes begun = FrameBytes.of(Frame.TEXT, "a").mask(1).fin(false);
        closes(1002, FrameBytes.of(Frame.CONTINUATION, "x").mask(1));
        closes(1002, begun, FrameBytes.of(Frame.TEXT, "b").mask(1));
        closes(1002, begun, FrameBytes.of(Frame.PING, "b").mask(1).fin(false));
    }

    @Test
    void closesOverTheLimits() throws IOException {
        closes(1009, FrameBytes.of(Frame.TEXT, "x".repeat(EchoTest.LIMIT + 1)).mask(1));
        closes(1009, FrameBytes.of(Frame.BINARY, "").mask(1).declaredLength(1L << 40));
        FrameBytes[] many = new FrameBytes[EchoTest.FRAGMENTS_MAX + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = FrameBytes.of(i == 0 ? Frame.BINARY : Frame.CONTINUATION, "")
                    .mask(1)
                    .fin(false);
        }
        closes(1009, many);
    }
}
