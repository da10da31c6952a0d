package dev.weir.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** The server's end of a connection that consumes from the group {@code g}, spoken by a test. One thread. */
public final class GroupPeer implements AutoCloseable {
    private static final int LEASE_MS = 30_000;

    private final NativePeer peer;

    private GroupPeer(NativePeer peer) {
        this.peer = peer;
    }

    /** The next client, welcomed, whose consume is not read yet. */
    public static GroupPeer welcome(NativeStandIn service) throws InterruptedException, IOException {
        return new GroupPeer(service.welcome());
    }

    /** The next client, welcomed and taken in with the usual lease. */
    public static GroupPeer join(NativeStandIn service) throws InterruptedException, IOException {
        GroupPeer peer = welcome(service);
        peer.takeIn(LEASE_MS);
        return peer;
    }

    public NativePeer peer() {
        return peer;
    }

    /** Reads the consume and takes the client in. */
    public JsonObject takeIn(int leaseMs) throws IOException {
        JsonObject consume = peer.read("consume");
        peer.say(new JsonObject()
                .put("type", "consuming")
                .put("id", consume.getLong("id"))
                .put("group", consume.getString("group"))
                .put("created", true)
                .put("filter", consume.getString("filter", "f"))
                .put("mode", "shared")
                .put("epoch", "k3")
                .put("offset", 43)
                .put("maxInFlight", consume.getInteger("maxInFlight"))
                .put("leaseMs", leaseMs)
                .put("maxAttempts", 5)
                .put("backoffMs", new JsonArray().add(1_000))
                .put("deadLetter", "$dead/g")
                .encode());
        return consume;
    }

    /** Delivers the number of the tag, at an offset of 100 more, on the topic {@code t}. */
    public GroupPeer deliver(long tag) throws IOException {
        peer.say(text(tag));
        return this;
    }

    public GroupPeer deliver(long tag, long offset, String topic, String data, JsonObject headers) throws IOException {
        peer.say(text(tag, offset, topic, data, headers));
        return this;
    }

    /** The frame of {@link #deliver(long)}. */
    public static String text(long tag) {
        return text(tag, 100 + tag, "t", "" + tag, new JsonObject());
    }

    private static String text(long tag, long offset, String topic, String data, JsonObject headers) {
        return "{\"type\":\"delivery\",\"group\":\"g\",\"tag\":" + tag + ",\"attempt\":2,\"redelivered\":true"
                + ",\"topic\":\"" + topic + "\",\"offset\":" + offset + ",\"time\":1790000000000"
                + (headers.isEmpty() ? "" : ",\"headers\":" + headers.encode()) + ",\"data\":" + data + "}";
    }

    /** Reads the next frame, which must be an ack of these tags, and confirms it. */
    public GroupPeer acked(long... tags) throws IOException {
        JsonObject ack = peer.read("ack");
        JsonArray expected = new JsonArray();
        for (long tag : tags) {
            expected.add(tag);
        }
        if (!expected.encode().equals(ack.getJsonArray("tags").encode())) {
            throw new AssertionError("not an ack of " + expected + ": " + ack);
        }
        return settle("acked", ack);
    }

    /** Reads the next frame, which must be a nack, and confirms it. */
    public JsonObject nacked() throws IOException {
        JsonObject nack = peer.read("nack");
        settle("nacked", nack);
        return nack;
    }

    /** Answers an ack, a nack or an extend. */
    public GroupPeer settle(String type, JsonObject frame, long... stale) throws IOException {
        JsonArray tags = new JsonArray();
        for (long tag : stale) {
            tags.add(tag);
        }
        peer.say(new JsonObject()
                .put("type", type)
                .put("id", frame.getLong("id"))
                .put("group", "g")
                .put("stale", tags)
                .encode());
        return this;
    }

    /** Reads the leave and lets it go. */
    public void leave() throws IOException {
        JsonObject leave = peer.read("leave");
        peer.say("{\"type\":\"left\",\"id\":" + leave.getLong("id") + ",\"group\":\"g\",\"deleted\":false}");
    }

    @Override
    public void close() {
        peer.close();
    }
}
