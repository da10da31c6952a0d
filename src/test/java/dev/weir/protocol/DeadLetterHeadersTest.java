package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.LinkId;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterHeadersTest {
    private static final String DEATH = "\"weir-dead-group\":\"billing\",\"weir-dead-topic\":\"orders/eu\","
            + "\"weir-dead-offset\":\"43\",\"weir-dead-attempts\":\"5\",\"weir-dead-reason\":\"db down\"}";

    private final BatchWriter writer = new BatchWriter(UnpooledByteBufAllocator.DEFAULT, new LinkId(1, 2));
    private final DeadLetterHeaders headers = new DeadLetterHeaders();

    private String of(byte[] topic, byte[] original, String reason) {
        byte[] parts = new byte[topic.length + original.length];
        System.arraycopy(topic, 0, parts, 0, topic.length);
        System.arraycopy(original, 0, parts, topic.length, original.length);
        int[] lengths = {topic.length, 0, original.length, 0};
        writer.message(parts, lengths, 0, false, new byte[] {'1'}, 0, 1);
        BatchView batch = writer.finish(1, 43);
        batch.stamp(batch.first(), 43, 0, 0);
        byte[] made = headers.of("billing", 5, reason, batch, batch.first());
        batch.release();
        assertTrue(made.length <= 65_535, "too long: " + made.length);
        return new String(made, UTF_8);
    }

    private String of(String original) {
        return of("orders/eu".getBytes(UTF_8), original.getBytes(UTF_8), "db down");
    }

    @Test
    void tellsOfTheDeathAlone() {
        assertEquals("{" + DEATH, of(""));
        assertEquals("{" + DEATH, of("{}"));
        assertEquals("{" + DEATH, of(" { } "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\":\"b\"",
                "\"a\":\"b\",\"c\":\"\"",
                "\"\":\"\"",
                "\"a\" : \"\\u0041\\\"\\/\"",
                "\"weir\":\"x\",\"weir-dead\":\"y\",\"Weir-Dead-group\":\"z\"",
                "\"weir-deadly\":\"1\",\"xweir-dead-x\":\"2\"",
                "\"é😀\":\"\\ud83d\\ude00\\ud800\""
            })
    void keepsTheOriginalsMembersAsTheyAreWritten(String members) {
        assertEquals("{" + members + "," + DEATH, of("{" + members + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"weir-dead-group\":\"x\"} | {",
                "{\"a\":\"b\",\"weir-dead-topic\":\"x\"} | {\"a\":\"b\",",
                "{ \"weir-dead-\":\"x\" , \"a\" :\"b\" } | {\"a\" :\"b\",",
                "{\"weir\\u002ddead-group\":\"x\",\"a\":\"b\",\"\\u0077eir-dead-reason\":\"y\"} | {\"a\":\"b\",",
                "{\"weir-dead-whatever-comes\\ud83d\":\"x\",\"a\":\"weir-dead-\"} | {\"a\":\"weir-dead-\","
            })
    void putsThisDeathInThePlaceOfEarlierOnes(String original, String begin) {
        assertEquals(begin + DEATH, of(original));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{",
                "}",
                "[]",
                "null",
                "{\"a\"}",
                "{\"a\":1}",
                "{\"a\":\"b\",}",
                "{\"a\":\"b\" \"c\":\"d\"}",
                "{\"a\":{}}",
                "{\"a\":\"b\"}}",
                "{\"a\":\"b\"} x",
                "{a:\"b\"}",
                "{\"a\":\"b}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\n\"}",
                "{\"weir-dead-x\":1}"
            })
    void leavesOutAnOriginalThatCannotBeRead(String original) {
        assertEquals("{" + DEATH, of(original));
    }

    @Test
    void leavesOutAnOriginalThatIsNoText() {
        byte[] noText = "{\"a\":\"\u00ff\"}".getBytes(ISO_8859_1);
        assertEquals("{" + DEATH, of("orders/eu".getBytes(UTF_8), noText, "db down"));
    }

    @Test
    void leavesOutAnOriginalForWhichThereIsNoRoom() {
        int room = 65_535 - DEATH.length() - "{\"a\":\"\",".length();
        assertEquals(65_535, of("{\"a\":\"" + "x".repeat(room) + "\"}").length());
        assertEquals("{" + DEATH, of("{\"a\":\"" + "x".repeat(room + 1) + "\"}"));
        assertEquals("{\"b\":\"c\"," + DEATH, of("{\"b\":\"c\"}"));
    }

    @Test
    void anotherParserReadsAnyTopicAndReason() {
        for (String any : new String[] {"", "\"", "\\", "\u0000\u001f\n", "é😀", "\u2028", "a\"b\\c/d"}) {
            JsonObject read = new JsonObject(of(any.getBytes(UTF_8), new byte[0], any));
            assertEquals(any, read.getString("weir-dead-topic"));
            assertEquals(any, read.getString("weir-dead-reason"));
            assertEquals("43", read.getString("weir-dead-offset"));
            assertEquals("5", read.getString("weir-dead-attempts"));
            assertEquals(5, read.size());
        }
        assertTrue(of(new byte[] {-1, -2}, new byte[0], "").contains("\"weir-dead-topic\":\"\ufffd\ufffd\""));
        assertTrue(of(new byte[255], "{}".getBytes(UTF_8), "\u0001".repeat(255)).endsWith("\"}"));
    }

    @Test
    void isAnObjectOfStringsWhateverTheOriginalIs() {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good = "{\"a\":\"b\",\"weir-dead-x\":\"y\",\"\\u00e9\":\"é\"}".getBytes(UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbled = Arrays.copyOf(good, random.nextInt(good.length + 1));
            for (int n = random.nextInt(3); n > 0 && garbled.length > 0; n--) {
                garbled[random.nextInt(garbled.length)] = (byte) "\"\\{}:,u0 \u00ff".charAt(random.nextInt(10));
            }
            JsonObject read = new JsonObject(of("orders/eu".getBytes(UTF_8), garbled, "db down"));
            assertEquals("orders/eu", read.getString("weir-dead-topic"), "weir.seed " + seed);
            assertTrue(read.stream().allMatch(e -> e.getValue() instanceof String), "weir.seed " + seed);
        }
    }
}
