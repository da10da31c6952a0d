package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void isKnownAgainByEveryByte() {
        for (long number : new long[] {0, 1, 25, 26, 9_999, 123_456_789_012L}) {
            Payload payload = new Payload("p1", number);
            String json = payload.json();
            assertEquals(Payload.BYTES, json.length());
            assertEquals(payload, Payload.parse(json));
            for (int i = 0; i < json.length(); i++) {
                assertNull(Payload.parse(json.substring(0, i)));
                char[] other = json.toCharArray();
                other[i]++;
                assertNotEquals(payload, Payload.parse(new String(other)), "changed at " + i);
            }
        }
        for (String other : new String[] {"", "\"", "1", "\"a b\"", "\"p1 -1 \"" + "a".repeat(119), " ".repeat(128)}) {
            assertNull(Payload.parse(other), other);
        }
    }

    @Test
    void isSpreadOverAllTopics() {
        Set<String> topics = new HashSet<>();
        for (long number = 0; number < 16; number++) {
            topics.add(new Payload("p1", number).topic());
        }
        assertEquals(16, topics.size());
    }
}
