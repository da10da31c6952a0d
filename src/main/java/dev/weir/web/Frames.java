package dev.weir.web;

import io.netty.buffer.ByteBuf;

/** Writes unmasked frames, as servers send them (RFC 6455 §5.2). */
public final class Frames {
    public static final int HEADER_BYTES_MAX = 10;

    private static final int FIN = 0x80;

    private Frames() {}

    /** The header of a whole text message. */
    public static void textHeader(ByteBuf out, int length) {
        header(out, FrameHeader.TEXT, length, 0);
    }

    static void header(ByteBuf out, int opcode, int length, int maskBit) {
        out.writeByte(FIN | opcode);
        if (length < 126) {
            out.writeByte(maskBit | length);
        } else if (length < 65_536) {
            out.writeByte(maskBit | 126).writeShort(length);
        } else {
            out.writeByte(maskBit | 127).writeLong(length);
        }
    }
}
