package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Against another parser: 20,000 documents, most of them broken somewhere. Arrays and objects only, since for a bare
 * number the two differ by design: we read {@code 1x} as 1 and leave the rest, the other wants a space behind it.
 */
class JsonScannerTest {
    private static final String[] SCALARS = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "12",
        "-3.25",
        "1e9",
        "1E-7",
        "0.0e+0",
        "\"\"",
        "\"text\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u00e9\\ud83d\\ude00\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"é日😀\"",
        "1e999999999"
    };
    private static final String ODD = "{}[]\",:0123456789.eE+-\\utrfalsn \t\n\r\u0001/'xé\u2028";

    private final JsonScanner scanner = new JsonScanner();
    private final JsonFactory other = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonScanner.DEPTH_MAX)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private boolean ours(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        scanner.start(bytes, 0, bytes.length);
        return scanner.skipValue();
    }

    private boolean theirs(String text) {
        try (JsonParser parser = other.createParser(text)) {
            int depth = 0;
            do {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return false;
                }
                // Numbers and strings are looked at only when asked for.
                parser.getText();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void agreesWithAnotherParserOnWhatIsJson() {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        int good = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(space(random));
            container(text, random, 4);
            for (int n = random.nextInt(3); n > 0; n--) {
                mutate(text, random);
            }
            String document = text.toString();
            String first = document.strip();
            if (!first.startsWith("{") && !first.startsWith("[")) {
                continue;
            }
            boolean theirs = theirs(document);
            good += theirs ? 1 : 0;
            if (ours(document) != theirs) {
                fail("weir.seed " + seed + ": " + (theirs ? "JSON" : "no JSON") + " to the other: " + document);
            }
        }
        assertEquals(true, good > 4000 && good < 16_000, "a fair mix, not " + good);
    }

    private static void container(StringBuilder out, SplittableRandom random, int depth) {
        boolean array = random.nextBoolean();
        out.append(array ? '[' : '{').append(space(random));
        for (int n = random.nextInt(4), i = 0; i < n; i++) {
            out.append(i > 0 ? "," : "").append(space(random));
            if (!array) {
                out.append("\"k")
                        .append(i)
                        .append('"')
                        .append(space(random))
                        .append(':')
                        .append(space(random));
            }
            if (depth > 0 && random.nextInt(3) == 0) {
                container(out, random, depth - 1);
            } else {
                out.append(SCALARS[random.nextInt(SCALARS.length)]);
            }
            out.append(space(random));
        }
        out.append(array ? ']' : '}');
    }

    private static String space(SplittableRandom random) {
        return random.nextInt(4) == 0 ? " \n\r\t".substring(random.nextInt(4)) : "";
    }

    private static void mutate(StringBuilder text, SplittableRandom random) {
        int at = random.nextInt(text.length());
        char odd = ODD.charAt(random.nextInt(ODD.length()));
        // Half a character would be another text once encoded.
        boolean half = Character.isSurrogate(text.charAt(at));
        switch (half ? 3 : random.nextInt(4)) {
            case 0 -> text.setCharAt(at, odd);
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.insert(at, odd);
            default -> text.append(odd);
        }
        if (text.length() == 0) {
            text.append(odd);
        }
    }

    @Test
    void readsJustAsDeepAsItSays() {
        int max = JsonScanner.DEPTH_MAX;
        assertEquals(true, ours("[".repeat(max) + "]".repeat(max)));
        assertEquals(false, ours("[".repeat(max + 1) + "]".repeat(max + 1)));
        assertEquals(true, ours("{\"a\":".repeat(max) + "1" + "}".repeat(max)));
        assertEquals(true, ours("[{\"a\":".repeat(max / 2) + "1" + "}]".repeat(max / 2)));
        assertEquals(false, ours("[{\"a\":".repeat(max / 2) + "1" + "]}".repeat(max / 2)));
    }

    @Test
    void leavesWhatIsBehindTheFirstValue() {
        byte[] bytes = " [1] 2".getBytes(UTF_8);
        scanner.start(bytes, 0, bytes.length);
        assertEquals(true, scanner.skipValue());
        assertEquals('2', scanner.peek());
    }

    /** 50,000 strings that begin anywhere in the array, into targets that are too short, just right or too long. */
    @Test
    void decodesStringsAsAnotherParserDoes() throws IOException {
        String[] pieces = {
            "a",
            "bcd",
            "é",
            "日",
            "😀",
            "\\\"",
            "\\\\",
            "\\/",
            "\\n",
            "\\u0041",
            "\\u00e9",
            "\\ud83d\\ude00",
            " ",
            "\u007f"
        };
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder written = new StringBuilder("\"");
            boolean plain = random.nextBoolean();
            for (int n = random.nextInt(20); n > 0; n--) {
                written.append(pieces[random.nextInt(plain ? 2 : pieces.length)]);
            }
            String string = written.append('"').toString();
            byte[] expected = decoded(string).getBytes(UTF_8);
            byte[] target = new byte[random.nextInt(expected.length + 3)];
            String before = "x".repeat(random.nextInt(9));
            byte[] text = (before + string + "x".repeat(random.nextInt(9))).getBytes(UTF_8);
            int end = before.length() + string.getBytes(UTF_8).length;
            String at = "weir.seed " + seed + ": " + string + " into " + target.length;
            scanner.start(text, before.length() + 1, end);
            assertEquals(Math.min(expected.length, target.length + 1), scanner.string(target), at);
            int kept = Math.min(expected.length, target.length);
            // Half a character may be cut off where it is too long; all that is kept is from the front.
            assertEquals(new String(expected, 0, kept, ISO_8859_1), new String(target, 0, kept, ISO_8859_1), at);
            assertEquals(end, scanner.at(), at);
            scanner.start(text, before.length() + 1, end);
            assertEquals(true, scanner.skipString(), at);
            assertEquals(end, scanner.at(), at);
            scanner.start(text, before.length() + 1, end - 1);
            assertEquals(false, scanner.skipString(), at + ", cut");
            scanner.start(text, before.length() + 1, end - 1);
            assertEquals(-1, scanner.string(target), at + ", cut");
        }
    }

    private String decoded(String string) throws IOException {
        try (JsonParser parser = other.createParser(string)) {
            parser.nextToken();
            return parser.getText();
        }
    }

    /** Each byte at each place among plain ones. */
    @Test
    void endsAStringAtEveryControlCharacterAndNoOtherByte() {
        for (int b = 0; b < 256; b++) {
            for (int place = 0; place < 20; place++) {
                byte[] text = "xxxxxxxxxxxxxxxxxxxx\"".getBytes(UTF_8);
                text[place] = (byte) b;
                scanner.start(text, 0, text.length);
                boolean wrong = b < 0x20 || b == '\\';
                assertEquals(!wrong, scanner.skipString(), b + " at " + place);
                if (!wrong) {
                    assertEquals(b == '"' ? place + 1 : text.length, scanner.at(), b + " at " + place);
                }
            }
        }
    }

    @Test
    void namesAreTheirBytesWhenThereAreAtMostSixteen() {
        String[] names = {
            "id",
            "producer",
            "producers",
            "maxInFl\\u0069ght",
            "",
            "\\u0069d",
            "i\\u0000",
            "é",
            "\\ud800",
            "very long name\\n"
        };
        long producer = 0x70726f6475636572L;
        long[] expected = {0x6964, producer, producer, 0x6d6178496e466c69L, 0, 0x6964, 0, 0, 0, 0x76657279206c6f6eL};
        long[] rests = {0, 0, 0x73, 0x676874, 0, 0, 0, 0, 0, 0x67206e616d650aL};
        for (int i = 0; i < names.length; i++) {
            byte[] text = (names[i] + "\":").getBytes(UTF_8);
            scanner.start(text, 0, text.length);
            assertEquals(expected[i], scanner.name(), names[i]);
            assertEquals(rests[i], scanner.nameRest(), names[i]);
            assertEquals(true, scanner.take(':'), names[i]);
        }
        byte[] seventeen = "sixteen letters.x\":".getBytes(UTF_8);
        scanner.start(seventeen, 0, seventeen.length);
        assertEquals(List.of(JsonStrings.OTHER, 0L), List.of(scanner.name(), scanner.nameRest()));
        for (String broken : new String[] {"", "id", "id\u0001\"", "\\x\"", "producers"}) {
            byte[] text = broken.getBytes(UTF_8);
            scanner.start(text, 0, text.length);
            assertEquals(JsonStrings.BROKEN, scanner.name(), broken);
        }
    }
}
