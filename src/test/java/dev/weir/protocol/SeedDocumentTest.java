package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedDocumentTest {
    private final SeedDocument document = new SeedDocument();

    /** The topic that is found, null when there is none. */
    private String topic(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        boolean readable = document.read(bytes, 0, bytes.length);
        assertEquals(readable, document.topicLength() > 0);
        return readable ? new String(document.topic(), 0, document.topicLength(), UTF_8) : null;
    }

    @Test
    void findsTheTopicWhateverTheFormIs() {
        assertEquals("t", topic("{\"Topic\":\"t\",\"Content\":\"c\"}\n"));
        assertEquals("t", topic("\r\n\t {\"x\":[[{}],-0.1e+5] , \"tOPIC\" : \"\\u0074\"}"));
        assertEquals("t", topic("{\"Content\":{\"Topic\":\"no\"},\"Topic\":\"t\"}"));
        assertEquals("\uD83D\uDE00", topic("{\"Topic\":\"\\ud83d\\uDE00\"}"));
        assertEquals("\"\\/", topic("{\"Topic\":\"\\\"\\\\\\/\"}"));
        assertEquals("t", topic("{\"\\u0054opic\":\"t\"}"));
        assertEquals("t", topic("{\"Topic\":\"t\"}}]garbage"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "#", "/", "..", "*", " ", "a b", "é", "e\u0301", "日本", "<script>"})
    void takesOrdinaryCharactersAsTheyAre(String name) {
        assertEquals(name, topic("{\"Topic\":\"" + name + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "null",
                "[]",
                "\"Topic\"",
                "{}",
                "{\"Topic\":}",
                "{\"Topic\":null}",
                "{\"Topic\":5}",
                "{\"Topic\":[\"t\"]}",
                "{\"Topic\":\"\"}",
                "{\"Topic\":\"t\"",
                "{\"Topic\":\"t\",}",
                "{\"Topic\":\"t\" \"Content\":\"c\"}",
                "{\"Topic\":\"t\",\"topic\":\"t\"}",
                "{\"Topic\":\"t\",\"Content\":1,\"CONTENT\":1}",
                "{'Topic':'t'}",
                "{Topic:\"t\"}",
                "{\"Topic\":\"t\",\"n\":01}",
                "{\"Topic\":\"t\",\"n\":1.}",
                "{\"Topic\":\"t\",\"n\":.5}",
                "{\"Topic\":\"t\",\"n\":+1}",
                "{\"Topic\":\"t\",\"n\":1e}",
                "{\"Topic\":\"t\",\"n\":NaN}",
                "{\"Topic\":\"t\",\"n\":tru}",
                "{\"Topic\":\"t\",\"n\":\"\\x\"}",
                "{\"Topic\":\"t\",\"n\":\"\\u12g4\"}",
                "{\"Topic\":\"t\",\"n\":\"a\nb\"}",
                "\uFEFF{\"Topic\":\"t\"}",
                "{\"Topics\":\"t\"}",
                "{\"Topic \":\"t\"}",
                "{\"\uFF34opic\":\"t\"}",
                "{\"Topic\":\"$own\"}",
                "{\"Topic\":\"\\u0024own\"}"
            })
    void findsNoTopicHere(String text) {
        assertNull(topic(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0000",
                "\\n",
                "\\u001b",
                "\\u007f",
                "\\u0085",
                "\\u200e",
                "\\u202e",
                "\\u2066",
                "\\u2028",
                "\\ud83d",
                "\\udc00",
                "\\udc00\\ud83d",
                "\\ud83d\\u0041",
                "\\ud83dx"
            })
    void aTopicHasNoControlsNoTurnedTextAndNoHalfPairs(String escape) {
        assertNull(topic("{\"Topic\":\"a" + escape + "b\"}"));
        assertEquals(
                "t",
                topic("{\"Topic\":\"t\",\"Content\":\"a" + escape + "b\",\"" + escape + "\":[\"" + escape + "\"]}"));
    }

    @Test
    void aTopicIsAtMost255BytesLong() {
        assertEquals("x".repeat(255), topic("{\"Topic\":\"" + "x".repeat(255) + "\"}"));
        assertNull(topic("{\"Topic\":\"" + "x".repeat(256) + "\"}"));
        assertEquals("é".repeat(127), topic("{\"Topic\":\"" + "é".repeat(127) + "\"}"));
        assertNull(topic("{\"Topic\":\"" + "é".repeat(128) + "\"}"));
        assertNull(topic("{\"Topic\":\"" + "\\u00e9".repeat(128) + "\"}"));
        assertNull(topic("{\"Topic\":\"" + "x".repeat(65_536) + "\"}"));
    }

    @Test
    void keepsNothingOfTheDocumentBefore() {
        assertEquals("long topic", topic("{\"Topic\":\"long topic\",\"Content\":\"sub\"}"));
        assertEquals("t", topic("{\"Topic\":\"t\"}"));
        assertTrue(!document.contentIs("sub"));
        assertNull(topic("{}"));
    }

    @Test
    void extremeDocumentsTakeLessThanTenMilliseconds() {
        String[] extremes = {
            "[".repeat(100_000),
            "{\"a\":".repeat(100_000),
            "{\"Topic\":\"t\",\"n\":" + "[".repeat(100_000),
            "{\"Topic\":\"t\",\"n\":" + "9".repeat(100_000) + "}",
            "{\"Topic\":\"t\",\"n\":1e999999999}",
            "{\"Topic\":\"t\",\"n\":\"" + "\\u00e9".repeat(100_000) + "\"}"
        };
        String[] topics = {null, null, null, "t", "t", "t"};
        for (int i = 0; i < extremes.length; i++) {
            byte[] bytes = extremes[i].getBytes(UTF_8);
            long best = Long.MAX_VALUE;
            for (int run = 0; run < 20; run++) {
                long start = System.nanoTime();
                document.read(bytes, 0, bytes.length);
                best = Math.min(best, System.nanoTime() - start);
            }
            assertEquals(topics[i], topic(extremes[i]));
            assertTrue(best < 10_000_000, "extreme " + i + " took " + best + " ns");
        }
    }
}
