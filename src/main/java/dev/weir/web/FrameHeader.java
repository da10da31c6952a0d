package dev.weir.web;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import org.jspecify.annotations.Nullable;

/**
 * The header of one frame (RFC 6455 §5.2), read byte by byte so that it may be cut anywhere.
 *
 * <pre>
 *  byte 0   FIN RSV1 RSV2 RSV3 opcode(4)
 *  byte 1   MASK length(7): 0–125, 126 = two bytes follow, 127 = eight bytes follow
 *  …        masking key, four bytes, from clients only
 * </pre>
 */
final class FrameHeader implements ByteProcessor {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final boolean masked;
    private int have;
    private int first;
    private int second;
    private long length;
    private int mask;

    /** @param masked whether the peer is a client, whose frames must be masked (§5.1) */
    FrameHeader(boolean masked) {
        this.masked = masked;
    }

    /** Takes bytes until the header is whole or wrong; false when more are needed. */
    boolean read(ByteBuf in) {
        int last = in.forEachByte(this);
        in.readerIndex(last < 0 ? in.writerIndex() : last + 1);
        return last >= 0;
    }

    /** One byte of the header; false when it was the last. */
    @Override
    public boolean process(byte value) {
        int b = value & 0xFF;
        if (have == 0) {
            first = b;
        } else if (have == 1) {
            second = b;
            length = (b & 0x7F) < 126 ? b & 0x7F : 0;
        } else if (have < 2 + lengthBytes()) {
            length = length << 8 | b;
        } else {
            mask = mask << 8 | b;
        }
        have++;
        return have == 1 ? firstProblem() == null : have < size() && problem() == null;
    }

    void clear() {
        have = 0;
        length = 0;
        mask = 0;
    }

    private int lengthBytes() {
        int code = second & 0x7F;
        return code < 126 ? 0 : code == 126 ? 2 : 8;
    }

    private int size() {
        return 2 + lengthBytes() + (masked ? 4 : 0);
    }

    /** Why the header breaks §5.2 or §5.5 by itself, null if it does not; known as soon as its bytes are there. */
    @Nullable
    String problem() {
        String problem = firstProblem();
        if (problem != null) {
            return problem;
        }
        if ((second & 0x80) != 0 != masked) {
            return masked ? "frame not masked" : "frame masked";
        }
        if (opcode() >= CLOSE && (second & 0x7F) > 125) {
            return "control frame over 125 bytes";
        }
        if (have >= 2 + lengthBytes()) {
            int code = second & 0x7F;
            if ((code == 126 && length < 126) || (code == 127 && length < 65_536)) {
                return "length not in its shortest form, or negative";
            }
        }
        return null;
    }

    private @Nullable String firstProblem() {
        int op = opcode();
        if ((first & 0x70) != 0) {
            return "reserved bit set";
        }
        if (op > PONG || (op > BINARY && op < CLOSE)) {
            return "reserved opcode";
        }
        return op >= CLOSE && !fin() ? "fragmented control frame" : null;
    }

    boolean fin() {
        return (first & 0x80) != 0;
    }

    int opcode() {
        return first & 0x0F;
    }

    /** Bytes of payload. */
    long length() {
        return length;
    }

    int mask() {
        return mask;
    }
}
