package dev.weir.message;

import io.netty.buffer.ByteBuf;

/**
 * Reads (and, for the queue alone, stamps) one batch where it lies; see {@link BatchFormat} for the drawing.
 *
 * <p>A view copies nothing and moves no index, so several loops may read the same batch at once. The fields that
 * the queue stamps are written on the queue's loop before anybody else is handed the batch. Messages are walked by
 * position: {@code for (int m = first(); m < end(); m = next(m))}.
 *
 * <p>{@link #retain()} and {@link #release()} count references of the buffer below.
 */
public final class BatchView {
    private final ByteBuf buf;
    private final int start;

    /** The batch that begins at the reader index; {@link BatchCheck} has found it whole, or we wrote it. */
    public BatchView(ByteBuf buf) {
        this.buf = buf;
        this.start = buf.readerIndex();
    }

    /** Where the batch begins in {@link #bytes()}. */
    public int start() {
        return start;
    }

    public int length() {
        return buf.getInt(start + BatchFormat.LENGTH);
    }

    public int count() {
        return buf.getInt(start + BatchFormat.COUNT);
    }

    public LinkId linkId() {
        return new LinkId(buf.getLong(start + BatchFormat.LINK_ID), buf.getLong(start + BatchFormat.LINK_ID + 8));
    }

    public long batchSeq() {
        return buf.getLong(start + BatchFormat.BATCH_SEQ);
    }

    public long baseOffset() {
        return buf.getLong(start + BatchFormat.BASE_OFFSET);
    }

    /** Offset of the last accepted message; {@code baseOffset() - 1} when none was. */
    public long lastOffset() {
        return baseOffset() + accepted() - 1;
    }

    /** Messages that were not refused. */
    public int accepted() {
        int accepted = 0;
        for (int m = first(); m < end(); m = next(m)) {
            accepted += refused(m) ? 0 : 1;
        }
        return accepted;
    }

    public int first() {
        return start + BatchFormat.BATCH_HEADER;
    }

    public int end() {
        return start + length();
    }

    public int next(int m) {
        return m + buf.getInt(m + BatchFormat.M_LENGTH);
    }

    public int messageLength(int m) {
        return buf.getInt(m + BatchFormat.M_LENGTH);
    }

    public boolean refused(int m) {
        return (flags(m) & BatchFormat.REFUSED) != 0;
    }

    public boolean seed(int m) {
        return (flags(m) & BatchFormat.SEED) != 0;
    }

    /** Refused, because its producer's number was there before. */
    public boolean duplicate(int m) {
        return (flags(m) & BatchFormat.DUPLICATE) != 0;
    }

    /** Whether the payload is bytes, not JSON. */
    public boolean binary(int m) {
        return (flags(m) & BatchFormat.BINARY) != 0;
    }

    private int flags(int m) {
        return buf.getUnsignedShort(m + BatchFormat.M_FLAGS);
    }

    public long offset(int m) {
        return buf.getLong(m + BatchFormat.M_OFFSET);
    }

    public long time(int m) {
        return buf.getLong(m + BatchFormat.M_TIME);
    }

    public long prev(int m) {
        return buf.getLong(m + BatchFormat.M_PREV);
    }

    public int topicAt(int m) {
        return m + BatchFormat.MESSAGE_HEADER;
    }

    public int topicLength(int m) {
        return buf.getUnsignedShort(m + BatchFormat.M_TOPIC_LENGTH);
    }

    public int keyAt(int m) {
        return topicAt(m) + topicLength(m);
    }

    public int keyLength(int m) {
        return buf.getUnsignedShort(m + BatchFormat.M_KEY_LENGTH);
    }

    /** The headers, a JSON object as the publisher wrote it. */
    public int headersAt(int m) {
        return keyAt(m) + keyLength(m);
    }

    public int headersLength(int m) {
        return buf.getUnsignedShort(m + BatchFormat.M_HEADERS_LENGTH);
    }

    /** User and producer, told apart as {@link BatchFormat} draws it. */
    public int producerAt(int m) {
        return headersAt(m) + headersLength(m);
    }

    public int producerLength(int m) {
        return buf.getUnsignedShort(m + BatchFormat.M_PRODUCER_LENGTH);
    }

    /** The producer's number for the message; 0 for none. */
    public long sequence(int m) {
        return buf.getLong(m + BatchFormat.M_SEQUENCE);
    }

    public int payloadAt(int m) {
        return producerAt(m) + producerLength(m);
    }

    public int payloadLength(int m) {
        return next(m) - payloadAt(m);
    }

    /** Queue only: what the batch as a whole was given. */
    public void stampBase(long baseOffset) {
        buf.setLong(start + BatchFormat.BASE_OFFSET, baseOffset);
    }

    /** Queue only: what one message was given. */
    public void stamp(int m, long offset, long timeMs, long prev) {
        buf.setLong(m + BatchFormat.M_OFFSET, offset);
        buf.setLong(m + BatchFormat.M_TIME, timeMs);
        buf.setLong(m + BatchFormat.M_PREV, prev);
    }

    /** Queue only: the message is not stored again, or not at all; {@code offset} as for {@link BatchFormat#DUPLICATE}. */
    public void stampRefused(int m, boolean duplicate, long offset, long timeMs) {
        buf.setShort(m + BatchFormat.M_FLAGS, flags(m) | BatchFormat.REFUSED | (duplicate ? BatchFormat.DUPLICATE : 0));
        stamp(m, offset, timeMs, 0);
    }

    /** Queue only, of a dead letter: the first of the offsets that are done with it. */
    public void stampLetter(int m, long from) {
        buf.setLong(m + BatchFormat.M_LETTER_FROM, from);
    }

    public long letterFrom(int m) {
        return buf.getLong(m + BatchFormat.M_LETTER_FROM);
    }

    /** Whether it is a dead letter that the queue itself has made. */
    public boolean isLetter() {
        return linkId().isQueue();
    }

    /** The bytes themselves, for absolute reads; nobody moves the indices of this buffer. */
    public ByteBuf bytes() {
        return buf;
    }

    /** A new reference to exactly this batch's bytes, to be written somewhere; the writer releases it. */
    public ByteBuf retainedSlice() {
        return buf.retainedSlice(start, length());
    }

    /** Bytes of memory that the batch holds while it is kept. */
    public int footprint() {
        return buf.capacity() + 128;
    }

    public BatchView retain() {
        buf.retain();
        return this;
    }

    public void release() {
        buf.release();
    }
}
