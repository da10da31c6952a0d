package dev.weir.hostile;

import static dev.weir.hostile.Answer.closes;
import static dev.weir.hostile.Answer.frame;
import static dev.weir.hostile.LogWatch.SECRET;

import dev.weir.testkit.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Text that is not UTF-8 (RFC 3629). */
abstract class TextRows {
    private static final byte[] GOOD = (SECRET + " κόσμε ").getBytes(StandardCharsets.UTF_8);

    /** A lone continuation, overlong forms, surrogates, beyond U+10FFFF, bytes UTF-8 never has, cut short. */
    private static final List<byte[]> BAD = List.of(
            hex("80"),
            hex("c0af"),
            hex("c1bf"),
            hex("e080af"),
            hex("f08080af"),
            hex("eda080"),
            hex("edbfbf"),
            hex("eda080edb080"),
            hex("f4908080"),
            hex("f5808080"),
            hex("fe"),
            hex("ff"),
            hex("c328"),
            hex("e228a1"));

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Row("F16")
    void closesOnTextThatIsNotUtf8(Server server) throws IOException {
        for (byte[] bad : BAD) {
            closes(server, 1007, frame(Frame.TEXT, Answer.join(GOOD, bad, GOOD)).bytes());
        }
        for (String cut : new String[] {"c3", "e282", "f09f98"}) {
            closes(server, 1007, frame(Frame.TEXT, Answer.join(GOOD, hex(cut))).bytes());
        }
    }

    @Row("F17")
    void closesOnBadTextSplitOverFragments(Server server) throws IOException {
        for (byte[] bad : BAD) {
            byte[] first = frame(Frame.TEXT, Answer.join(GOOD, new byte[] {bad[0]}))
                    .fin(false)
                    .bytes();
            byte[] rest = java.util.Arrays.copyOfRange(bad, 1, bad.length);
            closes(
                    server,
                    1007,
                    first,
                    frame(Frame.CONTINUATION, Answer.join(rest, GOOD)).bytes());
        }
        byte[] cut = frame(Frame.TEXT, hex("e282")).fin(false).bytes();
        closes(server, 1007, cut, frame(Frame.CONTINUATION, "").bytes());
    }

    @Row("F18")
    void closesOnBadTextBeforeItsFrameIsWhole(Server server) throws IOException {
        for (byte[] bad : BAD) {
            closes(
                    server,
                    1007,
                    frame(Frame.TEXT, Answer.join(GOOD, bad))
                            .declaredLength(60_000)
                            .lengthBits(16)
                            .bytes());
        }
    }
}
