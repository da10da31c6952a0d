package dev.weir.topic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicTableTest {
    @Test
    void doesWhatAHashMapDoes() {
        for (int round = 0; round < 20; round++) {
            long seed = System.nanoTime();
            // Odd rounds take out as often as they put in, from few topics, so that runs of probes keep closing up.
            againstAnOracle(new Random(seed), round % 2 == 0 ? 3_000 : 60, round % 2 == 0 ? 0.2 : 0.5, "seed " + seed);
        }
    }

    private static void againstAnOracle(Random random, int topics, double removals, String seed) {
        TopicTable<Integer> table = new TopicTable<>();
        Map<String, Integer> oracle = new HashMap<>();
        for (int step = 0; step < 5_000; step++) {
            String topic = topic(random.nextInt(topics));
            byte[] bytes = topic.getBytes(ISO_8859_1);
            ByteBuf buf = Unpooled.wrappedBuffer(("??" + topic + "?").getBytes(ISO_8859_1));
            if (random.nextDouble() < removals) {
                assertEquals(oracle.remove(topic), table.remove(bytes), seed);
            } else if (random.nextBoolean()) {
                assertEquals(oracle.put(topic, step), table.put(buf, 2, bytes.length, step), seed);
            } else {
                assertEquals(oracle.put(topic, step), table.put(bytes, step), seed);
            }
            if (step % 1_000 == 999) {
                oracle.values().removeIf(value -> value % 3 == 0);
                table.retainIf((key, value) -> value % 3 != 0);
            }
            String other = topic(random.nextInt(topics));
            assertEquals(oracle.get(other), table.get(other.getBytes(ISO_8859_1)), seed);
        }
        Map<String, Integer> left = new HashMap<>();
        table.forEach((key, value) -> left.put(new String(key, ISO_8859_1), value));
        assertEquals(oracle, left, seed);
        assertEquals(oracle.size(), table.size(), seed);
    }

    /** Topics of every length from 1 to some 40 bytes, so that whole words and rests are both hashed. */
    private static String topic(int number) {
        return "t".repeat(number % 37) + number;
    }

    @Test
    void findsATopicWhereverItLies() {
        TopicTable<String> table = new TopicTable<>();
        ByteBuf buf = Unpooled.wrappedBuffer("xxorders/euyy".getBytes(ISO_8859_1));
        table.put(buf, 2, 9, "found");
        assertEquals("found", table.get("orders/eu".getBytes(ISO_8859_1)));
        assertNull(table.get(buf, 2, 8));
        assertNull(table.get(buf, 1, 9));
    }

    /**
     * The sum of the texts' bytes, weighted by powers of any odd number, is the same modulo 2^32 for all of these (the
     * signs of Thue and Morse cancel it); a hash built that way, however secret its factor, would put them in one run.
     */
    @Test
    void spreadsTopicsMadeToCollideUnderEveryOddFactor() {
        Set<Integer> hashes = new HashSet<>();
        for (int mask = 0; mask < 2_000; mask++) {
            byte[] topic = new byte[255];
            java.util.Arrays.fill(topic, (byte) 'm');
            for (int shift = 0; shift < 11; shift++) {
                if ((mask >> shift & 1) != 0) {
                    for (int i = 0; i < 128; i++) {
                        topic[shift + i] += (byte) (Integer.bitCount(i) % 2 == 0 ? 1 : -1);
                    }
                }
            }
            assertEquals(polynomial(topic, 0x9E3779B1), polynomial(plain(), 0x9E3779B1));
            hashes.add(TopicHash.of(topic));
        }
        assertTrue(hashes.size() > 1_990, () -> hashes.size() + " hashes for 2000 topics");
    }

    private static byte[] plain() {
        byte[] topic = new byte[255];
        java.util.Arrays.fill(topic, (byte) 'm');
        return topic;
    }

    private static int polynomial(byte[] topic, int factor) {
        int hash = 0;
        for (byte b : topic) {
            hash = hash * factor + b;
        }
        return hash;
    }
}
