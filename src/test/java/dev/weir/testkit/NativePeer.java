package dev.weir.testkit;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The server's end of one native connection, spoken by a test in whole frames. One thread. */
public final class NativePeer implements AutoCloseable {
    private final Peer peer;
    private final Deque<JsonObject> received = new ArrayDeque<>();

    NativePeer(Peer peer) {
        this.peer = peer;
    }

    /** The WebSocket below. */
    public Peer ws() {
        return peer;
    }

    public NativePeer welcome(long heartbeatMs) throws IOException {
        return say(
                "{\"type\":\"welcome\",\"node\":\"n1\",\"user\":\"hello\",\"epoch\":\"k3\",\"head\":99,\"heartbeatMs\":"
                        + heartbeatMs + ",\"maxFrameBytes\":1048576}");
    }

    public NativePeer say(String json) throws IOException {
        peer.sendText(json);
        return this;
    }

    /** The next frame; batches are taken apart. */
    public JsonObject read() throws IOException {
        while (received.isEmpty()) {
            Object json = Json.decodeValue(peer.readText());
            if (json instanceof JsonArray batch) {
                batch.forEach(one -> received.add((JsonObject) one));
            } else {
                received.add((JsonObject) json);
            }
        }
        return received.remove();
    }

    /** The next frame, which must be of this type. */
    public JsonObject read(String type) throws IOException {
        JsonObject frame = read();
        if (!type.equals(frame.getString("type"))) {
            throw new AssertionError("not " + type + ": " + frame);
        }
        return frame;
    }

    /** Reads the next publish and confirms it at this offset. */
    public JsonObject confirm(long offset) throws IOException {
        JsonObject publish = read("publish");
        confirm(publish, offset, false);
        return publish;
    }

    public NativePeer confirm(JsonObject publish, long offset, boolean duplicate) throws IOException {
        return say("{\"type\":\"published\",\"id\":" + publish.getLong("id") + ",\"offset\":" + offset
                + ",\"epoch\":\"k3\",\"durability\":\"synced\",\"duplicate\":" + duplicate + "}");
    }

    /** Reads the next subscribe and lets it start at this offset. */
    public JsonObject subscribe(long offset) throws IOException {
        JsonObject subscribe = read("subscribe");
        subscribed(subscribe, offset, ",\"recovered\":true");
        return subscribe;
    }

    public NativePeer subscribed(JsonObject subscribe, long offset, String more) throws IOException {
        return say("{\"type\":\"subscribed\",\"id\":" + subscribe.getLong("id")
                + ",\"filter\":\"f\",\"epoch\":\"k3\",\"offset\":" + offset + more + "}");
    }

    public NativePeer message(String topic, long offset, long prev, String data) throws IOException {
        return say(messageText(topic, offset, prev, data));
    }

    public static String messageText(String topic, long offset, long prev, String data) {
        return "{\"type\":\"message\",\"topic\":\"" + topic + "\",\"offset\":" + offset + ",\"prev\":" + prev
                + ",\"time\":1790000000000,\"data\":" + data + "}";
    }

    public NativePeer error(JsonObject to, int code, String name, boolean retryable) throws IOException {
        return say("{\"type\":\"error\",\"id\":" + to.getLong("id") + ",\"code\":" + code + ",\"name\":\"" + name
                + "\",\"message\":\"no\",\"retryable\":" + retryable + "}");
    }

    /** As a crash looks. */
    public void reset() throws IOException {
        peer.socket().reset();
    }

    @Override
    public void close() {
        peer.close();
    }
}
