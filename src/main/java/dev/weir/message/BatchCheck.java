package dev.weir.message;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether bytes from elsewhere are one whole batch, before anybody reads them through a view. On a link no
 * message is marked as refused yet: that is for the queue to decide.
 */
public final class BatchCheck {
    private BatchCheck() {}

    /**
     * What is wrong with the readable bytes as a batch whose messages may be {@code messageBytesMax} long; null when
     * they are exactly one good batch.
     */
    public static @Nullable String problem(ByteBuf buf, int messageBytesMax) {
        int start = buf.readerIndex();
        int readable = buf.readableBytes();
        if (readable < BatchFormat.BATCH_HEADER) {
            return "batch header cut short";
        }
        if (buf.getInt(start + BatchFormat.LENGTH) != readable) {
            return "batch length differs from what came";
        }
        if (buf.getByte(start + BatchFormat.VERSION_AT) != BatchFormat.VERSION
                || buf.getByte(start + BatchFormat.KIND) != BatchFormat.KIND_MESSAGES) {
            return "batch version or kind unknown";
        }
        int count = buf.getInt(start + BatchFormat.COUNT);
        if (count < 1) {
            return "batch without messages";
        }
        return messages(buf, start + BatchFormat.BATCH_HEADER, start + readable, count, messageBytesMax);
    }

    private static @Nullable String messages(ByteBuf buf, int at, int end, int count, int messageBytesMax) {
        int m = at;
        for (int i = 0; i < count; i++) {
            if (end - m < BatchFormat.MESSAGE_HEADER) {
                return "message header cut short";
            }
            int length = buf.getInt(m + BatchFormat.M_LENGTH);
            if (length < BatchFormat.MESSAGE_HEADER || length > end - m) {
                return "message length beyond the batch";
            }
            if ((buf.getUnsignedShort(m + BatchFormat.M_FLAGS) & ~(BatchFormat.SEED | BatchFormat.BINARY)) != 0) {
                return "message with flags that only the queue sets";
            }
            if (buf.getUnsignedShort(m + BatchFormat.M_TOPIC_LENGTH) > Topic.BYTES_MAX) {
                return "topic over the size limit";
            }
            int parts = buf.getUnsignedShort(m + BatchFormat.M_TOPIC_LENGTH)
                    + buf.getUnsignedShort(m + BatchFormat.M_KEY_LENGTH)
                    + buf.getUnsignedShort(m + BatchFormat.M_HEADERS_LENGTH)
                    + buf.getUnsignedShort(m + BatchFormat.M_PRODUCER_LENGTH);
            int payload = length - BatchFormat.MESSAGE_HEADER - parts;
            if (payload < 0) {
                return "message parts beyond the message";
            }
            if (payload > messageBytesMax) {
                return "message over the size limit";
            }
            m += length;
        }
        return m == end ? null : "bytes behind the last message";
    }
}
