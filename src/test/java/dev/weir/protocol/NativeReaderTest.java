package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeReaderTest {
    private final NativeReader reader = new NativeReader();

    private List<String> read(String message) {
        return NativeGolden.read(reader, message);
    }

    /** The one frame of a message, in words. */
    private String one(String message) {
        List<String> frames = read(message);
        assertEquals(1, frames.size(), message + " is " + frames);
        return frames.get(0);
    }

    private void refused(String error, String message) {
        String frame = one(message);
        assertTrue(frame.startsWith("error id=" + error), message + " is " + frame);
    }

    private static String publish(String members) {
        return "{\"type\":\"publish\",\"id\":7,\"topic\":\"t\"" + members + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "17",
                "\"publish\"",
                "x",
                "{",
                "}",
                "]",
                "{}}",
                "{\"type\":\"ping\"",
                "{\"type\":\"ping\"} {\"type\":\"ping\"}",
                "{\"type\":\"ping\"},",
                "{\"type\":\"ping\"}\u0000",
                "{\"type\":\"ping\",}",
                "{'type':'ping'}",
                "{\"type\":\"ping\" \"id\":1}",
                "\uFEFF{\"type\":\"ping\"}",
                "[]",
                "[",
                "[,]",
                "[null]",
                "[[{\"type\":\"ping\"}]]"
            })
    void oneErrorAnswersWhatIsNoFrame(String message) {
        refused("null 400 badFrame retryable=false: ", message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"type\":null",
                ",\"type\":5",
                ",\"type\":\"Ping\"",
                ",\"type\":\"pings\"",
                ",\"Type\":\"ping\""
            })
    void anUnknownTypeIsAnErrorWithTheId(String member) {
        refused("9 400 badFrame retryable=false: type: ", "{\"id\":9" + member + "}");
    }

    @Test
    void unknownMembersAreIgnored() {
        assertEquals(
                "ping id=1", one("{\"a\":[{\"id\":3}],\"type\":\"\\u0070ing\",\"id\":1,\"a\":1,\"idididididid\":2}"));
        assertEquals("ping id=null", one("{\"\\u0000id\":1,\"type\":\"ping\",\"\":2,\"\\u0000\\u0000\":3}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9 | \"id\":9,\"type\":\"ping\",\"type\":\"ping\"",
                "null | \"id\":9,\"type\":\"ping\",\"id\":9",
                "9 | \"id\":9,\"type\":\"ping\",\"topic\":1,\"t\\u006fpic\":1"
            })
    void aMemberThatIsThereTwiceIsRefused(String id, String members) {
        refused(id + " 400 badFrame retryable=false: a member is there twice", "{" + members + "}");
    }

    @Test
    void anIdComesBackAsItWasWritten() {
        for (String id : List.of(
                "0", "-1", "9007199254740991", "\"\"", "\"\\u0061\\\"\\ud800é\"", "\"" + "x".repeat(128) + "\"")) {
            assertEquals("ping id=" + id, one("{\"type\":\"ping\",\"id\": " + id + " }"));
            refused(id + " 400 badTopic", "{\"type\":\"publish\",\"id\":" + id + ",\"data\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "1.0", "1e3", "9007199254740992", "-9007199254740992", "true", "{}", "[1]", "1e999999999"
            })
    void anIdIsAShortStringOrAnInteger(String id) {
        refused("null 400 badFrame retryable=false: id: ", "{\"type\":\"ping\",\"id\":" + id + "}");
        refused("null 400 badFrame", "{\"type\":\"ping\",\"id\":\"" + "x".repeat(129) + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"topic\":null",
                ",\"topic\":5",
                ",\"topic\":[\"t\"]",
                ",\"topic\":\"\"",
                ",\"topic\":\"$own\"",
                ",\"topic\":\"\\u0024own\"",
                ",\"topic\":\"a/+\"",
                ",\"topic\":\"#\"",
                ",\"topic\":\"a\\u002bb\"",
                ",\"topic\":\"a\\u0000\"",
                ",\"topic\":\"a\\nb\"",
                ",\"topic\":\"\\u001b[31m\"",
                ",\"topic\":\"a\\u202eb\"",
                ",\"topic\":\"a\u202eb\"",
                ",\"topic\":\"\\ud800\"",
                ",\"topic\":\"a\\udc00b\"",
                ",\"topic\":\"a\\u0085\""
            })
    void aTopicThatCannotBePublishedToIsRefused(String member) {
        refused("8 400 badTopic retryable=false: ", "{\"type\":\"publish\",\"data\":1" + member + ",\"id\":8}");
    }

    @Test
    void aTopicIsAtMost255BytesLong() {
        String longest = "é".repeat(127) + "x";
        String start = "{\"type\":\"publish\",\"data\":1,\"topic\":\"";
        assertTrue(one(start + longest + "\"}").contains("topic=" + longest + " "));
        for (String topic : List.of(longest + "x", "é".repeat(128), "x".repeat(65_536))) {
            refused("null 400 badTopic", start + topic + "\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "0",
                "-0.5e+7",
                "1e999999999",
                "\"\\ud800\"",
                "\"<script>\"",
                "[ ]",
                "{\"a\" :\t1}",
                "false"
            })
    void dataIsAnyJsonAsWritten(String data) {
        assertTrue(one(publish(" ,\"data\" : " + data + " ")).endsWith(" data=" + data));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"data\":1,\"dataB64\":\"\"",
                ",\"dataB64\":null",
                ",\"dataB64\":5",
                ",\"dataB64\":\"A\"",
                ",\"dataB64\":\"AA\"",
                ",\"dataB64\":\"AAA\"",
                ",\"dataB64\":\"A===\"",
                ",\"dataB64\":\"====\"",
                ",\"dataB64\":\"AB==\"",
                ",\"dataB64\":\"AAB=\"",
                ",\"dataB64\":\"AA==AAAA\"",
                ",\"dataB64\":\"AA AA\"",
                ",\"dataB64\":\"-_-_\"",
                ",\"dataB64\":\"é==\"",
                ",\"data\":1,\"key\":\"\"",
                ",\"data\":1,\"key\":null",
                ",\"data\":1,\"key\":\"\\ud800\"",
                ",\"data\":1,\"headers\":null",
                ",\"data\":1,\"headers\":[]",
                ",\"data\":1,\"headers\":\"a\"",
                ",\"data\":1,\"headers\":{\"a\":1}",
                ",\"data\":1,\"headers\":{\"a\":\"b\",\"\\u0061\":\"c\"}",
                ",\"data\":1,\"headers\":{\"a\":{\"b\":\"c\"}}",
                ",\"data\":1,\"producer\":\"p\"",
                ",\"data\":1,\"seq\":1",
                ",\"data\":1,\"producer\":\"\",\"seq\":1",
                ",\"data\":1,\"producer\":\"a\\nb\",\"seq\":1",
                ",\"data\":1,\"producer\":5,\"seq\":1",
                ",\"data\":1,\"producer\":\"p\",\"seq\":0",
                ",\"data\":1,\"producer\":\"p\",\"seq\":-1",
                ",\"data\":1,\"producer\":\"p\",\"seq\":1.5",
                ",\"data\":1,\"producer\":\"p\",\"seq\":\"1\"",
                ",\"data\":1,\"producer\":\"p\",\"seq\":9007199254740992",
                ",\"data\":1,\"producer\":\"p\",\"seq\":1e999999999",
                ",\"data\":1,\"producer\":\"p\",\"seq\":18446744073709551617"
            })
    void aPublishWithAWrongMemberIsRefused(String members) {
        refused("7 400 badFrame retryable=false: ", publish(members));
    }

    @Test
    void partsGoUpToTheirLimitsAndNoFurther() {
        String key = "k".repeat(255);
        String producer = "p".repeat(128);
        String headers = "{\"a\":\"" + "h".repeat(8192 - 8) + "\"}";
        String frame = one(publish(",\"data\":1,\"key\":\"" + key + "\",\"producer\":\"" + producer
                + "\",\"seq\":9007199254740991,\"headers\":" + headers));
        assertEquals(
                "publish id=7 topic=t key=" + key + " headers=" + headers + " producer=hello:" + producer
                        + " seq=9007199254740991 data=1",
                frame);
        refused("7 400 badFrame", publish(",\"data\":1,\"key\":\"" + key + "k\""));
        refused("7 400 badFrame", publish(",\"data\":1,\"seq\":1,\"producer\":\"" + producer + "p\""));
        refused("7 400 badFrame", publish(",\"data\":1,\"headers\":" + headers.replace("{", "{ ")));
        refused("7 400 badFrame", publish(",\"data\":1,\"headers\":" + headersNamed(65)));
        assertTrue(one(publish(",\"data\":1,\"headers\":" + headersNamed(64))).contains("n63"));
    }

    private static String headersNamed(int count) {
        StringBuilder headers = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            headers.append(i > 0 ? "," : "").append("\"n").append(i).append("\":\"\"");
        }
        return headers.append('}').toString();
    }

    @Test
    void base64ComesOutAsItsBytes() {
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length];
            new SplittableRandom(length).nextBytes(bytes);
            String text = java.util.Base64.getEncoder().encodeToString(bytes);
            String hex = java.util.HexFormat.of().formatHex(bytes);
            assertTrue(one(publish(",\"dataB64\":\"" + text + "\"")).endsWith("bytes=" + hex));
            assertTrue(one(publish(",\"dataB64\":\"" + text.replace("/", "\\/") + "\""))
                    .endsWith("bytes=" + hex));
        }
        String large = java.util.Base64.getEncoder().encodeToString(new byte[200_000]);
        assertTrue(one(publish(",\"dataB64\":\"" + large + "\"")).endsWith("bytes=" + "00".repeat(200_000)));
        assertTrue(one(publish(",\"dataB64\":\"AA==\"")).endsWith("bytes=00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"filter\":null",
                ",\"filter\":\"\"",
                ",\"filter\":\"a+\"",
                ",\"filter\":\"#/a\"",
                ",\"filter\":\"a\\u0000\"",
                ",\"filter\":\"\\ud800\""
            })
    void aFilterThatIsNoneIsRefused(String member) {
        refused("3 400 badFilter retryable=false: ", "{\"id\":3,\"type\":\"subscribe\"" + member + "}");
        refused("3 400 badFilter retryable=false: ", "{\"id\":3,\"type\":\"unsubscribe\"" + member + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"from\":null",
                "\"from\":42",
                "\"from\":\"New\"",
                "\"from\":{}",
                "\"from\":{\"offset\":1}",
                "\"from\":{\"epoch\":\"k3\"}",
                "\"from\":{\"offset\":-1,\"epoch\":\"k3\"}",
                "\"from\":{\"offset\":1,\"epoch\":\"\"}",
                "\"from\":{\"offset\":1,\"epoch\":3}",
                "\"from\":{\"offset\":1,\"epoch\":\"k3\",\"time\":1}",
                "\"from\":{\"offset\":1,\"offset\":1,\"epoch\":\"k3\"}",
                "\"from\":{\"time\":-1}",
                "\"from\":{\"time\":1.5}",
                "\"from\":{\"time\":1,\"last\":1}",
                "\"from\":{\"last\":0}",
                "\"from\":{\"last\":10001}",
                "\"from\":{\"last\":9007199254740991}",
                "\"from\":{\"last\":\"1\"}",
                "\"onSlow\":null",
                "\"onSlow\":\"\"",
                "\"onSlow\":\"catchup\""
            })
    void aSubscriptionWithAWrongMemberIsRefused(String member) {
        refused(
                "3 400 badFrame retryable=false: ",
                "{\"id\":3,\"type\":\"subscribe\",\"filter\":\"a\"," + member + "}");
    }

    @Test
    void lastIsForOneTopicOnly() {
        String frame = "{\"id\":3,\"type\":\"subscribe\",\"from\":{\"last\":1},\"filter\":";
        assertTrue(one(frame + "\"a/b\"}").contains("Last[count=1]"));
        refused("3 400 badFrame retryable=false: from: last", frame + "\"a/+\"}");
        refused("3 400 badFrame retryable=false: from: last", frame + "\"a/#\"}");
    }

    @Test
    void aBatchGoesOnBehindABadFrameButNotBehindBrokenJson() {
        String ping = "{\"type\":\"ping\",\"id\":1}";
        assertEquals(3, read("[" + ping + ",{}," + ping + "]").size());
        List<String> broken = read("[" + ping + ",{\"id\":2,\"type\":ping}," + ping + "]");
        assertEquals(2, broken.size());
        assertTrue(broken.get(1).startsWith("error id=2 400 badFrame"), broken.toString());
        for (String end : List.of("", ",", ",]", "}", "]]", "]{}", "] x", ", " + ping)) {
            List<String> frames = read("[" + ping + end);
            assertEquals("ping id=1", frames.get(0));
            assertTrue(frames.get(frames.size() - 1).startsWith("error id=null 400 badFrame"), end + ": " + frames);
        }
    }

    @Test
    void aBatchHasALimit() {
        String frames = String.join(",", Collections.nCopies(NativeReader.BATCH_MAX, "{\"type\":\"ping\"}"));
        assertEquals(NativeReader.BATCH_MAX, read("[" + frames + "]").size());
        List<String> over = read("[" + frames + ",{\"type\":\"ping\"},{\"type\":\"ping\"}]");
        assertEquals(NativeReader.BATCH_MAX + 1, over.size());
        assertTrue(over.get(NativeReader.BATCH_MAX).startsWith("error id=null 413 tooLarge retryable=false"));
    }

    @Test
    void aFrameKeepsNothingOfTheOneBefore() {
        assertEquals(
                List.of(
                        "publish id=7 topic=t key=k headers={} producer=hello:p seq=5 bytes=00",
                        "publish id=null topic=u key= headers= producer= seq=0 data=2"),
                read("[" + publish(",\"key\":\"k\",\"headers\":{},\"producer\":\"p\",\"seq\":5,\"dataB64\":\"AA==\"")
                        + ",{\"type\":\"publish\",\"topic\":\"u\",\"data\":2}]"));
    }

    @Test
    void extremeMessagesAreAnsweredWithinTenMilliseconds() {
        int depth = JsonMembers.DEPTH_MAX;
        assertTrue(one(publish(",\"data\":" + "[".repeat(depth) + "]".repeat(depth)))
                .startsWith("publish"));
        refused("7 400 badFrame", publish(",\"data\":" + "[".repeat(depth + 1) + "]".repeat(depth + 1)));
        for (String message : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "[{\"id\":".repeat(50_000),
                publish(",\"data\":" + "[".repeat(100_000)),
                publish(",\"data\":1,\"producer\":\"p\",\"seq\":" + "9".repeat(100_000)),
                publish(",\"data\":1,\"producer\":\"p\",\"seq\":1e999999999"),
                "{\"type\":\"ping\",\"id\":" + "9".repeat(100_000) + "}",
                publish(",\"data\":1,\"headers\":" + "{\"a\":\"\",".repeat(20_000)),
                "{" + "\"x\":1,".repeat(20_000) + "\"type\":\"ping\"")) {
            byte[] bytes = message.getBytes(UTF_8);
            long best = Long.MAX_VALUE;
            for (int run = 0; run < 20; run++) {
                long start = System.nanoTime();
                reader.start(bytes, 0, bytes.length);
                assertTrue(reader.next() instanceof ClientFrame.BadFrame);
                best = Math.min(best, System.nanoTime() - start);
            }
            assertTrue(best < 10_000_000, message.substring(0, 20) + " took " + best + " ns");
        }
    }

    /** 200,000 frames with some bytes changed: each message ends, and nothing is thrown. */
    @Test
    void neverThrowsOnGarbledFrames() throws Exception {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> golden = new java.util.ArrayList<>();
        for (String name : NativeGolden.names("client")) {
            golden.add(NativeGolden.text("client/" + name + ".json").getBytes(UTF_8));
        }
        byte[] odd = "{}[]\",:0123456789.eE+-\\utrfalsn \t\n\u0001/+#$".getBytes(UTF_8);
        int publishes = 0;
        int errors = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] message = golden.get(random.nextInt(golden.size())).clone();
            for (int n = random.nextInt(3); n > 0; n--) {
                message[random.nextInt(message.length)] = odd[random.nextInt(odd.length)];
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(message.length + 1) : message.length;
            try {
                reader.start(message, 0, length);
                int frames = 0;
                for (ClientFrame frame = reader.next(); frame != null; frame = reader.next()) {
                    publishes += frame instanceof PublishFrame ? 1 : 0;
                    errors += frame instanceof ClientFrame.BadFrame ? 1 : 0;
                    assertTrue(++frames <= 4);
                }
                assertTrue(frames > 0);
            } catch (RuntimeException | AssertionError e) {
                fail("weir.seed " + seed + ": " + new String(Arrays.copyOf(message, length), UTF_8), e);
            }
        }
        assertTrue(publishes > 5_000 && errors > 20_000, publishes + " publishes and " + errors + " errors");
    }
}
