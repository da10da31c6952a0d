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
    private final NativeClient client = new NativeClient();
    private final NativeReader reader = new NativeReader();

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
        client.refused("null 400 badFrame retryable=false: ", message);
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
        client.refused("9 400 badFrame retryable=false: type: ", "{\"id\":9" + member + "}");
    }

    @Test
    void unknownMembersAreIgnored() {
        assertEquals(
                "ping id=1",
                client.one("{\"a\":[{\"id\":3}],\"type\":\"\\u0070ing\",\"id\":1,\"a\":1,\"idididididid\":2}"));
        assertEquals("ping id=null", client.one("{\"\\u0000id\":1,\"type\":\"ping\",\"\":2,\"\\u0000\\u0000\":3}"));
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
        client.refused(id + " 400 badFrame retryable=false: a member is there twice", "{" + members + "}");
    }

    @Test
    void anIdComesBackAsItWasWritten() {
        for (String id : List.of(
                "0", "-1", "9007199254740991", "\"\"", "\"\\u0061\\\"\\ud800é\"", "\"" + "x".repeat(128) + "\"")) {
            assertEquals("ping id=" + id, client.one("{\"type\":\"ping\",\"id\": " + id + " }"));
            client.refused(id + " 400 badTopic", "{\"type\":\"publish\",\"id\":" + id + ",\"data\":1}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "1.0", "1e3", "9007199254740992", "-9007199254740992", "true", "{}", "[1]", "1e999999999"
            })
    void anIdIsAShortStringOrAnInteger(String id) {
        client.refused("null 400 badFrame retryable=false: id: ", "{\"type\":\"ping\",\"id\":" + id + "}");
        client.refused("null 400 badFrame", "{\"type\":\"ping\",\"id\":\"" + "x".repeat(129) + "\"}");
    }

    @Test
    void aBatchGoesOnBehindABadFrameButNotBehindBrokenJson() {
        String ping = "{\"type\":\"ping\",\"id\":1}";
        assertEquals(3, client.read("[" + ping + ",{}," + ping + "]").size());
        List<String> broken = client.read("[" + ping + ",{\"id\":2,\"type\":ping}," + ping + "]");
        assertEquals(2, broken.size());
        assertTrue(broken.get(1).startsWith("error id=2 400 badFrame"), broken.toString());
        for (String end : List.of("", ",", ",]", "}", "]]", "]{}", "] x", ", " + ping)) {
            List<String> frames = client.read("[" + ping + end);
            assertEquals("ping id=1", frames.get(0));
            assertTrue(frames.get(frames.size() - 1).startsWith("error id=null 400 badFrame"), end + ": " + frames);
        }
    }

    @Test
    void aBatchHasALimit() {
        String frames = String.join(",", Collections.nCopies(NativeReader.BATCH_MAX, "{\"type\":\"ping\"}"));
        assertEquals(NativeReader.BATCH_MAX, client.read("[" + frames + "]").size());
        List<String> over = client.read("[" + frames + ",{\"type\":\"ping\"},{\"type\":\"ping\"}]");
        assertEquals(NativeReader.BATCH_MAX + 1, over.size());
        assertTrue(over.get(NativeReader.BATCH_MAX).startsWith("error id=null 413 tooLarge retryable=false"));
    }

    @Test
    void aFrameKeepsNothingOfTheOneBefore() {
        assertEquals(
                List.of(
                        "publish id=7 topic=t key=k headers={} producer=hello:p seq=5 bytes=00",
                        "publish id=null topic=u key= headers= producer= seq=0 data=2"),
                client.read("["
                        + NativeClient.publish(
                                ",\"key\":\"k\",\"headers\":{},\"producer\":\"p\",\"seq\":5,\"dataB64\":\"AA==\"")
                        + ",{\"type\":\"publish\",\"topic\":\"u\",\"data\":2}]"));
    }

    @Test
    void extremeMessagesAreAnsweredWithinTenMilliseconds() {
        int depth = JsonMembers.DEPTH_MAX;
        assertTrue(client.one(NativeClient.publish(",\"data\":" + "[".repeat(depth) + "]".repeat(depth)))
                .startsWith("publish"));
        client.refused(
                "7 400 badFrame", NativeClient.publish(",\"data\":" + "[".repeat(depth + 1) + "]".repeat(depth + 1)));
        for (String message : List.of(
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "[{\"id\":".repeat(50_000),
                NativeClient.publish(",\"data\":" + "[".repeat(100_000)),
                NativeClient.publish(",\"data\":1,\"producer\":\"p\",\"seq\":" + "9".repeat(100_000)),
                NativeClient.publish(",\"data\":1,\"producer\":\"p\",\"seq\":1e999999999"),
                "{\"type\":\"ping\",\"id\":" + "9".repeat(100_000) + "}",
                NativeClient.publish(",\"data\":1,\"headers\":" + "{\"a\":\"\",".repeat(20_000)),
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
