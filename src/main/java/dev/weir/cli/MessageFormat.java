package dev.weir.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.client.Message;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Base64;
import java.util.Map;

/** How {@code sub} shows a message; the names are those on the command line. */
enum MessageFormat {
    /** For people: control characters are shown as escapes. */
    text {
        @Override
        String line(Message message) {
            String data = message.isBinary()
                    ? "base64:" + Base64.getEncoder().encodeToString(message.data())
                    : message.dataText();
            return Screen.escaped("[" + message.topic() + "] " + data);
        }
    },
    /** For programs: one JSON object, in the protocol's names. */
    json {
        @Override
        String line(Message message) {
            StringWriter line = new StringWriter();
            try (JsonGenerator out = JSON.createGenerator(line)) {
                write(message, out);
            } catch (IOException e) {
                throw new IllegalStateException("text in memory cannot fail to be written", e);
            }
            return line.toString();
        }
    };

    private static final JsonFactory JSON = new JsonFactory();

    abstract String line(Message message);

    private static void write(Message message, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("topic", message.topic());
        out.writeNumberField("offset", message.offset());
        out.writeNumberField("time", message.timeMs());
        String key = message.key();
        if (key != null) {
            out.writeStringField("key", key);
        }
        if (!message.headers().isEmpty()) {
            out.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : message.headers().entrySet()) {
                out.writeStringField(header.getKey(), header.getValue());
            }
            out.writeEndObject();
        }
        if (message.isBinary()) {
            out.writeFieldName("dataB64");
            out.writeBinary(message.data());
        } else {
            // Line ends in JSON stand between its tokens only, where a space is as good.
            out.writeFieldName("data");
            out.writeRawValue(message.dataText().replace('\n', ' ').replace('\r', ' '));
        }
        out.writeEndObject();
    }
}
