package dev.weir.message;

/**
 * The one encoding of messages, shared by links, log and the recent window. All integers are big-endian.
 *
 * <pre>
 * batch header, 48 bytes
 *   0  u32  length       bytes of the whole batch, this header included
 *   4  u32  crc32c       over bytes 8..length; 0 until a log's writer has computed it
 *   8  u8   version      1
 *   9  u8   kind         1 = messages
 *  10  u16  flags        0
 *  12  u32  count        messages that follow
 *  16  u128 linkId       which edge made the batch; "WeirGrps" and the number of a group: the queue, one dead letter of that group
 *  32  u64  batchSeq     its number on that link
 *  40  u64  baseOffset   offset of the first accepted message; 0 until the queue has stamped it
 *
 * message, 56 bytes and then its parts, one after the other without padding
 *   0  u32  length       bytes of the whole message, these 56 included
 *   4  u16  flags        {@link #REFUSED}, {@link #SEED}, {@link #DUPLICATE}, {@link #BINARY}
 *   6  u16  topicLength  0 = without a topic: only poppers get it
 *   8  u16  keyLength
 *  10  u16  headersLength
 *  12  u16  producerLength  0 = none; else one byte with the length of the user's name, the user's name, the producer's name
 *  14  u16  reserved     0
 *  16  u64  offset       stamped by the queue
 *  24  u64  time         stamped by the queue, epoch milliseconds
 *  32  u64  prev         stamped by the queue: offset of the message before it on its topic, 0 = none known
 *  40  u64  sequence     the producer's number for it, 0 = none; of a dead letter the offset of the message it was
 *  48  u64  letterFrom   of a dead letter the first offset that is done with it; else 0
 *  56  topic, key, headers, producer, payload (to the end)
 * </pre>
 *
 * A batch is at most {@link #BATCH_BYTES_MAX} long, or holds one message.
 */
public final class BatchFormat {
    public static final int VERSION = 1;
    public static final int KIND_MESSAGES = 1;
    public static final int BATCH_BYTES_MAX = 256 * 1024;

    static final int LENGTH = 0;
    static final int CRC = 4;
    static final int VERSION_AT = 8;
    static final int KIND = 9;
    static final int FLAGS = 10;
    static final int COUNT = 12;
    static final int LINK_ID = 16;
    static final int BATCH_SEQ = 32;
    static final int BASE_OFFSET = 40;
    public static final int BATCH_HEADER = 48;

    static final int M_LENGTH = 0;
    static final int M_FLAGS = 4;
    static final int M_TOPIC_LENGTH = 6;
    static final int M_KEY_LENGTH = 8;
    static final int M_HEADERS_LENGTH = 10;
    static final int M_PRODUCER_LENGTH = 12;
    static final int M_OFFSET = 16;
    static final int M_TIME = 24;
    static final int M_PREV = 32;
    static final int M_SEQUENCE = 40;
    static final int M_LETTER_FROM = 48;
    public static final int MESSAGE_HEADER = 56;

    /** The queue refused this member; it has no offset and goes to nobody. */
    public static final int REFUSED = 1;

    /** The payload is a whole document of the seed's protocol, passed on byte for byte. */
    public static final int SEED = 2;

    /** Refused because its producer's number was there before; {@code offset} is the first one's, 0 if forgotten. */
    public static final int DUPLICATE = 4;

    /** The payload is bytes, not JSON: native clients get it as base64. */
    public static final int BINARY = 8;

    private BatchFormat() {}
}
