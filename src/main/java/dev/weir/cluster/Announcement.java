package dev.weir.cluster;

import dev.weir.config.LinkConfig;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a queue says of itself on the event bus.
 *
 * @param node its process, as the cluster calls it
 * @param url where edges reach it, {@code wss://host:port}
 * @param epoch of its log
 * @param since when its process became the queue, in ms since 1970; the same in each of its announcements
 */
record Announcement(String node, URI url, String epoch, long since) {
    private static final int CHARS_MAX = 512;

    JsonObject toJson() {
        return new JsonObject()
                .put("node", node)
                .put("url", url.toString())
                .put("epoch", epoch)
                .put("since", since);
    }

    /** Null when it is none: anybody who has joined can send anything. */
    static @Nullable Announcement of(@Nullable Object body) {
        String node = text(body, "node");
        String epoch = text(body, "epoch");
        String address = text(body, "url");
        URI url = address == null ? null : LinkConfig.address(address);
        Object since = body instanceof JsonObject json ? json.getValue("since") : null;
        if (node == null || epoch == null || url == null || !(since instanceof Number ms) || ms.longValue() < 0) {
            return null;
        }
        return new Announcement(node, url, epoch, ms.longValue());
    }

    /** Of two queues that meet, the one that has been one for longer goes first, since it holds more; else that with the smaller id. */
    boolean goesBefore(Announcement other) {
        return since == other.since ? node.compareTo(other.node) < 0 : since < other.since;
    }

    /** Says that a process has no queue any more. */
    static JsonObject goneJson(String node) {
        return new JsonObject().put("node", node).put("gone", true);
    }

    /** The process that says so; null when it is something else. */
    static @Nullable String gone(@Nullable Object body) {
        boolean gone = body instanceof JsonObject json && Boolean.TRUE.equals(json.getValue("gone"));
        return gone ? text(body, "node") : null;
    }

    static @Nullable String text(@Nullable Object body, String member) {
        Object value = body instanceof JsonObject json ? json.getValue(member) : null;
        return value instanceof String text && !text.isEmpty() && text.length() <= CHARS_MAX ? text : null;
    }
}
