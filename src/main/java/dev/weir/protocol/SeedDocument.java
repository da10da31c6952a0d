package dev.weir.protocol;

import dev.weir.message.Topic;

/**
 * Finds topic and content in a document of the seed's protocol, {@code {"Topic":"t","Content":"c"}}.
 *
 * <p>Member names match in any case, order is free, other members are ignored, text behind the first JSON value is
 * ignored; {@code Topic} or {@code Content} twice makes the document unreadable. A topic is legal with 1–255
 * bytes, no control characters and no leading {@code $}; all else is ordinary here. Reused for one document after
 * the other; owned by one loop.
 */
public final class SeedDocument {
    public static final int TOPIC_BYTES_MAX = 255;

    private final JsonScanner json = new JsonScanner();
    private final byte[] name = new byte[8];
    private final byte[] topic = new byte[TOPIC_BYTES_MAX];
    private final byte[] content = new byte[8];
    private int topicLength;
    private int contentLength;
    private int contentFrom;
    private int contentTo;

    /** Reads one document. False when it has no topic that can be read and is legal. */
    public boolean read(byte[] text, int at, int length) {
        topicLength = -1;
        contentLength = -1;
        contentFrom = 0;
        contentTo = 0;
        json.start(text, at, at + length);
        if (!members() || topicLength < 1 || !legal(topic, topicLength)) {
            topicLength = 0;
            contentLength = -1;
            contentTo = contentFrom;
            return false;
        }
        return true;
    }

    private boolean members() {
        if (!json.take('{')) {
            return false;
        }
        if (json.take('}')) {
            return true;
        }
        do {
            if (!json.take('"')) {
                return false;
            }
            int nameLength = json.string(name);
            if (nameLength < 0 || !json.take(':') || !value(nameLength)) {
                return false;
            }
        } while (json.take(','));
        return json.take('}');
    }

    private boolean value(int nameLength) {
        if (is(name, nameLength, "topic")) {
            if (topicLength >= 0 || !json.take('"')) {
                return false;
            }
            topicLength = json.string(topic);
            return topicLength >= 0;
        }
        if (is(name, nameLength, "content")) {
            if (contentLength >= 0) {
                return false;
            }
            boolean read = content();
            contentTo = json.at();
            return read;
        }
        return json.skipValue();
    }

    private boolean content() {
        boolean text = json.peek() == '"';
        contentFrom = json.at();
        if (!text) {
            contentLength = 0;
            return json.skipValue();
        }
        json.take('"');
        contentLength = json.string(content);
        return contentLength >= 0;
    }

    private static boolean is(byte[] name, int length, String lowerCase) {
        if (length != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte b = name[i];
            if (b != lowerCase.charAt(i) && (b < 'A' || b > 'Z' || (b | 0x20) != lowerCase.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes, valid UTF-8, may be a topic here. */
    static boolean legal(byte[] topic, int length) {
        if (length < 1 || length > TOPIC_BYTES_MAX || topic[0] == '$') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte b = topic[i];
            if (b < 0) {
                return Topic.parse(topic, 0, length) != null;
            }
            if (b < 0x20 || b == 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** The topic's bytes, valid up to {@link #topicLength()} until the next read. */
    public byte[] topic() {
        return topic;
    }

    /** 0 when the document has no topic. */
    public int topicLength() {
        return topicLength;
    }

    /** Where the content, any JSON value, begins in the text as it is written there; good until the next read. */
    int contentFrom() {
        return contentFrom;
    }

    /** Where the content ends; where it begins when there is none. */
    int contentTo() {
        return contentTo;
    }

    /** Whether the content is exactly this ASCII word of at most eight letters. */
    boolean contentIs(String word) {
        if (contentLength != word.length()) {
            return false;
        }
        for (int i = 0; i < contentLength; i++) {
            if (content[i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
