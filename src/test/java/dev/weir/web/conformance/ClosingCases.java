package dev.weir.web.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.weir.testkit.End;
import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import dev.weir.testkit.WsEnd;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** §5.5.1 and §7. */
abstract class ClosingCases {
    private static void ends(RawWs ws, int code) throws IOException {
        WsEnd.Closed closed = ws.awaitClose(false);
        assertEquals(code, closed.code());
        assertNotEquals(End.RESET, closed.end());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999})
    void answersAGoodCodeWithTheSame(int code) throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.sendClose(code, "x".repeat(123));
            ends(ws, code);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535})
    void answersABadCodeWith1002(int code) throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.sendClose(code, "");
            ends(ws, 1002);
        }
    }

    @Test
    void answersACloseWithoutACodeWithTheSame() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.send(ws.frame(Frame.CLOSE, ""));
            ends(ws, 1005);
        }
    }

    @Test
    void closesOnHalfACode() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.send(ws.frame(Frame.CLOSE, "\3"));
            ends(ws, 1002);
        }
    }

    @Test
    void closesOnAReasonThatIsNotUtf8() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.send(ws.frame(Frame.CLOSE, new byte[] {3, (byte) 0xE8, (byte) 0xED, (byte) 0xA0, (byte) 0x80}));
            ends(ws, 1007);
        }
    }

    @Test
    void answersOnlyTheFirstOfTwoCloses() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.sendClose(1000, "");
            ws.sendClose(1001, "");
            assertEquals(1000, ws.readFrame().closeCode());
            assertEquals(0, ws.socket().readToEnd().length);
        }
    }

    @Test
    void sendsWhatWasDueBeforeItsClose() throws IOException {
        try (RawWs ws = EchoTest.open()) {
            ws.sendText("before");
            ws.sendClose(1000, "");
            ws.sendText("after");
            assertEquals("before", ws.readFrame().text());
            ends(ws, 1000);
        }
    }
}
