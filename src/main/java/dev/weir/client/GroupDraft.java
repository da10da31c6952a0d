package dev.weir.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The members that only frames about groups have, while a frame is read. */
final class GroupDraft {
    private String group = "";
    private long tag = -1;
    private int attempt = 1;
    private boolean redelivered;
    private boolean created;
    private String filter = "";
    private String mode = "";
    private int leaseMs;
    private int maxAttempts;
    private List<Integer> backoffMs = List.of();
    private String deadLetter = "";
    private int maxInFlight;
    private long lag;
    private long inFlight;
    private long delayed;
    private long parked;
    private long dead;
    private long members;
    private List<Long> stale = List.of();
    private List<GroupInfo> groups = List.of();

    /** Reads the value if the name is one of these; false, and nothing is read, if not. */
    boolean read(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "group" -> group = ServerFrameReader.text(parser);
            case "tag" -> tag = ServerFrameReader.whole(parser);
            case "attempt" -> attempt = (int) ServerFrameReader.whole(parser);
            case "redelivered" -> redelivered = parser.getBooleanValue();
            case "created" -> created = parser.getBooleanValue();
            case "filter" -> filter = ServerFrameReader.text(parser);
            case "mode" -> mode = ServerFrameReader.text(parser);
            case "leaseMs" -> leaseMs = (int) ServerFrameReader.whole(parser);
            case "maxAttempts" -> maxAttempts = (int) ServerFrameReader.whole(parser);
            case "backoffMs" ->
                backoffMs = wholes(parser).stream().map(Long::intValue).toList();
            case "deadLetter" -> deadLetter = ServerFrameReader.text(parser);
            case "maxInFlight" -> maxInFlight = (int) ServerFrameReader.whole(parser);
            case "lag" -> lag = ServerFrameReader.whole(parser);
            case "inFlight" -> inFlight = ServerFrameReader.whole(parser);
            case "delayed" -> delayed = ServerFrameReader.whole(parser);
            case "parked" -> parked = ServerFrameReader.whole(parser);
            case "dead" -> dead = ServerFrameReader.whole(parser);
            case "members" -> members = ServerFrameReader.whole(parser);
            case "stale" -> stale = wholes(parser);
            case "groups" -> groups = groups(parser);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static List<Long> wholes(JsonParser parser) throws IOException {
        List<Long> all = new ArrayList<>();
        begin(parser);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            all.add(ServerFrameReader.whole(parser));
        }
        return all;
    }

    private static List<GroupInfo> groups(JsonParser parser) throws IOException {
        List<GroupInfo> all = new ArrayList<>();
        begin(parser);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new IOException("a group is not an object");
            }
            all.add(info(parser));
        }
        return all;
    }

    private static GroupInfo info(JsonParser parser) throws IOException {
        GroupDraft one = new GroupDraft();
        long offset = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
            if (!isNull && name.equals("offset")) {
                offset = ServerFrameReader.whole(parser);
            } else if (!isNull && !one.read(name, parser)) {
                parser.skipChildren();
            }
        }
        return one.info(offset);
    }

    private static void begin(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new IOException(parser.currentName() + " is not an array");
        }
    }

    private GroupInfo info(long offset) {
        return new GroupInfo(
                group,
                filter,
                mode,
                leaseMs,
                maxAttempts,
                backoffMs,
                deadLetter,
                offset,
                lag,
                inFlight,
                delayed,
                parked,
                dead,
                members);
    }

    Joined joined(long offset, String epoch) throws IOException {
        if (leaseMs < 1) {
            throw new IOException("consuming without leaseMs");
        }
        return new Joined(
                group, created, filter, mode, leaseMs, maxAttempts, backoffMs, deadLetter, maxInFlight, offset, epoch);
    }

    Delivery delivery(Message message) throws IOException {
        if (tag < 1) {
            throw new IOException("a delivery without tag");
        }
        return new Delivery(message, group, tag, attempt, redelivered);
    }

    List<Long> stale() {
        return stale;
    }

    List<GroupInfo> groups() {
        return groups;
    }
}
