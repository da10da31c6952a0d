package dev.weir.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** Makes whole frames, as a server or as a client sends them. Each is one buffer, so that none is ever sent in part. */
final class FrameEncoder {
    private static final int CONTROL_HEADER_BYTES = 2;

    private final ByteBufAllocator alloc;
    private final boolean server;

    FrameEncoder(ByteBufAllocator alloc, boolean server) {
        this.alloc = alloc;
        this.server = server;
    }

    /** One message; takes the payload over, which a server's frame does not copy. */
    ByteBuf message(int opcode, ByteBuf payload) {
        if (!server) {
            return MaskedFrames.encode(alloc, opcode, payload);
        }
        ByteBuf head = alloc.directBuffer(Frames.HEADER_BYTES_MAX);
        Frames.header(head, opcode, payload.readableBytes(), 0);
        if (payload.isReadable()) {
            return Unpooled.wrappedBuffer(head, payload);
        }
        payload.release();
        return head;
    }

    /** One control frame of at most 125 bytes. */
    ByteBuf control(int opcode, byte[] payload) {
        ByteBuf out = alloc.directBuffer(CONTROL_HEADER_BYTES + payload.length);
        if (!server) {
            return MaskedFrames.encode(alloc, opcode, out.writeBytes(payload));
        }
        Frames.header(out, opcode, payload.length, 0);
        return out.writeBytes(payload);
    }
}
