package dev.weir.client;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the client sends, as text. */
final class ClientFrames {
    static final String PONG = "{\"type\":\"pong\"}";

    private ClientFrames() {}

    /** Without producer and number, which {@link #numbered} puts in: they are known later, on another thread. */
    static String publish(Publication publication) {
        return Json.object(out -> {
            out.writeStringField("type", "publish");
            out.writeStringField("topic", publication.topic());
            if (publication.isBinary()) {
                out.writeFieldName("dataB64");
                out.writeBinary(publication.data());
            } else {
                out.writeFieldName("data");
                out.writeRawValue(new String(publication.data(), StandardCharsets.UTF_8));
            }
            String key = publication.key();
            if (key != null) {
                out.writeStringField("key", key);
            }
            if (!publication.headers().isEmpty()) {
                out.writeObjectFieldStart("headers");
                for (Map.Entry<String, String> header : publication.headers().entrySet()) {
                    out.writeStringField(header.getKey(), header.getValue());
                }
                out.writeEndObject();
            }
        });
    }

    /** The frame with its number, which is also the id of the request. */
    static String numbered(String publish, String quotedProducer, long seq) {
        return publish.substring(0, publish.length() - 1) + ",\"producer\":" + quotedProducer + ",\"seq\":" + seq
                + ",\"id\":" + seq + "}";
    }

    static String subscribe(long id, String filter, From from, String epoch) {
        return Json.object(out -> {
            out.writeStringField("type", "subscribe");
            out.writeNumberField("id", id);
            out.writeStringField("filter", filter);
            writeFrom(out, from, epoch);
        });
    }

    static void writeFrom(JsonGenerator out, From from, String epoch) throws IOException {
        if (from instanceof From.Newest) {
            out.writeStringField("from", "new");
        } else if (from instanceof From.Earliest) {
            out.writeStringField("from", "earliest");
        } else {
            out.writeObjectFieldStart("from");
            if (from instanceof From.Offset place) {
                @Nullable String known = place.epoch();
                out.writeNumberField("offset", place.offset());
                out.writeStringField("epoch", known == null ? epoch : known);
            } else if (from instanceof From.Time time) {
                out.writeNumberField("time", time.epochMs());
            } else if (from instanceof From.Last last) {
                out.writeNumberField("last", last.count());
            }
            out.writeEndObject();
        }
    }
}
