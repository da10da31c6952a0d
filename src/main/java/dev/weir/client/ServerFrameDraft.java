package dev.weir.client;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of one frame while it is read; -1 and the empty text stand for what has not come. */
final class ServerFrameDraft {
    private static final long FRAME_BYTES_USUAL = 1 << 20;
    private static final long HEARTBEAT_MS_USUAL = 25_000;

    String type = "";
    long id = -1;
    String topic = "";
    long offset = -1;
    long prev;
    long timeMs;

    @Nullable
    String key;

    final Map<String, String> headers = new HashMap<>();
    byte @Nullable [] data;
    boolean binary;
    String epoch = "";
    String durability = "";
    boolean duplicate;
    boolean recovered = true;

    @Nullable
    Gap gap;

    long from = -1;
    long to = -1;
    String reason = "";
    long reconnectInMs = -1;
    long heartbeatMs = HEARTBEAT_MS_USUAL;
    long maxFrameBytes = FRAME_BYTES_USUAL;
    int code;
    String name = "";
    String words = "";
    boolean retryable;
    private @Nullable GroupDraft group;

    /** Made for those frames only that have more than the usual members. */
    GroupDraft group() {
        GroupDraft made = group == null ? new GroupDraft() : group;
        group = made;
        return made;
    }

    /** The frame that the members make. */
    ServerFrame frame() throws IOException {
        return switch (type) {
            case "message" -> new ServerFrame.Arrived(message());
            case "delivery" -> new ServerFrame.Delivered(group().delivery(message()));
            case "acked", "nacked", "extended" -> new ServerFrame.Settled(id, group().stale());
            case "published" ->
                new ServerFrame.Confirm(id, new Published(Math.max(0, offset), epoch, durability(), duplicate));
            case "mark" -> new ServerFrame.Mark(offset);
            case "gap" -> new ServerFrame.Missing(new Gap(from, to, reason));
            case "subscribed" -> new ServerFrame.Subscribed(id, epoch, place(), recovered, gap);
            case "welcome" ->
                new ServerFrame.Welcome(
                        epoch, Math.max(1, heartbeatMs), (int) Math.min(Integer.MAX_VALUE, maxFrameBytes));
            case "consuming" -> new ServerFrame.TakenIn(id, group().joined(place(), epoch));
            case "left" -> new ServerFrame.Left(id, reason);
            case "groups" -> new ServerFrame.Groups(id, group().groups());
            case "groupAltered", "groupReset" -> new ServerFrame.GroupChanged(id, offset);
            case "error" ->
                new ServerFrame.Failure(id, new WeirException(code, name, retryable, "the server says: " + words()));
            case "goaway" -> new ServerFrame.GoAway(reason, reconnectInMs);
            case "ping" -> new ServerFrame.Ping();
            case "" -> throw new IOException("no type");
            default -> new ServerFrame.Other(type);
        };
    }

    private Message message() throws IOException {
        if (data == null || topic.isEmpty()) {
            throw new IOException("a message without " + (data == null ? "data" : "topic"));
        }
        return new Message(topic, place(), prev, timeMs, key, headers, data, binary);
    }

    private long place() throws IOException {
        if (offset < 0) {
            throw new IOException(type + " without offset");
        }
        return offset;
    }

    private String words() {
        return (words.isEmpty() ? name : words) + " (" + code + " " + name + ")";
    }

    private Durability durability() throws IOException {
        try {
            return Durability.valueOf(durability.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IOException("unknown durability", e);
        }
    }
}
