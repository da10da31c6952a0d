package dev.weir.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of RFC 6455 §5.7, and lengths around the borders of their three encodings. */
class FrameBytesTest {
    @Test
    void drawsTheExamplesOfTheRfc() {
        assertHex("810548656c6c6f", FrameBytes.of(Frame.TEXT, "Hello"));
        assertHex("818537fa213d7f9f4d5158", FrameBytes.of(Frame.TEXT, "Hello").mask(0x37fa213d));
        assertHex("010348656c", FrameBytes.of(Frame.TEXT, "Hel").fin(false));
        assertHex("80026c6f", FrameBytes.of(Frame.CONTINUATION, "lo"));
        assertHex("890548656c6c6f", FrameBytes.of(Frame.PING, "Hello"));
    }

    @Test
    void drawsWhatNoHonestClientSends() {
        assertHex("f10141", FrameBytes.of(Frame.TEXT, "A").rsv(7));
        assertHex("817e000141", FrameBytes.of(Frame.TEXT, "A").lengthBits(16));
        assertHex("817f000000000000000141", FrameBytes.of(Frame.TEXT, "A").lengthBits(64));
        assertHex("827f0000010000000000", FrameBytes.of(Frame.BINARY, "").declaredLength(1L << 40));
        assertHex("880203f4", FrameBytes.of(Frame.CLOSE, FrameBytes.closePayload(1012, "")));
    }

    @Test
    void readsEveryLengthItDraws() throws Exception {
        for (int length : new int[] {0, 125, 126, 127, 65535, 65536, 70000}) {
            assertArrayEquals(new byte[length], throughASocket(FrameBytes.of(Frame.BINARY, new byte[length])));
        }
    }

    @Test
    void refusesLengthsNotWrittenTheShortestWay() {
        FrameBytes sixteen = FrameBytes.of(Frame.TEXT, "A").lengthBits(16);
        assertThrows(AssertionError.class, () -> throughASocket(sixteen));
        FrameBytes sixtyFour = FrameBytes.of(Frame.TEXT, "A").lengthBits(64);
        assertThrows(AssertionError.class, () -> throughASocket(sixtyFour));
    }

    @Test
    void acceptKeyIsThatOfTheRfc() {
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", RawWs.accept(RawWs.KEY));
    }

    private static byte[] throughASocket(FrameBytes frame) throws IOException, InterruptedException {
        try (StandIn service = StandIn.tls();
                RawWs client = RawWs.open(service.port(), "/");
                Peer peer = service.accept()) {
            client.send(frame.mask(1));
            return peer.readFrame().bytes();
        }
    }

    private static void assertHex(String hex, FrameBytes frame) {
        assertEquals(hex, HexFormat.of().formatHex(frame.bytes()));
    }
}
