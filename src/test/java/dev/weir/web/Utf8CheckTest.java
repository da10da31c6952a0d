package dev.weir.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8CheckTest {
    private static boolean jdkTakes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean takes(byte[] bytes, int cut) {
        Utf8Check check = new Utf8Check();
        ByteBuf buf = Unpooled.wrappedBuffer(bytes);
        return check.feed(buf, 0, cut) && check.feed(buf, cut, bytes.length - cut) && check.complete();
    }

    @Test
    void agreesWithTheJdkOnEveryTwoBytesAndAThird() {
        byte[] thirds = {0x7F, (byte) 0x80, (byte) 0xBF, (byte) 0xC3, 'x'};
        for (int i = 0; i < 1 << 16; i++) {
            byte[] bytes = {(byte) (i >> 8), (byte) i, thirds[i % thirds.length]};
            boolean expected = jdkTakes(bytes);
            assertEquals(expected, takes(bytes, i % 4), () -> "bytes %02x %02x %02x"
                    .formatted(bytes[0], bytes[1], bytes[2]));
        }
    }

    @Test
    void agreesWithTheJdkOnRandomBytesInTwoPieces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] leads = {
            'a',
            'b',
            (byte) 0x80,
            (byte) 0xBF,
            (byte) 0xC2,
            (byte) 0xE0,
            (byte) 0xA0,
            (byte) 0xED,
            (byte) 0x9F,
            (byte) 0xF0,
            (byte) 0x90,
            (byte) 0xF4,
            (byte) 0x8F
        };
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(24)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = random.nextInt(3) > 0 ? (byte) 'x' : leads[random.nextInt(leads.length)];
            }
            assertEquals(
                    jdkTakes(bytes), takes(bytes, random.nextInt(bytes.length + 1)), "seed " + seed + ", try " + i);
        }
    }

    @Test
    void takesTextInSeveralBuffersJoined() {
        ByteBuf joined = Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(new byte[] {'a', (byte) 0xC3}),
                Unpooled.wrappedBuffer(new byte[] {(byte) 0xA9, 'b'}));
        Utf8Check check = new Utf8Check();
        assertTrue(check.feed(joined, 0, 4) && check.complete());
    }
}
