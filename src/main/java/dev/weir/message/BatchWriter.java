package dev.weir.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Builds one batch after the other. Owned by one loop.
 *
 * <p>A buffer is taken from the allocator with the first message of a batch and handed out by {@link #finish}; its
 * first size follows the last batch, so that a steady stream neither copies nor wastes.
 */
public final class BatchWriter {
    private static final int BUFFER_MIN = 512;

    private final ByteBufAllocator alloc;
    private final LinkId linkId;
    private @Nullable ByteBuf buf;
    private int count;
    private int nextCapacity = BUFFER_MIN;

    public BatchWriter(ByteBufAllocator alloc, LinkId linkId) {
        this.alloc = alloc;
        this.linkId = linkId;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Bytes written to the open batch so far. */
    public int length() {
        return buf == null ? 0 : buf.writerIndex();
    }

    /** Messages in the open batch so far. */
    public int count() {
        return count;
    }

    /** Whether a message with these parts still goes into the open batch. An empty batch takes any message. */
    public boolean fits(int partsLength, int payloadLength) {
        return count == 0
                || length() + BatchFormat.MESSAGE_HEADER + partsLength + payloadLength <= BatchFormat.BATCH_BYTES_MAX;
    }

    /** Adds a seed document; the topic's bytes are {@code topic[0..topicLength)}, none when the length is 0. */
    public void seed(byte[] topic, int topicLength, byte[] payload, int at, int length) {
        ByteBuf b = open();
        header(b, BatchFormat.SEED, topicLength, length);
        b.writeBytes(topic, 0, topicLength);
        b.writeBytes(payload, at, length);
        count++;
    }

    /**
     * Adds a native message. The parts lie in {@code parts} one after the other: topic, key, headers, producer.
     *
     * @param lengths the four parts' lengths in bytes
     * @param sequence the producer's number for the message, 0 for none
     */
    public void message(
            byte[] parts, int[] lengths, long sequence, boolean binary, byte[] payload, int at, int length) {
        ByteBuf b = open();
        int partsLength = lengths[0] + lengths[1] + lengths[2] + lengths[3];
        int start = b.writerIndex();
        header(b, binary ? BatchFormat.BINARY : 0, lengths[0], partsLength - lengths[0] + length);
        b.setShort(start + BatchFormat.M_KEY_LENGTH, lengths[1]);
        b.setShort(start + BatchFormat.M_HEADERS_LENGTH, lengths[2]);
        b.setShort(start + BatchFormat.M_PRODUCER_LENGTH, lengths[3]);
        b.setLong(start + BatchFormat.M_SEQUENCE, sequence);
        b.writeBytes(parts, 0, partsLength);
        b.writeBytes(payload, at, length);
        count++;
    }

    /**
     * Adds the dead letter of a message of another batch, which is no document of the seed's protocol: its key and payload, under another
     * topic and with other headers.
     *
     * @param from has given the message its offset, which the letter bears as its {@code sequence}
     * @param topic at most {@link Topic#BYTES_MAX} long
     * @param headers a JSON object, at most 65,535 bytes
     */
    public void letter(BatchView from, int m, byte[] topic, byte[] headers) {
        letter(from, m, topic, headers, from.bytes(), from.payloadAt(m), from.payloadLength(m));
    }

    /** Likewise, with another payload. */
    public void letter(
            BatchView from, int m, byte[] topic, byte[] headers, ByteBuf payload, int payloadAt, int payloadLength) {
        ByteBuf b = open();
        int start = b.writerIndex();
        int flags = from.binary(m) ? BatchFormat.BINARY : 0;
        header(b, flags, topic.length, from.keyLength(m) + headers.length + payloadLength);
        b.setShort(start + BatchFormat.M_KEY_LENGTH, from.keyLength(m));
        b.setShort(start + BatchFormat.M_HEADERS_LENGTH, headers.length);
        b.setLong(start + BatchFormat.M_SEQUENCE, from.offset(m));
        b.writeBytes(topic);
        b.writeBytes(from.bytes(), from.keyAt(m), from.keyLength(m));
        b.writeBytes(headers);
        b.writeBytes(payload, payloadAt, payloadLength);
        count++;
    }

    /** Copies a message of another batch as it is, with what was stamped into it. */
    public void copy(BatchView from, int m) {
        open().writeBytes(from.bytes(), m, from.messageLength(m));
        count++;
    }

    private void header(ByteBuf b, int flags, int topicLength, int payloadLength) {
        b.ensureWritable(BatchFormat.MESSAGE_HEADER + topicLength + payloadLength);
        b.writeInt(BatchFormat.MESSAGE_HEADER + topicLength + payloadLength);
        b.writeShort(flags);
        b.writeShort(topicLength);
        b.writeZero(BatchFormat.MESSAGE_HEADER - 8);
    }

    private ByteBuf open() {
        ByteBuf b = buf;
        if (b == null) {
            b = alloc.directBuffer(nextCapacity);
            b.writeZero(BatchFormat.BATCH_HEADER);
            buf = b;
        }
        return b;
    }

    /** Closes the open batch under a number; the caller owns the one reference to it. */
    public BatchView finish(long batchSeq, long baseOffset) {
        ByteBuf b = open();
        b.setInt(BatchFormat.LENGTH, b.writerIndex());
        b.setByte(BatchFormat.VERSION_AT, BatchFormat.VERSION);
        b.setByte(BatchFormat.KIND, BatchFormat.KIND_MESSAGES);
        b.setInt(BatchFormat.COUNT, count);
        b.setLong(BatchFormat.LINK_ID, linkId.high());
        b.setLong(BatchFormat.LINK_ID + 8, linkId.low());
        b.setLong(BatchFormat.BATCH_SEQ, batchSeq);
        b.setLong(BatchFormat.BASE_OFFSET, baseOffset);
        nextCapacity = Math.max(BUFFER_MIN, b.writerIndex());
        buf = null;
        count = 0;
        return new BatchView(b);
    }

    /** Drops the open batch, when its owner ends. */
    public void discard() {
        if (buf != null) {
            buf.release();
            buf = null;
            count = 0;
        }
    }
}
