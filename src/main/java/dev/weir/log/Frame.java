package dev.weir.log;

import java.nio.ByteBuffer;

/**
 * One valid frame of a segment.
 *
 * @param body lent: valid until the next frame is looked at
 */
record Frame(
        int position,
        int length,
        int kind,
        int flags,
        long synced,
        long index,
        long term,
        long first,
        ByteBuffer body) {
    /** Where the next frame begins. */
    int next() {
        return position + LogFormat.aligned(length);
    }

    boolean clean() {
        return kind == LogFormat.KIND_MARK && (flags & LogFormat.FLAG_CLEAN) != 0;
    }

    /** Writes the header at the buffer's position and moves it on; the checksum is still missing. */
    static void header(ByteBuffer b, int length, int kind, int flags, long segment, int position, long synced) {
        b.putInt(length).putInt(0);
        b.put((byte) LogFormat.VERSION).put((byte) kind).putShort((short) flags).putInt(0);
        b.putLong(segment).putLong(position).putLong(synced);
    }
}
