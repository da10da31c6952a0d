package dev.weir.nativejson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups as native clients see them, with the edges beside the queue, with links between them, and with the log on disk. */
@Timeout(60)
class GroupFactsTest {
    private static final String BILLING = "\"group\":\"billing\"";

    @TempDir
    Path dir;

    private Services services;
    private int publish;
    private int subscribe;
    private int queue;

    @BeforeEach
    void prepare() throws Exception {
        services = new Services(dir);
    }

    @AfterEach
    void stop() throws Exception {
        services.close();
    }

    /** @param way local, wire or disk */
    private void start(String way) throws Exception {
        JsonObject config = services.config();
        JsonObject log = new JsonObject().put("segmentBytes", 32 << 20);
        queue = services.queue(way.equals("disk") ? config.put("log", log) : config);
        JsonObject edge =
                way.equals("wire") ? services.config().put("link", Services.linkTo(queue)) : services.config();
        publish = services.publisher(services.config());
        subscribe = services.subscriber(edge);
    }

    private RawWs consumer(String more) throws IOException {
        RawWs ws = NativeClients.open(subscribe, "/subscribe");
        JsonObject answer = ask(ws, "{\"type\":\"consume\",\"id\":1," + BILLING + more + "}");
        assertEquals("consuming", answer.getString("type"), answer::encode);
        return ws;
    }

    private static JsonObject ask(RawWs ws, String frame) throws IOException {
        ws.sendText(frame);
        return new JsonObject(ws.readText());
    }

    private void publish(int count, String topic, String key) throws IOException {
        try (RawWs publisher = NativeClients.open(publish, "/publish")) {
            for (int i = 1; i <= count; i++) {
                publisher.sendText("{\"type\":\"publish\",\"id\":" + i + ",\"topic\":\"" + topic + "\",\"key\":\"" + key
                        + "\",\"data\":" + i + "}");
                JsonObject answer = new JsonObject(publisher.readText());
                assertEquals("published", answer.getString("type"), answer::encode);
            }
        }
    }

    private static JsonObject delivery(RawWs ws) throws IOException {
        JsonObject frame = new JsonObject(ws.readText());
        assertEquals("delivery", frame.getString("type"), frame::encode);
        return frame;
    }

    private static void ack(RawWs ws, long tag) throws IOException {
        JsonObject answer = ask(ws, "{\"type\":\"ack\",\"id\":9," + BILLING + ",\"tags\":[" + tag + "]}");
        assertEquals("acked", answer.getString("type"), answer::encode);
        assertEquals(new JsonArray(), answer.getJsonArray("stale"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "disk"})
    void deliversWhatMatchesAndEndsItWithAnAck(String way) throws Exception {
        start(way);
        try (RawWs ws = consumer(",\"filter\":\"orders/#\"")) {
            publish(2, "orders/eu", "k");
            publish(1, "other", "k");
            JsonObject first = delivery(ws);
            assertEquals(
                    List.of("type", "group", "tag", "attempt", "redelivered", "topic", "offset", "time", "key", "data"),
                    List.copyOf(first.fieldNames()));
            assertEquals(1, first.getInteger("attempt"));
            assertFalse(first.getBoolean("redelivered"));
            JsonObject second = delivery(ws);
            assertEquals(2, second.getInteger("data"));
            ack(ws, second.getLong("tag"));
            JsonObject answer =
                    ask(ws, "{\"type\":\"ack\",\"id\":7," + BILLING + ",\"tags\":[" + second.getLong("tag") + ",77]}");
            assertEquals(new JsonArray().add(second.getLong("tag")).add(77), answer.getJsonArray("stale"));
            ack(ws, first.getLong("tag"));
            JsonObject listed = ask(ws, "{\"type\":\"groups\",\"id\":2}")
                    .getJsonArray("groups")
                    .getJsonObject(0);
            assertEquals(0, listed.getInteger("inFlight"));
            assertEquals(1, listed.getInteger("members"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "disk"})
    void sharesMessagesAmongMembersWithinTheirCredit(String way) throws Exception {
        start(way);
        try (RawWs one = consumer(",\"filter\":\"t\",\"maxInFlight\":2");
                RawWs two = consumer(",\"maxInFlight\":3")) {
            publish(20, "t", "k");
            TreeSet<Integer> seen = new TreeSet<>();
            for (int i = 0; i < 2; i++) {
                seen.add(delivery(one).getInteger("data"));
            }
            for (int i = 0; i < 3; i++) {
                seen.add(delivery(two).getInteger("data"));
            }
            assertEquals(new TreeSet<>(List.of(1, 2, 3, 4, 5)), seen);
            one.expectSilence(Duration.ofMillis(50));
            one.sendText("{\"type\":\"ack\"," + BILLING + ",\"upTo\":100}");
            assertEquals(6, delivery(one).getInteger("data"));
            assertEquals(7, delivery(one).getInteger("data"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "disk"})
    void redeliversWhatFailsAndBuriesItInTheEnd(String way) throws Exception {
        start(way);
        try (RawWs graves = NativeClients.subscriber(subscribe, "$dead/billing");
                RawWs ws = consumer(",\"filter\":\"t\",\"maxAttempts\":3,\"backoffMs\":[10]")) {
            publish(1, "t", "k");
            JsonObject first = delivery(ws);
            ws.sendText(
                    "{\"type\":\"nack\"," + BILLING + ",\"tags\":[" + first.getLong("tag") + "],\"reason\":\"no\"}");
            JsonObject second = delivery(ws);
            assertEquals(2, second.getInteger("attempt"));
            assertTrue(second.getBoolean("redelivered"));
            assertTrue(second.getLong("tag") > first.getLong("tag"));
            ws.socket().reset(); // a lost client is a failed attempt too
            try (RawWs other = consumer("")) {
                JsonObject third = delivery(other);
                assertEquals(3, third.getInteger("attempt"));
                other.sendText("{\"type\":\"nack\"," + BILLING + ",\"tags\":[" + third.getLong("tag")
                        + "],\"reason\":\"db \\\"down\\\"\"}");
                JsonObject dead = new JsonObject(NativeClients.message(graves));
                assertEquals(1, dead.getInteger("data"));
                assertEquals("k", dead.getString("key"));
                assertEquals(
                        new JsonObject()
                                .put("weir-dead-group", "billing")
                                .put("weir-dead-topic", "t")
                                .put("weir-dead-offset", "1")
                                .put("weir-dead-attempts", "3")
                                .put("weir-dead-reason", "db \"down\""),
                        dead.getJsonObject("headers"));
                other.expectSilence(Duration.ofMillis(50));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "disk"})
    void endsLeasesAndLetsThemBeExtended(String way) throws Exception {
        start(way);
        try (RawWs ws = consumer(",\"filter\":\"t\",\"leaseMs\":150,\"backoffMs\":[]")) {
            publish(1, "t", "k");
            JsonObject first = delivery(ws);
            JsonObject extended = ask(
                    ws,
                    "{\"type\":\"extend\",\"id\":3," + BILLING + ",\"tags\":[" + first.getLong("tag")
                            + "],\"byMs\":600}");
            assertEquals("extended", extended.getString("type"));
            ws.expectSilence(Duration.ofMillis(300));
            assertEquals(2, delivery(ws).getInteger("attempt"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "disk"})
    void keepsTheOrderOfAKeyWhileOthersGoOn(String way) throws Exception {
        start(way);
        try (RawWs ws = consumer(",\"filter\":\"t\",\"mode\":\"keyOrdered\",\"backoffMs\":[100]")) {
            publish(2, "t", "a");
            publish(1, "t", "b");
            JsonObject a1 = delivery(ws);
            JsonObject b1 = delivery(ws);
            assertEquals(
                    "a1 b1",
                    a1.getString("key") + a1.getInteger("data") + " " + b1.getString("key") + b1.getInteger("data"));
            ws.sendText("{\"type\":\"nack\"," + BILLING + ",\"tags\":[" + a1.getLong("tag") + "]}");
            JsonObject again = delivery(ws);
            assertEquals(1, again.getInteger("data"));
            assertEquals(2, again.getInteger("attempt"));
            ws.sendText("{\"type\":\"ack\"," + BILLING + ",\"tags\":[" + again.getLong("tag") + "]}");
            assertEquals(2, delivery(ws).getInteger("data"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "disk"})
    void givesWhatALeaverHadToOthersAsTheSameAttempt(String way) throws Exception {
        start(way);
        try (RawWs one = consumer(",\"filter\":\"t\",\"maxInFlight\":1")) {
            publish(1, "t", "k");
            delivery(one);
            try (RawWs two = consumer("")) {
                JsonObject left = ask(one, "{\"type\":\"leave\",\"id\":5," + BILLING + "}");
                assertEquals("left", left.getString("type"));
                JsonObject again = delivery(two);
                assertEquals(1, again.getInteger("attempt"));
                assertTrue(again.getBoolean("redelivered"));
                JsonObject deleted = ask(two, "{\"type\":\"leave\",\"id\":6,\"delete\":true," + BILLING + "}");
                assertTrue(deleted.getBoolean("deleted"), deleted::encode);
                Eventually.until("the group is gone", () -> {
                    try {
                        return ask(two, "{\"type\":\"groups\",\"id\":2}")
                                .getJsonArray("groups")
                                .isEmpty();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "disk"})
    void refusesWhatCannotBe(String way) throws Exception {
        start(way);
        try (RawWs ws = NativeClients.open(subscribe, "/subscribe");
                RawWs other = consumer(",\"filter\":\"t\"")) {
            assertEquals("unknownGroup", error(ws, "{\"type\":\"consume\",\"id\":1,\"group\":\"none\"}"));
            assertEquals("unknownGroup", error(ws, "{\"type\":\"ack\",\"id\":1,\"group\":\"billing\",\"tags\":[1]}"));
            assertEquals("unknownGroup", error(ws, "{\"type\":\"leave\",\"id\":1,\"group\":\"none\",\"delete\":true}"));
            assertEquals(
                    "groupDiffers",
                    error(ws, "{\"type\":\"consume\",\"id\":1,\"group\":\"billing\",\"filter\":\"u\"}"));
            assertEquals(
                    "groupDiffers", error(ws, "{\"type\":\"consume\",\"id\":1,\"group\":\"billing\",\"leaseMs\":100}"));
            assertEquals("badFrame", error(ws, "{\"type\":\"consume\",\"id\":1,\"group\":\"../x\",\"filter\":\"u\"}"));
            assertEquals(
                    "badFilter", error(ws, "{\"type\":\"consume\",\"id\":1,\"group\":\"x\",\"filter\":\"$dead/x\"}"));
            assertEquals("badFrame", error(other, "{\"type\":\"consume\",\"id\":1,\"group\":\"billing\"}"));
        }
    }

    private static String error(RawWs ws, String frame) throws IOException {
        JsonObject answer = ask(ws, frame);
        assertEquals("error", answer.getString("type"), answer::encode);
        return answer.getString("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk"})
    void altersAndResetsAGroup(String way) throws Exception {
        start(way);
        publish(3, "t", "k");
        try (RawWs ws = consumer(",\"filter\":\"t\",\"from\":\"earliest\"")) {
            long tag = 0;
            for (int i = 1; i <= 3; i++) {
                tag = delivery(ws).getLong("tag");
            }
            ws.sendText("{\"type\":\"ack\"," + BILLING + ",\"upTo\":" + tag + "}");
            JsonObject altered = ask(ws, "{\"type\":\"alterGroup\",\"id\":2," + BILLING + ",\"leaseMs\":60000}");
            assertEquals("groupAltered", altered.getString("type"), altered::encode);
            ws.sendText("{\"type\":\"resetGroup\",\"id\":3," + BILLING + ",\"from\":\"earliest\"}");
            JsonObject reset = new JsonObject(ws.readText());
            assertEquals("groupReset", reset.getString("type"), reset::encode);
            assertEquals(1, reset.getInteger("offset"));
            JsonObject again = delivery(ws);
            assertEquals(1, again.getInteger("offset"));
            assertTrue(again.getBoolean("redelivered"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "disk"})
    void answersWhatWasSaidBeforeALeave(String way) throws Exception {
        start(way);
        try (RawWs ws = consumer(",\"filter\":\"t\"")) {
            publish(1, "t", "k");
            long tag = delivery(ws).getLong("tag");
            ws.sendText("[{\"type\":\"ack\",\"id\":2," + BILLING + ",\"tags\":[" + tag
                    + "]},{\"type\":\"leave\",\"id\":3," + BILLING + "},{\"type\":\"consume\",\"id\":4," + BILLING
                    + "},{\"type\":\"leave\",\"id\":5," + BILLING + "}]");
            TreeSet<Integer> answered = new TreeSet<>();
            while (answered.size() < 4) {
                assertTrue(answered.add(new JsonObject(ws.readText()).getInteger("id")));
            }
            assertEquals(new TreeSet<>(List.of(2, 3, 4, 5)), answered);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "disk"})
    void takesAnyNumberOfAcksAndCountsOnlyThoseThatWait(String way) throws Exception {
        start(way);
        try (RawWs ws = consumer(",\"filter\":\"t\"")) {
            String thousand =
                    LongStream.rangeClosed(1, 1_000).mapToObj(Long::toString).collect(Collectors.joining(","));
            for (int i = 0; i < 120; i++) {
                JsonObject answer = ask(ws, "{\"type\":\"ack\",\"id\":1," + BILLING + ",\"tags\":[" + thousand + "]}");
                assertEquals("acked", answer.getString("type"), answer::encode);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "disk"})
    void keepsNothingForOneWhoAcknowledgesWhatItDoesNotRead(String way) throws Exception {
        start(way);
        try (RawWs ws = RawWs.openSmall(subscribe, "/subscribe?protocol=weir.v1.json", 4_096);
                RawWs publisher = NativeClients.open(publish, "/publish")) {
            ws.readText();
            assertEquals(
                    "consuming",
                    ask(ws, "{\"type\":\"consume\"," + BILLING + ",\"filter\":\"t\"}")
                            .getString("type"));
            String data = "\"" + "x".repeat(200_000) + "\"";
            for (int i = 0; i < 100; i++) {
                NativeClients.publish(publisher, "t", data);
                ws.sendText("{\"type\":\"ack\"," + BILLING + ",\"upTo\":9007199254740991}");
            }
            NativeClients.publish(publisher, "t", "\"last\"");
            int read = 0;
            while (!delivery(ws).getString("data").equals("last")) {
                read++;
            }
            assertTrue(read < 80, () -> "all of it was kept");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "disk"})
    void thePoppersAreAGroupToo(String way) throws Exception {
        start(way);
        try (RawWs ws = NativeClients.open(subscribe, "/subscribe");
                RawWs popper = RawWs.open(queue, "/popmsg")) {
            publish(2, "t", "k");
            assertEquals("{\"Topic\":\"t\",\"Content\":\"1\"}", popper.readText());
            JsonObject pop = pop(ws);
            assertEquals(
                    List.of(
                            "group",
                            "filter",
                            "mode",
                            "offset",
                            "lag",
                            "inFlight",
                            "delayed",
                            "parked",
                            "dead",
                            "members"),
                    List.copyOf(pop.fieldNames()));
            assertEquals(1, pop.getInteger("offset"));
            assertEquals(1, pop.getInteger("members"));
            JsonObject reset = ask(ws, "{\"type\":\"resetGroup\",\"id\":3,\"group\":\"$pop\",\"from\":\"earliest\"}");
            assertEquals("groupReset", reset.getString("type"), reset::encode);
            List<String> popped = new ArrayList<>();
            while (!popped.equals(
                    List.of("{\"Topic\":\"t\",\"Content\":\"1\"}", "{\"Topic\":\"t\",\"Content\":\"2\"}"))) {
                String text = popper.readText(); // the second one may have been on its way before
                popped.removeIf(text::equals);
                popped.add(text);
            }
            JsonObject deleted = ask(ws, "{\"type\":\"leave\",\"id\":4,\"group\":\"$pop\",\"delete\":true}");
            assertEquals("left", deleted.getString("type"), deleted::encode);
            assertTrue(popper.awaitClose().reason().contains("deleted"));
            assertEquals(new JsonArray(), groups(ws));
        }
    }

    private static JsonArray groups(RawWs ws) throws IOException {
        return ask(ws, "{\"type\":\"groups\",\"id\":2}").getJsonArray("groups");
    }

    private static JsonObject pop(RawWs ws) throws IOException {
        JsonArray all = groups(ws);
        assertEquals(1, all.size(), all::encode);
        assertEquals("$pop", all.getJsonObject(0).getString("group"));
        return all.getJsonObject(0);
    }
}
