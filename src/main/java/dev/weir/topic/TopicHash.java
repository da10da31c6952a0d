package dev.weir.topic;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * The hash of a topic's bytes, keyed with numbers drawn at start, so that nobody can choose topics that collide. (A
 * polynomial with a secret factor would not do: modulo a power of two, some texts collide under every odd factor.)
 *
 * <p>Eight bytes at a time are mixed in by multiplying to 128 bits and folding the halves. Any thread.
 */
final class TopicHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long SEED;
    private static final long SECRET;

    static {
        SecureRandom random = new SecureRandom();
        SEED = random.nextLong();
        SECRET = random.nextLong() | 1;
    }

    private TopicHash() {}

    static int of(ByteBuf buf, int at, int length) {
        long h = SEED ^ length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            h = fold(h ^ buf.getLong(at + i));
        }
        long rest = 0;
        for (; i < length; i++) {
            rest = rest << 8 | (buf.getByte(at + i) & 0xff);
        }
        return last(h ^ rest);
    }

    static int of(byte[] topic) {
        int length = topic.length;
        long h = SEED ^ length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            h = fold(h ^ (long) LONG.get(topic, i));
        }
        long rest = 0;
        for (; i < length; i++) {
            rest = rest << 8 | (topic[i] & 0xff);
        }
        return last(h ^ rest);
    }

    private static long fold(long x) {
        long y = x ^ SEED;
        return Math.multiplyHigh(y, SECRET) ^ (y * SECRET) ^ Long.rotateLeft(x, 29);
    }

    private static int last(long x) {
        long h = fold(fold(x));
        return (int) (h ^ h >>> 32);
    }
}
