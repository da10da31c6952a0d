package dev.weir.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "orders/eu",
                "+",
                "#",
                "a.b*c #+/",
                "$5 off",
                " ",
                "/",
                "..",
                ">",
                "grüße",
                "日本",
                "\uD83D\uDE00",
                "\u00a0",
                "\ufeff"
            })
    void takesOrdinaryCharacters(String text) {
        Topic topic = topic(text);
        assertEquals(text, topic.toString());
        byte[] bytes = text.getBytes(UTF_8);
        assertEquals(topic, Topic.parse(bytes, 0, bytes.length));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\u0000",
                "a\nb",
                "\r",
                "\u001b[2J",
                "\u007f",
                "\u0080",
                "\u0085",
                "\u009f",
                "\u2028",
                "\u2029",
                "\u202a",
                "a\u202eb",
                "\u2066",
                "\u2069",
                "\u200e",
                "\u200f",
                "\u061c",
                "\uD800",
                "a\uDC00",
                "\uDC00\uD800"
            })
    void refusesCharactersThatGarbleALog(String text) {
        assertNull(Topic.parse(text));
        byte[] bytes = text.getBytes(UTF_8);
        if (!text.isEmpty() && bytes[bytes.length - 1] != '?') { // a lone surrogate has no bytes
            assertNull(Topic.parse(bytes, 0, bytes.length));
        }
    }

    @Test
    void countsBytesNotCharacters() {
        assertNotNull(Topic.parse("x".repeat(255)));
        assertNull(Topic.parse("x".repeat(256)));
        assertNotNull(Topic.parse("ü".repeat(127)));
        assertNull(Topic.parse("ü".repeat(128)));
        assertNull(Topic.parse("日".repeat(86)));
        assertNull(Topic.parse(new byte[65536], 0, 65536));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u00ff", "a\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080", "\u00e2\u0082"})
    void refusesBytesThatAreNotUtf8(String bytesAsLatin1) {
        byte[] bytes = bytesAsLatin1.getBytes(ISO_8859_1);
        assertNull(Topic.parse(bytes, 0, bytes.length));
    }

    @Test
    void readsOutOfTheMiddleOfAnArray() {
        byte[] bytes = "..orders..".getBytes(UTF_8);
        assertEquals(topic("orders"), Topic.parse(bytes, 2, 6));
    }

    @Test
    void tellsLookAlikesApart() {
        assertNotEquals(topic("a"), topic("а")); // Latin and Cyrillic
        assertNotEquals(topic("é"), topic("e\u0301"));
        assertNotEquals(topic("a"), topic("A"));
        assertEquals(topic("a/b"), topic("a/b"));
        assertEquals(topic("a/b").hashCode(), topic("a/b").hashCode());
    }

    @Test
    void keepsFilterCharactersAndServerTopicsFromNativePublishers() {
        assertTrue(topic("orders/eu $ . *").isNativePublishable());
        assertFalse(topic("a/+").isNativePublishable());
        assertFalse(topic("a#").isNativePublishable());
        assertFalse(topic("$dead/billing").isNativePublishable());
    }

    @Test
    void doesNotChangeWithTheBytesItGaveOrGot() {
        byte[] bytes = "abc".getBytes(UTF_8);
        Topic topic = Topic.parse(bytes, 0, 3);
        bytes[0] = 'x';
        assertNotNull(topic);
        topic.toBytes()[1] = 'x';
        assertEquals("abc", topic.toString());
    }

    @Test
    void neverThrowsOnRandomBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            Topic topic = Topic.parse(bytes, 0, bytes.length);
            if (topic != null) {
                assertEquals(topic, Topic.parse(topic.toString()), "seed " + seed);
            }
        }
    }

    static Topic topic(String text) {
        Topic topic = Topic.parse(text);
        assertNotNull(topic, text);
        return topic;
    }
}
