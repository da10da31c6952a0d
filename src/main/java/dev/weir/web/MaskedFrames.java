package dev.weir.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.SplittableRandom;

/** Writes frames as clients send them: each masked with a number of its own (RFC 6455 §5.3). */
final class MaskedFrames {
    /** Masks guard proxies against chosen bytes, not secrets; one stream of numbers per thread is enough. */
    private static final ThreadLocal<SplittableRandom> MASKS =
            ThreadLocal.withInitial(() -> new SplittableRandom(new java.security.SecureRandom().nextLong()));

    private MaskedFrames() {}

    /** One whole frame; takes the payload over and leaves its bytes as they are, since others may share them. */
    static ByteBuf encode(ByteBufAllocator alloc, int opcode, ByteBuf payload) {
        int length = payload.readableBytes();
        ByteBuf out = alloc.directBuffer(length + Frames.HEADER_BYTES_MAX + 4);
        int mask = MASKS.get().nextInt();
        Frames.header(out, opcode, length, 0x80);
        out.writeInt(mask);
        int at = out.writerIndex();
        out.writeBytes(payload, payload.readerIndex(), length);
        payload.release();
        Mask.apply(out, at, length, mask, 0);
        return out;
    }
}
