package dev.weir.client;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be published. Immutable; {@code with…} makes another. */
public final class Publication {
    private final String topic;
    private final byte[] data;
    private final boolean binary;
    private final @Nullable String key;
    private final Map<String, String> headers;

    private final long seq;

    private Publication(
            String topic, byte[] data, boolean binary, @Nullable String key, Map<String, String> headers, long seq) {
        this.topic = topic;
        this.data = data;
        this.binary = binary;
        this.key = key;
        this.headers = headers;
        this.seq = seq;
    }

    /** One JSON value, which subscribers get as it is written here, byte for byte. */
    public static Publication json(String topic, String json) {
        return json(topic, json.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #json(String, String)}, in UTF-8. */
    public static Publication json(String topic, byte[] json) {
        return new Publication(topic, json.clone(), false, null, Map.of(), 0);
    }

    /** Any text, as a JSON string. */
    public static Publication text(String topic, String text) {
        return new Publication(topic, Json.quoted(text).getBytes(StandardCharsets.UTF_8), false, null, Map.of(), 0);
    }

    /** Text that is one JSON value as {@link #json(String, String)}, any other as {@link #text}. */
    public static Publication jsonOrText(String topic, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Json.isValue(bytes) ? json(topic, bytes) : text(topic, text);
    }

    /** Any bytes. */
    public static Publication binary(String topic, byte[] bytes) {
        return new Publication(topic, bytes.clone(), true, null, Map.of(), 0);
    }

    /** With a key: what belongs together, for consumers that keep order by key. */
    public Publication withKey(String name) {
        return new Publication(topic, data, binary, name, headers, seq);
    }

    /** With one more header; a second one of the same name replaces the first. */
    public Publication withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Publication(topic, data, binary, key, more, seq);
    }

    /**
     * With a number of one's own in place of the client's next one, from 1: the same number under the same producer is
     * stored once. It must not be that of a publish without an answer; the next number is one more than the highest.
     * Numbers should rise: the log remembers 4,096 below the highest.
     */
    public Publication withSeq(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("a number starts at 1");
        }
        return new Publication(topic, data, binary, key, headers, number);
    }

    public String topic() {
        return topic;
    }

    byte[] data() {
        return data;
    }

    boolean isBinary() {
        return binary;
    }

    @Nullable
    String key() {
        return key;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** 0 for the client's next one. */
    long seq() {
        return seq;
    }
}
