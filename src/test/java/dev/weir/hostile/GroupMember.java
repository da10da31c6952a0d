package dev.weir.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A native client in a group that has a topic of its own. The founder's group goes with it: left behind, it would hold back what others
 * publish.
 */
record GroupMember(NativeWs ws, String group, boolean founder) implements AutoCloseable {
    private static final AtomicInteger FOUNDED = new AtomicInteger();

    /** @param settings of group and member, each with a comma before it */
    static GroupMember founder(Server server, String settings) throws IOException {
        GroupMember member = new GroupMember(NativeWs.open(server), "hostile-" + FOUNDED.incrementAndGet(), true);
        member.say("consume", ",\"filter\":\"" + member.topic() + "\"" + settings, "consuming");
        return member;
    }

    GroupMember another(Server server, String settings) throws IOException {
        return another(NativeWs.open(server), settings);
    }

    GroupMember another(NativeWs client, String settings) throws IOException {
        GroupMember member = new GroupMember(client, group, false);
        member.say("consume", settings, "consuming");
        return member;
    }

    String topic() {
        return "hostile/group/" + group;
    }

    /** Publishes 1, 2 and so on. */
    void publish(int count) throws IOException {
        try (NativeWs publisher = NativeWs.open(Stage.current().publisher())) {
            for (int i = 1; i <= count; i++) {
                publisher.publish(i, topic(), String.valueOf(i));
            }
        }
    }

    /** A frame about the group. */
    String frame(String type, String members) {
        return "{\"type\":\"" + type + "\",\"id\":1,\"group\":\"" + group + "\"" + members + "}";
    }

    /** Says something; the answer, of this type. */
    JsonObject say(String type, String members, String answer) throws IOException {
        return ws.ask(frame(type, members), answer);
    }

    /** Acknowledges these; which are told to be stale. */
    JsonArray ack(String tags) throws IOException {
        return say("ack", ",\"tags\":[" + tags + "]", "acked").getJsonArray("stale");
    }

    JsonObject delivery() throws IOException {
        JsonObject delivery = new JsonObject(ws.read());
        assertEquals("delivery", delivery.getString("type"), delivery.toString());
        return delivery;
    }

    /** The next delivery's tag; the delivery is this message, delivered so many times counting this one. */
    long takes(int data, int attempt) throws IOException {
        JsonObject delivery = delivery();
        assertEquals(
                data + " " + attempt,
                delivery.getInteger("data") + " " + delivery.getInteger("attempt"),
                delivery.toString());
        return delivery.getLong("tag");
    }

    /** How the group is doing, as any client is told. */
    JsonObject status() throws IOException {
        try (NativeWs other = NativeWs.open(Stage.current().subscriber())) {
            return other.ask(frame("groups", ""), "groups")
                    .getJsonArray("groups")
                    .getJsonObject(0);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (founder) {
                ws.send(frame("leave", ",\"delete\":true"));
                String text = ws.read();
                while (!text.startsWith("{\"type\":\"left\",")) {
                    text = ws.read();
                }
                assertTrue(text.endsWith(",\"deleted\":true}"), text);
            }
        } finally {
            ws.close();
        }
    }
}
