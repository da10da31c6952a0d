package dev.weir.web;

import io.netty.buffer.ByteBuf;

/** The masking of RFC 6455 §5.3; applying it twice undoes it. */
final class Mask {
    private Mask() {}

    /** Masks bytes where they lie; {@code phase} is the index, modulo 4, of the first one within its frame. */
    static void apply(ByteBuf buf, int at, int length, int mask, int phase) {
        int turned = Integer.rotateLeft(mask, 8 * phase);
        long wide = (turned & 0xFFFFFFFFL) << 32 | (turned & 0xFFFFFFFFL);
        int i = at;
        int end = at + length;
        for (; i <= end - 8; i += 8) {
            buf.setLong(i, buf.getLong(i) ^ wide);
        }
        for (int k = 0; i < end; i++, k++) {
            buf.setByte(i, buf.getByte(i) ^ (turned >>> (24 - 8 * (k & 3))));
        }
    }
}
