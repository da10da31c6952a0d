package dev.weir.cli;

import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A stand-in with the group {@code g}, whose dead letters are on {@code $dead/g}. */
final class DeadStand implements AutoCloseable {
    private final NativeStandIn service;
    private final List<NativePeer> peers = new ArrayList<>();

    DeadStand(NativeStandIn service) {
        this.service = service;
    }

    NativeStandIn service() {
        return service;
    }

    /** The next connection; stays open until the end. */
    NativePeer welcome() throws IOException, InterruptedException {
        NativePeer peer = service.welcome();
        peers.add(peer);
        return peer;
    }

    /** Lists the group on a new connection. */
    NativePeer listing() throws IOException, InterruptedException {
        NativePeer peer = welcome();
        list(peer, "{\"group\":\"g\",\"filter\":\"orders/#\",\"deadLetter\":\"$dead/g\"}");
        return peer;
    }

    static void list(NativePeer peer, String groups) throws IOException {
        JsonObject asked = peer.read("groups");
        peer.say("{\"type\":\"groups\",\"id\":" + asked.getLong("id") + ",\"groups\":[" + groups + "]}");
    }

    /** Lets a subscription to what comes next hold, where the log ends at this offset. */
    void head(long offset) throws IOException, InterruptedException {
        JsonObject asked = welcomeAndSubscribe(offset + 1);
        if (!"new".equals(asked.getValue("from")) || !"$dead/g".equals(asked.getString("filter"))) {
            throw new AssertionError("not from new: " + asked);
        }
    }

    private JsonObject welcomeAndSubscribe(long offset) throws IOException, InterruptedException {
        return welcome().subscribe(offset);
    }

    /** A dead letter whose original is one offset before it. */
    static String letter(long offset, String group, String data) {
        return "{\"type\":\"message\",\"prev\":0," + members(offset, group, data) + "}";
    }

    /** The same as a delivery whose tag is its offset. */
    static String delivery(long offset, String group, String data) {
        return "{\"type\":\"delivery\",\"group\":\"redrive-g\",\"tag\":" + offset
                + ",\"attempt\":1,\"redelivered\":false," + members(offset, group, data) + "}";
    }

    private static String members(long offset, String group, String data) {
        return "\"topic\":\"$dead/g\",\"offset\":" + offset + ",\"time\":1790000000000,\"key\":\"k\",\"headers\":{"
                + "\"weir-dead-group\":\"" + group + "\",\"weir-dead-topic\":\"orders/eu\",\"weir-dead-offset\":\""
                + (offset - 1)
                + "\",\"weir-dead-attempts\":\"5\",\"weir-dead-reason\":\"db down\",\"a\":\"b\"},\"data\":"
                + data;
    }

    @Override
    public void close() throws IOException {
        peers.forEach(NativePeer::close);
        service.close();
    }
}
