package dev.weir.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** The one JSON object of the seed's protocol: {@code {"Topic":"t","Content":"c"}}. */
record SeedMessage(String topic, String content) {
    private static final JsonFactory JSON = new JsonFactory();

    /** As Go's encoder writes it, the newline at its end included. */
    String toJson() {
        StringBuilder json = new StringBuilder(32 + topic.length() + content.length());
        json.append("{\"Topic\":");
        GoString.quote(topic, json);
        json.append(",\"Content\":");
        GoString.quote(content, json);
        return json.append("}\n").toString();
    }

    /**
     * Reads as Go's decoder does: member names in any case, others ignored, the last of equal ones wins, a missing
     * one or null is empty, text after the first value does not matter. Empty for anything else.
     */
    static Optional<SeedMessage> fromJson(String text) {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            String topic = "";
            String content = "";
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name.toLowerCase(Locale.ROOT)) {
                    case "topic" -> topic = string(json, topic);
                    case "content" -> content = string(json, content);
                    default -> json.skipChildren();
                }
            }
            return Optional.of(new SeedMessage(topic, content));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String string(JsonParser json, String before) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NULL -> before;
            default -> throw new IOException("not a string");
        };
    }
}
