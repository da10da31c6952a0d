package dev.weir.web;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** The masking of RFC 6455 §5.3; applying it twice undoes it. */
final class Mask {
    private Mask() {}

    /** Masks bytes where they lie; {@code phase} is the index, modulo 4, of the first one within its frame. The buffer is in one piece. */
    static void apply(ByteBuf buf, int at, int length, int mask, int phase) {
        int turned = Integer.rotateLeft(mask, 8 * phase);
        long wide = (turned & 0xFFFFFFFFL) << 32 | (turned & 0xFFFFFFFFL);
        ByteBuffer bytes = buf.internalNioBuffer(at, length);
        int i = bytes.position();
        int end = i + length;
        for (; i <= end - 8; i += 8) {
            bytes.putLong(i, bytes.getLong(i) ^ wide);
        }
        for (int k = 0; i < end; i++, k++) {
            bytes.put(i, (byte) (bytes.get(i) ^ (turned >>> (24 - 8 * (k & 3)))));
        }
    }
}
