package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
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
}
