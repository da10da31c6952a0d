package dev.weir.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Draws one WebSocket frame (RFC 6455 §5.2), right or wrong: every bit, the mask and the length can be set. Begins
 * as a final frame without a mask and with the shortest length. Not thread safe.
 */
public final class FrameBytes {
    private final int opcode;
    private final byte[] payload;
    private boolean fin = true;
    private int rsv;
    private byte[] mask = new byte[0];
    private long declared;
    private int lengthBits;

    private FrameBytes(int opcode, byte[] payload) {
        this.opcode = opcode;
        this.payload = payload.clone();
        this.declared = payload.length;
        this.lengthBits = payload.length < 126 ? 7 : payload.length < 0x10000 ? 16 : 64;
    }

    /** A frame of any opcode, 0 to 15. */
    public static FrameBytes of(int opcode, byte[] payload) {
        return new FrameBytes(opcode, payload);
    }

    /** A frame whose payload is {@code text} as UTF-8. */
    public static FrameBytes of(int opcode, String text) {
        return new FrameBytes(opcode, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The payload of a Close frame. */
    public static byte[] closePayload(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + words.length)
                .putShort((short) code)
                .put(words)
                .array();
    }

    public FrameBytes fin(boolean last) {
        fin = last;
        return this;
    }

    /** Sets the reserved bits: RSV1 = 4, RSV2 = 2, RSV3 = 1. */
    public FrameBytes rsv(int bits) {
        rsv = bits;
        return this;
    }

    /** Masks with this key; 0 is a legal key that leaves the payload as it is. */
    public FrameBytes mask(int key) {
        mask = ByteBuffer.allocate(4).putInt(key).array();
        return this;
    }

    public FrameBytes unmasked() {
        mask = new byte[0];
        return this;
    }

    /** Writes the length with 7, 16 or 64 bits, also where fewer would do. */
    public FrameBytes lengthBits(int bits) {
        lengthBits = bits;
        return this;
    }

    /** Claims a length other than the payload's, with 64 bits. */
    public FrameBytes declaredLength(long length) {
        declared = length;
        return lengthBits(64);
    }

    /** The frame as bytes. */
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
        int maskBit = mask.length > 0 ? 0x80 : 0;
        out.put((byte) ((fin ? 0x80 : 0) | rsv << 4 | opcode));
        switch (lengthBits) {
            case 7 -> out.put((byte) (maskBit | (int) declared));
            case 16 -> out.put((byte) (maskBit | 126)).putShort((short) declared);
            case 64 -> out.put((byte) (maskBit | 127)).putLong(declared);
            default -> throw new IllegalArgumentException("no lengths of " + lengthBits + " bits");
        }
        out.put(mask);
        for (int i = 0; i < payload.length; i++) {
            out.put((byte) (payload[i] ^ (mask.length > 0 ? mask[i % 4] : 0)));
        }
        return java.util.Arrays.copyOf(out.array(), out.position());
    }
}
