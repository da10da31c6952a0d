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

    private Publication(String topic, byte[] data, boolean binary, @Nullable String key, Map<String, String> headers) {
        this.topic = topic;
        this.data = data;
        this.binary = binary;
        this.key = key;
        this.headers = headers;
    }

    /** One JSON value, which subscribers get as it is written here, byte for byte. */
    public static Publication json(String topic, String json) {
        return json(topic, json.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #json(String, String)}, in UTF-8. */
    public static Publication json(String topic, byte[] json) {
        return new Publication(topic, json.clone(), false, null, Map.of());
    }

    /** Any text, as a JSON string. */
    public static Publication text(String topic, String text) {
        return new Publication(topic, Json.quoted(text).getBytes(StandardCharsets.UTF_8), false, null, Map.of());
    }

    /** Text that is one JSON value as {@link #json(String, String)}, any other as {@link #text}. */
    public static Publication jsonOrText(String topic, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Json.isValue(bytes) ? json(topic, bytes) : text(topic, text);
    }

    /** Any bytes. */
    public static Publication binary(String topic, byte[] bytes) {
        return new Publication(topic, bytes.clone(), true, null, Map.of());
    }

    /** With a key: what belongs together, for consumers that keep order by key. */
    public Publication withKey(String name) {
        return new Publication(topic, data, binary, name, headers);
    }

    /** With one more header; a second one of the same name replaces the first. */
    public Publication withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Publication(topic, data, binary, key, more);
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
}
