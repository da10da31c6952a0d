package dev.weir.web.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** §8.1 and RFC 3629; each text whole, and in two fragments cut at every byte. */
abstract class Utf8Cases {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "7f",
                "c280",
                "dfbf",
                "e0a080",
                "e18080",
                "ecbfbf",
                "ed9fbf",
                "ee8080",
                "efbfbd",
                "efbfbe",
                "efbfbf",
                "f0908080",
                "f09fbfbe",
                "f1bfbfbf",
                "f48fbfbf",
                "cebae1bdb9cf83cebcceb5",
                "efbbbf61",
                "61cc81",
                "e282acf09f9880c3a9"
            })
    void passesGoodText(String hex) throws IOException {
        byte[] good = HexFormat.of().parseHex(hex);
        try (RawWs ws = EchoTest.open()) {
            for (int cut = 0; cut <= good.length; cut++) {
                sendCut(ws, good, cut);
                assertArrayEquals(good, ws.readFrame().bytes());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c0",
                "c080",
                "c1bf",
                "c2",
                "c241",
                "e0",
                "e080",
                "e08080",
                "e09fbf",
                "e1",
                "e180",
                "e18041",
                "eda080",
                "edadbf",
                "edbfbf",
                "eda081edb081",
                "f0",
                "f0808080",
                "f08fbfbf",
                "f090",
                "f09080",
                "f0908041",
                "f4908080",
                "f5808080",
                "f7bfbfbf",
                "f888808080",
                "fbbfbfbfbf",
                "fc8480808080",
                "fdbfbfbfbfbf",
                "fe",
                "ff",
                "61ff62",
                "cebae1bdb9cf83cebcceb5eda080656469746564"
            })
    void closesOnBadText(String hex) throws IOException {
        byte[] bad = HexFormat.of().parseHex(hex);
        for (int cut = 0; cut <= bad.length; cut++) {
            try (RawWs ws = EchoTest.open()) {
                sendCut(ws, bad, cut);
                assertEquals(1007, ws.awaitClose().code(), "cut at " + cut);
            }
        }
    }

    private static void sendCut(RawWs ws, byte[] text, int cut) throws IOException {
        byte[] first = ws.frame(Frame.TEXT, Arrays.copyOf(text, cut)).fin(false).bytes();
        byte[] second = ws.frame(Frame.CONTINUATION, Arrays.copyOfRange(text, cut, text.length))
                .bytes();
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        ws.socket().write(both);
    }
}
