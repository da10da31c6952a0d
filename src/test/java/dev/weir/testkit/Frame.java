package dev.weir.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One WebSocket frame as it came, unmasked (RFC 6455 §5.2). {@code rsv} holds the three reserved bits, RSV1 = 4. */
public record Frame(boolean fin, int rsv, int opcode, boolean masked, ByteBuffer payload) {
    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    private static final int PAYLOAD_BYTES_MAX = 64 << 20;

    /** Reads one frame; a length that is not the shortest way to say it is an {@link AssertionError}. */
    public static Frame read(RawSocket socket) throws IOException {
        int first = socket.readByte();
        int second = socket.readByte();
        boolean masked = (second & 0x80) != 0;
        long length = length(socket, second & 0x7f);
        if (length < 0 || length > PAYLOAD_BYTES_MAX) {
            throw new AssertionError("frame of " + length + " bytes");
        }
        byte[] mask = masked ? socket.readExactly(4) : new byte[4];
        byte[] payload = socket.readExactly((int) length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        ByteBuffer view = ByteBuffer.wrap(payload).asReadOnlyBuffer();
        return new Frame((first & 0x80) != 0, first >> 4 & 7, first & 15, masked, view);
    }

    private static long length(RawSocket socket, int seven) throws IOException {
        if (seven < 126) {
            return seven;
        }
        ByteBuffer more = ByteBuffer.wrap(socket.readExactly(seven == 126 ? 2 : 8));
        long length = seven == 126 ? more.getShort() & 0xffff : more.getLong();
        if (length < (seven == 126 ? 126 : 0x10000)) {
            throw new AssertionError("length " + length + " is not written the shortest way");
        }
        return length;
    }

    /** A copy of the payload. */
    public byte[] bytes() {
        byte[] copy = new byte[payload.remaining()];
        payload.duplicate().get(copy);
        return copy;
    }

    /** The payload as UTF-8; anything else is an {@link AssertionError}. */
    public String text() {
        return utf8(payload.duplicate());
    }

    /** The code of a Close frame; 1005 when it has none (RFC 6455 §7.1.5). */
    public int closeCode() {
        return payload.remaining() == 0 ? 1005 : payload.getShort(payload.position()) & 0xffff;
    }

    /** The reason of a Close frame, empty when it has none. */
    public String closeReason() {
        ByteBuffer rest = payload.duplicate();
        return rest.remaining() < 2 ? "" : utf8(rest.position(rest.position() + 2));
    }

    boolean isControl() {
        return opcode >= 8;
    }

    private static String utf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("not UTF-8", e);
        }
    }
}
