package dev.weir.link;

import dev.weir.protocol.SeedDocument;
import dev.weir.web.Utf8Check;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** What sessions of one loop share to look at one message after the other. */
public final class SeedScratch {
    private static final int KEPT_BYTES_MAX = 256 * 1024;

    private final SeedDocument document = new SeedDocument();
    private byte[] bytes = new byte[4096];

    public SeedDocument document() {
        return document;
    }

    /** The message's bytes from index 0 on, good until the next call. */
    public byte[] copy(ByteBuf buf, int at, int length) {
        if (length > bytes.length || (bytes.length > KEPT_BYTES_MAX && length <= KEPT_BYTES_MAX)) {
            bytes = new byte[Math.max(4096, Integer.highestOneBit(Math.max(length, 1)) * 2)];
        }
        buf.getBytes(at, bytes, 0, length);
        return bytes;
    }

    /** Whether the first bytes of the message copied last are text. */
    public boolean isUtf8(int length) {
        Utf8Check check = new Utf8Check();
        return check.feed(Unpooled.wrappedBuffer(bytes), 0, length) && check.complete();
    }
}
