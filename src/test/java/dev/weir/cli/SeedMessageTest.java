package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeedMessageTest {
    @Test
    void writesAsGoDoes() {
        assertEquals("{\"Topic\":\"t\",\"Content\":\"c\"}\n", new SeedMessage("t", "c").toJson());
        assertEquals("\\u003c\\u003e\\u0026\\\"\\\\/'", written("<>&\"\\/'"));
        assertEquals("\\n\\r\\t\\u0001\\u001b\u007f", written("\n\r\t\u0001\u001b\u007f"));
        assertEquals("\\u2028\\u2029\u20ac\ud83d\ude00", written("\u2028\u2029\u20ac\ud83d\ude00"));
        assertEquals("a\\ufffdb", written("a\ud800b"));
    }

    @Test
    void readsWhatItWrites() {
        SeedMessage message = new SeedMessage("a b/\u0007", "<\"\\\n\u2028\ud83d\ude00>");
        assertEquals(Optional.of(message), SeedMessage.fromJson(message.toJson()));
    }

    @Test
    void readsMemberNamesInAnyCaseAndOrder() {
        assertEquals(
                message("t", "c"), SeedMessage.fromJson("{\"content\":\"c\",\"x\":{\"Topic\":1},\"TOPIC\":\"t\"}"));
    }

    @Test
    void ignoresTextAfterTheFirstValue() {
        assertEquals(message("t", "c"), SeedMessage.fromJson("{\"Topic\":\"t\",\"Content\":\"c\"}{}]\n"));
    }

    @Test
    void takesMissingAndNullAsEmpty() {
        assertEquals(message("", ""), SeedMessage.fromJson("{}"));
        assertEquals(message("t", ""), SeedMessage.fromJson("{\"Topic\":\"t\",\"Content\":null}"));
    }

    @Test
    void refusesWhatIsNotAnObjectOfStrings() {
        for (String text :
                new String[] {"", "[]", "1", "null", "{\"Topic\":1}", "{\"Topic\":{}}", "{\"Topic\":\"t\"", "rubbish"
                }) {
            assertTrue(SeedMessage.fromJson(text).isEmpty(), text);
        }
        assertTrue(SeedMessage.fromJson("{\"x\":" + "[".repeat(100_000)).isEmpty());
    }

    private static Optional<SeedMessage> message(String topic, String content) {
        return Optional.of(new SeedMessage(topic, content));
    }

    /** The content as written, without the quotes around it. */
    private static String written(String content) {
        String json = new SeedMessage("t", content).toJson();
        return json.substring("{\"Topic\":\"t\",\"Content\":\"".length(), json.length() - "\"}\n".length());
    }
}
