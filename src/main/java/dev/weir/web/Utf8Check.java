package dev.weir.web;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Checks UTF-8 (RFC 3629) as it comes, in pieces cut anywhere: overlong forms, surrogates and what lies beyond
 * U+10FFFF are refused at the first byte that shows it.
 */
public final class Utf8Check {
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Continuation bytes still due, and the bounds of the next one. */
    private int due;

    private int low = 0x80;
    private int high = 0xBF;

    /** False as soon as the bytes can no longer be text. */
    public boolean feed(ByteBuf buf, int at, int length) {
        ByteBuffer bytes = buf.nioBufferCount() == 1 ? buf.internalNioBuffer(at, length) : buf.nioBuffer(at, length);
        int i = bytes.position();
        int end = i + length;
        while (i < end) {
            if (due == 0) {
                while (end - i >= 8 && (bytes.getLong(i) & HIGH_BITS) == 0) {
                    i += 8;
                }
                if (i == end) {
                    return true;
                }
            }
            int b = bytes.get(i++) & 0xFF;
            if (due > 0 ? !next(b) : b >= 0x80 && !lead(b)) {
                return false;
            }
        }
        return true;
    }

    private boolean next(int b) {
        if (b < low || b > high) {
            return false;
        }
        low = 0x80;
        high = 0xBF;
        due--;
        return true;
    }

    private boolean lead(int b) {
        if (b < 0xC2 || b > 0xF4) {
            return false;
        }
        due = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        if (b == 0xE0) {
            low = 0xA0;
        } else if (b == 0xED) {
            high = 0x9F;
        } else if (b == 0xF0) {
            low = 0x90;
        } else if (b == 0xF4) {
            high = 0x8F;
        }
        return true;
    }

    /** Whether the text may end here; starts anew for the next message. */
    public boolean complete() {
        boolean complete = due == 0;
        due = 0;
        low = 0x80;
        high = 0xBF;
        return complete;
    }
}
