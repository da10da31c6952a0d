package dev.weir.protocol;

import io.netty.buffer.ByteBuf;

/** Finds the {@code Content} of a seed document that lies in a buffer. Owned by one loop. */
public final class SeedContent {
    private static final int KEPT_BYTES_MAX = 256 * 1024;
    private static final int FIRST_BYTES = 1024;

    private final SeedDocument document = new SeedDocument();
    private final JsonScanner json = new JsonScanner();
    private byte[] text = new byte[FIRST_BYTES];

    /** False when there is none, or one deeper than native frames go. */
    public boolean read(ByteBuf buf, int at, int length) {
        if (length > text.length || text.length > KEPT_BYTES_MAX) {
            text = new byte[Math.max(length, FIRST_BYTES)];
        }
        buf.getBytes(at, text, 0, length);
        if (!document.read(text, 0, length) || document.contentFrom() == document.contentTo()) {
            return false;
        }
        json.start(text, document.contentFrom(), document.contentTo());
        return text[document.contentFrom()] == '"' || json.skipValue(JsonMembers.DEPTH_MAX);
    }

    /** What was read last; the content lies in it from {@link #from} to {@link #to}. */
    public byte[] text() {
        return text;
    }

    public int from() {
        return document.contentFrom();
    }

    public int to() {
        return document.contentTo();
    }
}
