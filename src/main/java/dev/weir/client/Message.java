package dev.weir.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One message as it came. Immutable by agreement: {@link #data} is not copied. */
public final class Message {
    private final String topic;
    private final long offset;
    private final long prev;
    private final long timeMs;
    private final @Nullable String key;
    private final Map<String, String> headers;
    private final byte[] data;
    private final boolean binary;

    Message(
            String topic,
            long offset,
            long prev,
            long timeMs,
            @Nullable String key,
            Map<String, String> headers,
            byte[] data,
            boolean binary) {
        this.topic = topic;
        this.offset = offset;
        this.prev = prev;
        this.timeMs = timeMs;
        this.key = key;
        this.headers = Map.copyOf(headers);
        this.data = data;
        this.binary = binary;
    }

    public String topic() {
        return topic;
    }

    public long offset() {
        return offset;
    }

    /** The offset of the message before it on its topic; 0 if none is known. */
    public long prev() {
        return prev;
    }

    /** When the queue took it, in ms since 1970. */
    public long timeMs() {
        return timeMs;
    }

    public @Nullable String key() {
        return key;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The JSON value, byte for byte as it was published; or plain bytes if {@link #isBinary}. */
    public byte[] data() {
        return data;
    }

    /** Whether it was published as bytes rather than as JSON. */
    public boolean isBinary() {
        return binary;
    }

    /** The data as text: the JSON value, not unquoted. */
    public String dataText() {
        return new String(data, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Message[" + topic + " @" + offset + ", " + data.length + " bytes]";
    }
}
