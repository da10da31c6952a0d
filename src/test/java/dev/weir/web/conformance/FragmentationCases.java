package dev.weir.web.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** §5.4. */
abstract class FragmentationCases {
    private static void fragments(RawWs ws, String... parts) throws IOException {
        for (int i = 0; i < parts.length; i++) {
            int opcode = i == 0 ? Frame.TEXT : Frame.CONTINUATION;
            ws.send(ws.frame(opcode, parts[i]).fin(i == parts.length - 1));
        }
    }

    @Test
    void joinsFragments() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            fragments(ws, "one ", "two ", "three");
            assertEquals("one two three", ws.readText());
            fragments(ws, "", "", "");
            assertEquals("", ws.readText());
            fragments(ws, "", "middle", "");
            assertEquals("middle", ws.readText());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 500, 4096})
    void joinsUpToTheLimit(int size) throws IOException {
        try (RawWs ws = EchoTest.open()) {
            int count = Math.min(EchoTest.FRAGMENTS_MAX, EchoTest.LIMIT / size);
            String[] parts = new String[count];
            java.util.Arrays.fill(parts, "f".repeat(size));
            fragments(ws, parts);
            assertEquals("f".repeat(size * count), ws.readText());
        }
    }

    @Test
    void answersControlFramesBetweenFragments() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.send(ws.frame(Frame.TEXT, "a").fin(false));
            ws.roundTrip("between");
            ws.send(ws.frame(Frame.CONTINUATION, "b").fin(false));
            ws.pong(new byte[] {1});
            ws.roundTrip("");
            ws.send(ws.frame(Frame.CONTINUATION, "c"));
            assertEquals("abc", ws.readText());
        }
    }

    @Test
    void closesWithinAMessage() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.send(ws.frame(Frame.TEXT, "a").fin(false));
            ws.sendClose(1000, "");
            assertEquals(1000, ws.awaitClose(false).code());
        }
    }
}
