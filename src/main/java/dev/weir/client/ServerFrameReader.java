package dev.weir.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one text message: a frame, or an array of them. */
final class ServerFrameReader {
    private ServerFrameReader() {}

    /**
     * The frames, in their order.
     *
     * @throws IOException if it is neither, or a member has the wrong kind of value
     */
    static List<ServerFrame> read(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<ServerFrame> frames = new ArrayList<>();
        try (JsonParser parser = Json.FACTORY.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    frames.add(readOne(parser, bytes));
                }
            } else {
                frames.add(readOne(parser, bytes));
            }
            if (parser.nextToken() != null) {
                throw new IOException("more text after the end");
            }
        }
        return frames;
    }

    private static ServerFrame readOne(JsonParser parser, byte[] bytes) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("not an object");
        }
        ServerFrameDraft draft = new ServerFrameDraft();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            readMember(draft, name, parser, bytes);
        }
        return draft.frame();
    }

    private static void readMember(ServerFrameDraft draft, String name, JsonParser parser, byte[] bytes)
            throws IOException {
        switch (name) {
            case "type" -> draft.type = text(parser);
            case "id" -> draft.id = parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : -1;
            case "topic" -> draft.topic = text(parser);
            case "offset" -> draft.offset = whole(parser);
            case "prev" -> draft.prev = whole(parser);
            case "time" -> draft.timeMs = whole(parser);
            case "key" -> draft.key = parser.currentToken() == JsonToken.VALUE_NULL ? null : text(parser);
            case "headers" -> readHeaders(draft, parser);
            case "data" -> draft.data = raw(parser, bytes);
            case "dataB64" -> {
                draft.data = parser.getBinaryValue();
                draft.binary = true;
            }
            case "epoch" -> draft.epoch = text(parser);
            case "durability" -> draft.durability = text(parser);
            case "duplicate" -> draft.duplicate = parser.getBooleanValue();
            case "recovered" -> draft.recovered = parser.getBooleanValue();
            case "gap" -> draft.gap = gap(parser);
            case "from" -> draft.from = whole(parser);
            case "to" -> draft.to = whole(parser);
            case "reason" -> draft.reason = text(parser);
            case "reconnectInMs" -> draft.reconnectInMs = whole(parser);
            case "heartbeatMs" -> draft.heartbeatMs = whole(parser);
            case "maxFrameBytes" -> draft.maxFrameBytes = whole(parser);
            case "code" -> draft.code = (int) whole(parser);
            case "name" -> draft.name = text(parser);
            case "message" -> draft.words = text(parser);
            case "retryable" -> draft.retryable = parser.getBooleanValue();
            default -> {
                if (!draft.group().read(name, parser)) {
                    parser.skipChildren();
                }
            }
        }
    }

    private static void readHeaders(ServerFrameDraft draft, JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("headers are not an object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            draft.headers.put(name, text(parser));
        }
    }

    private static @Nullable Gap gap(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("the gap is not an object");
        }
        ServerFrameDraft inner = new ServerFrameDraft();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            readMember(inner, name, parser, new byte[0]);
        }
        return new Gap(inner.from, inner.to, inner.reason);
    }

    /** The value's own bytes; the parser stands behind it afterwards. */
    private static byte[] raw(JsonParser parser, byte[] bytes) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        if (start < 0 || end > bytes.length || start > end) {
            throw new IOException("data out of place");
        }
        return java.util.Arrays.copyOfRange(bytes, start, end);
    }

    static String text(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new IOException(parser.currentName() + " is not a string");
        }
        return parser.getText();
    }

    static long whole(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new IOException(parser.currentName() + " is not a whole number");
        }
        return parser.getLongValue();
    }
}
