package dev.weir.protocol;

import dev.weir.message.Topic;
import org.jspecify.annotations.Nullable;

/**
 * A message to be stored, in the form in which a batch takes it. One object for all frames of a reader: its content is good
 * until the reader's next frame. Owned by the reader's loop.
 */
public final class PublishFrame implements ClientFrame.Publish {
    public static final int KEY_BYTES_MAX = 255;
    public static final int PRODUCER_BYTES_MAX = 128;

    /** Bytes of the headers, as they are written. */
    public static final int HEADERS_BYTES_MAX = 8192;

    private static final int USER_BYTES_MAX = 255;
    private static final int TOPIC = 0;
    private static final int KEY = 1;
    private static final int HEADERS = 2;
    private static final int PRODUCER = 3;

    private final byte[] parts =
            new byte[Topic.BYTES_MAX + KEY_BYTES_MAX + HEADERS_BYTES_MAX + 1 + USER_BYTES_MAX + PRODUCER_BYTES_MAX];
    private final int[] lengths = new int[4];
    /** Last of the parts is the user's name, which only the session knows; until then the producer is here. */
    private final byte[] producer = new byte[PRODUCER_BYTES_MAX];

    private int producerLength;
    private long sequence;
    private boolean binary;
    private byte[] payload = new byte[0];
    private int payloadFrom;
    private int payloadTo;
    private byte[] text = new byte[0];
    private int idFrom;
    private int idTo;

    PublishFrame() {}

    /** Topic, key, headers and, after {@link #owner}, the producer, one after the other. */
    public byte[] parts() {
        return parts;
    }

    /** The four parts' lengths in bytes; 0 for what was left out. */
    public int[] lengths() {
        return lengths;
    }

    /** Bytes of all parts together. */
    public int partsLength() {
        return lengths[TOPIC] + lengths[KEY] + lengths[HEADERS] + lengths[PRODUCER];
    }

    public int topicLength() {
        return lengths[TOPIC];
    }

    public boolean hasProducer() {
        return producerLength > 0;
    }

    /** The producer's number for the message, 1 to 2^53 - 1; 0 without a producer. */
    public long sequence() {
        return sequence;
    }

    /**
     * Adds the producer's part: producers are told apart per user. Nothing to add when there is no producer; once per
     * frame.
     *
     * @param user the name in UTF-8, at most 255 bytes
     */
    public void owner(byte[] user) {
        if (producerLength > 0) {
            int at = lengths[TOPIC] + lengths[KEY] + lengths[HEADERS];
            parts[at] = (byte) user.length;
            System.arraycopy(user, 0, parts, at + 1, user.length);
            System.arraycopy(producer, 0, parts, at + 1 + user.length, producerLength);
            lengths[PRODUCER] = 1 + user.length + producerLength;
        }
    }

    /** Whether the payload is bytes; else it is JSON exactly as written. */
    public boolean binary() {
        return binary;
    }

    /** Holds the payload from {@link #payloadAt()} on; not to be changed. */
    public byte[] payload() {
        return payload;
    }

    public int payloadAt() {
        return payloadFrom;
    }

    public int payloadLength() {
        return payloadTo - payloadFrom;
    }

    /** Null when the client wants no answer. */
    public @Nullable FrameId id() {
        return idFrom < 0 ? null : FrameId.of(text, idFrom, idTo);
    }

    void begin(byte[] text, int idFrom, int idTo) {
        this.text = text;
        this.idFrom = idFrom;
        this.idTo = idTo;
        lengths[TOPIC] = 0;
        lengths[KEY] = 0;
        lengths[HEADERS] = 0;
        lengths[PRODUCER] = 0;
        producerLength = 0;
        sequence = 0;
    }

    void topic(byte[] topic, int length) {
        System.arraycopy(topic, 0, parts, 0, length);
        lengths[TOPIC] = length;
    }

    void key(byte[] key, int length) {
        System.arraycopy(key, 0, parts, lengths[TOPIC], length);
        lengths[KEY] = length;
    }

    void headers(byte[] from, int at, int length) {
        System.arraycopy(from, at, parts, lengths[TOPIC] + lengths[KEY], length);
        lengths[HEADERS] = length;
    }

    void producer(byte[] name, int length, long sequence) {
        System.arraycopy(name, 0, producer, 0, length);
        this.producerLength = length;
        this.sequence = sequence;
    }

    void payload(byte[] payload, int from, int to, boolean binary) {
        this.payload = payload;
        this.payloadFrom = from;
        this.payloadTo = to;
        this.binary = binary;
    }
}
