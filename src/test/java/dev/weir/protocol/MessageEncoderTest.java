package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.LinkId;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes out, read by another parser. */
class MessageEncoderTest {
    private static final String[] PIECES = {
        "a", "é", "😀", "\"", "\\", "/", "\u0001", "\n", "\u007f", " ", "\u2028", "b"
    };

    private final BatchWriter writer = new BatchWriter(UnpooledByteBufAllocator.DEFAULT, new LinkId(1, 2));
    private final MessageEncoder encoder = new MessageEncoder();

    private static String text(SplittableRandom random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private void add(String topic, String key, boolean binary, byte[] payload) {
        byte[] parts = (topic + key).getBytes(UTF_8);
        int topicLength = topic.getBytes(UTF_8).length;
        int[] lengths = {topicLength, parts.length - topicLength, 0, 0};
        writer.message(parts, lengths, 0, binary, payload, 0, payload.length);
    }

    private String message() {
        BatchView batch = writer.finish(1, 1);
        batch.stamp(batch.first(), 1, 2, 0);
        String text = encoder.message(batch, batch.first()).toString();
        batch.release();
        return text;
    }

    private String document() {
        BatchView batch = writer.finish(1, 1);
        String text = encoder.seedDocument(batch, batch.first()).toString();
        batch.release();
        return text;
    }

    @Test
    void anotherParserReadsTheSameTopicKeyAndNumbers() {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            String topic = text(random, 1 + random.nextInt(20));
            String key = text(random, random.nextInt(5));
            long offset = random.nextLong(1L << random.nextInt(1, 54));
            long prev = random.nextLong(1L << random.nextInt(1, 54));
            long time = random.nextLong(1L << random.nextInt(1, 54));
            add(topic, key, false, "{}".getBytes(UTF_8));
            BatchView batch = writer.finish(1, 1);
            batch.stamp(batch.first(), offset, time, prev);
            JsonObject read =
                    new JsonObject(encoder.message(batch, batch.first()).toString());
            batch.release();
            String at = "weir.seed " + seed;
            assertEquals(topic, read.getString("topic"), at);
            assertEquals(key.isEmpty() ? null : key, read.getString("key"), at);
            assertEquals(offset, read.getLong("offset"), at);
            assertEquals(prev, read.getLong("prev"), at);
            assertEquals(time, read.getLong("time"), at);
        }
    }

    @Test
    void bytesOfAnyLengthComeOutAsBase64() {
        for (int length = 0; length < 3_000; length = length < 20 ? length + 1 : length * 2 + 1) {
            byte[] payload = new byte[length];
            new SplittableRandom(length).nextBytes(payload);
            add("t", "", true, payload);
            String text = new JsonObject(message()).getString("dataB64");
            assertArrayEquals(payload, Base64.getDecoder().decode(text));
            add("t", "", true, payload);
            assertEquals(text, new JsonObject(document()).getString("Content"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | null",
                "12 | 12",
                "[ ] | []",
                "{ \"a b\" : [ 1 ,\t\"\\\" \\\\\" , 2 ] } | {\"a b\":[1,\"\\\" \\\\\",2]}",
                "[\" \\\" \", \"\\\\\" , \" é \"] | [\" \\\" \",\"\\\\\",\" é \"]",
                "{\"a\":1e999999999} | {\"a\":1e999999999}"
            })
    void aSeedClientGetsJsonAsAStringWithoutWhiteSpace(String data, String content) {
        add("t", "", false, data.getBytes(UTF_8));
        assertEquals(content, new JsonObject(document()).getString("Content"));
    }

    @Test
    void aSeedClientGetsTextAsItWasWritten() {
        add("a\"b", "", false, "\"\\u0041 \\/\"".getBytes(UTF_8));
        assertEquals("{\"Topic\":\"a\\\"b\",\"Content\":\"\\u0041 \\/\"}", document());
    }

    @Test
    void ourOwnReaderFindsTheTopicOfADocument() {
        SplittableRandom random = new SplittableRandom(5);
        SeedDocument document = new SeedDocument();
        for (int i = 0; i < 1_000; i++) {
            String topic = "t" + text(random, random.nextInt(20)).replaceAll("[\\p{Cntrl}\u2028]", "x");
            add(topic, "", false, Json.encode(text(random, 9)).getBytes(UTF_8));
            byte[] bytes = document().getBytes(UTF_8);
            assertTrue(document.read(bytes, 0, bytes.length));
            assertEquals(topic, new String(document.topic(), 0, document.topicLength(), UTF_8));
        }
    }

    @Test
    void aNativeClientGetsTheContentOfASeedDocumentUnlessItIsTooDeep() {
        int depth = JsonMembers.DEPTH_MAX;
        String deepest = "[".repeat(depth) + "]".repeat(depth);
        assertTrue(ofSeed("{\"Topic\":\"t\",\"CONTENT\": " + deepest + " }x").endsWith(",\"data\":" + deepest + "}"));
        assertNull(
                new JsonObject(ofSeed("{\"Topic\":\"t\",\"Content\":[" + deepest + "]}")).getValue("data", "no null"));
        String large = "x".repeat(600_000);
        assertEquals(
                large, new JsonObject(ofSeed("{\"Topic\":\"t\",\"Content\":\"" + large + "\"}")).getString("data"));
        assertEquals("c", new JsonObject(ofSeed("{\"Topic\":\"t\",\"Content\":\"c\"}")).getString("data"));
    }

    private String ofSeed(String document) {
        byte[] bytes = document.getBytes(UTF_8);
        writer.seed("t".getBytes(UTF_8), 1, bytes, 0, bytes.length);
        return message();
    }
}
