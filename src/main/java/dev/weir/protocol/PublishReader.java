package dev.weir.protocol;

import dev.weir.message.Topic;
import org.jspecify.annotations.Nullable;

/** Fills a {@link PublishFrame} from a frame's members. Owned by one loop. */
final class PublishReader {
    private static final Problem TOPIC = new Problem(
            ErrorCode.BAD_TOPIC,
            "topic: a string of 1 to 255 bytes, without control characters, + and #, and without a leading $");
    private static final Problem KEY = Problem.frame("key: a string of 1 to 255 bytes, or leave it out");
    private static final Problem HEADERS =
            Problem.frame("headers: an object of at most 64 strings in at most 8192 bytes, no name twice");
    private static final Problem PRODUCER =
            Problem.frame("producer: a string of 1 to 128 bytes without control characters, together with seq");
    private static final Problem SEQ =
            Problem.frame("seq: an integer from 1 to 9007199254740991, together with producer");
    private static final Problem NO_DATA = Problem.frame("data (any JSON) or dataB64 is needed");
    private static final Problem TWO_DATA = Problem.frame("data or dataB64, not both");
    private static final Problem BASE64 = Problem.frame("dataB64: a string in base64 with padding");

    private static final int KEPT_BYTES_MAX = 64 * 1024;

    private final PublishFrame frame = new PublishFrame();
    private final HeadersCheck headers = new HeadersCheck();
    private final byte[] topic = new byte[Topic.BYTES_MAX];
    private final byte[] key = new byte[PublishFrame.KEY_BYTES_MAX];
    private final byte[] producer = new byte[PublishFrame.PRODUCER_BYTES_MAX];
    private byte[] bytes = new byte[1024];

    PublishFrame frame() {
        return frame;
    }

    /** Reads a frame whose id is good or missing. Null when {@link #frame} holds it now. */
    @Nullable
    Problem read(FrameMembers in) {
        boolean hasId = in.has(FrameMembers.ID);
        frame.begin(in.text(), hasId ? in.from(FrameMembers.ID) : -1, hasId ? in.to(FrameMembers.ID) : -1);
        int topicLength = in.string(FrameMembers.TOPIC, topic);
        if (topicLength < 0 || !SeedDocument.legal(topic, topicLength) || hasWildcard(topicLength)) {
            return TOPIC;
        }
        frame.topic(topic, topicLength);
        Problem problem = in.has(FrameMembers.KEY) ? key(in) : null;
        if (problem == null && in.has(FrameMembers.HEADERS)) {
            problem = headers(in);
        }
        if (problem == null && (in.has(FrameMembers.PRODUCER) || in.has(FrameMembers.SEQ))) {
            problem = producer(in);
        }
        return problem == null ? data(in) : problem;
    }

    private boolean hasWildcard(int length) {
        for (int i = 0; i < length; i++) {
            if (topic[i] == '+' || topic[i] == '#') {
                return true;
            }
        }
        return false;
    }

    private @Nullable Problem key(FrameMembers in) {
        int length = in.string(FrameMembers.KEY, key);
        if (length < 1 || length > key.length) {
            return KEY;
        }
        frame.key(key, length);
        return null;
    }

    private @Nullable Problem headers(FrameMembers in) {
        int from = in.from(FrameMembers.HEADERS);
        int length = in.to(FrameMembers.HEADERS) - from;
        if (length > PublishFrame.HEADERS_BYTES_MAX || !headers.good(in.at(FrameMembers.HEADERS))) {
            return HEADERS;
        }
        frame.headers(in.text(), from, length);
        return null;
    }

    private @Nullable Problem producer(FrameMembers in) {
        int length = in.string(FrameMembers.PRODUCER, producer);
        if (length > producer.length || Topic.parse(producer, 0, length) == null) {
            return PRODUCER;
        }
        long sequence = in.integer(FrameMembers.SEQ);
        if (sequence < 1) {
            return SEQ;
        }
        frame.producer(producer, length, sequence);
        return null;
    }

    private @Nullable Problem data(FrameMembers in) {
        boolean binary = in.has(FrameMembers.DATA_B64);
        if (binary == in.has(FrameMembers.DATA)) {
            return binary ? TWO_DATA : NO_DATA;
        }
        if (!binary) {
            frame.payload(in.text(), in.from(FrameMembers.DATA), in.to(FrameMembers.DATA), false);
            return null;
        }
        int written = in.to(FrameMembers.DATA_B64) - in.from(FrameMembers.DATA_B64);
        if (written > bytes.length || bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[Math.max(written, 1024)];
        }
        int length = in.string(FrameMembers.DATA_B64, bytes);
        int decoded = length < 0 ? -1 : Base64Text.decode(bytes, length);
        if (decoded < 0) {
            return BASE64;
        }
        frame.payload(bytes, 0, decoded, true);
        return null;
    }
}
