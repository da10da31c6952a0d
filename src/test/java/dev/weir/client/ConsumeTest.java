package dev.weir.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.GroupMode;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.GroupPeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of deliveries while all goes well, against a server that a test speaks. */
@Timeout(30)
class ConsumeTest {
    private final Clients.Notes notes = new Clients.Notes();
    private final Map<Long, CompletableFuture<Void>> running = new ConcurrentSkipListMap<>();
    private NativeStandIn service;
    private WeirClient client;

    @BeforeEach
    void start() throws Exception {
        service = NativeStandIn.start();
        client = WeirClient.connect(Clients.to(service).listener(notes).build());
    }

    @AfterEach
    void stop() throws Exception {
        running.values().forEach(future -> future.cancel(false));
        client.close();
        service.close();
    }

    private static ConsumeOptions.Builder options() {
        return ConsumeOptions.builder("g").filter("orders/#");
    }

    /** Its handlers run until a test ends them. */
    private Consumption consume(ConsumeOptions.Builder options) {
        return client.consume(options.build(), delivery -> {
            CompletableFuture<Void> future = new CompletableFuture<>();
            running.put(delivery.tag(), future);
            return future;
        });
    }

    private void end(long tag) {
        Eventually.until("handler of " + tag, () -> running.containsKey(tag));
        running.get(tag).complete(null);
    }

    private void fail(long tag, Throwable problem) {
        Eventually.until("handler of " + tag, () -> running.containsKey(tag));
        running.get(tag).completeExceptionally(problem);
    }

    @Test
    void asksForTheGroupAsItIsToldAndSaysHowItIs() throws Exception {
        Consumption consumption = consume(options()
                .mode(GroupMode.KEY_ORDERED)
                .leaseMs(1_000)
                .maxAttempts(3)
                .backoffMs(List.of(1, 2))
                .deadLetter("dead/g")
                .from(From.earliest())
                .maxInFlight(7));
        try (GroupPeer peer = GroupPeer.welcome(service)) {
            JsonObject consume = peer.takeIn(1_000);
            consume.remove("id");
            assertEquals(
                    new JsonObject(
                            "{\"type\":\"consume\",\"group\":\"g\",\"filter\":\"orders/#\",\"mode\":\"keyOrdered\","
                                    + "\"leaseMs\":1000,\"maxAttempts\":3,\"backoffMs\":[1,2],\"deadLetter\":\"dead/g\","
                                    + "\"maxInFlight\":7,\"from\":\"earliest\"}"),
                    consume);
            assertEquals("/subscribe", peer.peer().ws().path());
            Joined joined = Clients.get(consumption.started());
            assertEquals(
                    new Joined("g", true, "orders/#", "shared", 1_000, 5, List.of(1_000), "$dead/g", 7, 43, "k3"),
                    joined);
        }
    }

    @Test
    void handsOnTheWholeDeliveryAndAcksItWhenItIsHandled() throws Exception {
        List<Delivery> got = new CopyOnWriteArrayList<>();
        Consumption consumption = client.consume(options().build(), delivery -> {
            got.add(delivery);
            return CompletableFuture.completedFuture("any value");
        });
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(8, 43, "orders/eu", "{\"n\": 1.50}", new JsonObject().put("a", "b"));
            peer.acked(8);
            Delivery delivery = got.get(0);
            assertEquals(
                    "g 8 2 true",
                    delivery.group() + " " + delivery.tag() + " " + delivery.attempt() + " " + delivery.redelivered());
            assertEquals("orders/eu", delivery.message().topic());
            assertEquals(43, delivery.message().offset());
            assertEquals("{\"n\": 1.50}", delivery.message().dataText());
            assertEquals(Map.of("a", "b"), delivery.message().headers());
            Eventually.equal("settled", 1L, consumption::settled);
            assertEquals(0, consumption.stale());
        }
    }

    @Test
    void nacksFailuresWithTheirReason() throws Exception {
        client.consume(options().build(), delivery -> {
            if (delivery.tag() == 1) {
                throw new IOException("thrown");
            }
            CompletableFuture<Void> future = new CompletableFuture<>();
            running.put(delivery.tag(), future);
            return delivery.tag() == 2 ? null : future.thenApply(nothing -> nothing);
        });
        try (GroupPeer peer = GroupPeer.join(service)) {
            assertEquals("thrown", peer.deliver(1).nacked().getString("reason"));
            assertEquals("the handler returned null", peer.deliver(2).nacked().getString("reason"));
            peer.deliver(3).deliver(4).deliver(5).deliver(6).deliver(7);
            fail(3, new IllegalStateException("db down"));
            assertEquals(nack(3).put("reason", "db down"), withoutId(peer.nacked()));
            fail(4, Nack.after(Duration.ofSeconds(2)));
            assertEquals(nack(4).put("delayMs", 2_000), withoutId(peer.nacked()));
            fail(5, Nack.dead("broken"));
            assertEquals(nack(5).put("dead", true).put("reason", "broken"), withoutId(peer.nacked()));
            fail(6, new IllegalStateException());
            assertEquals("IllegalStateException", peer.nacked().getString("reason"));
            fail(7, Nack.because("x" + "é".repeat(200)));
            String reason = peer.nacked().getString("reason");
            assertEquals("x" + "é".repeat(127), reason);
            assertEquals(255, reason.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    private static JsonObject nack(int tag) {
        return new JsonObject().put("type", "nack").put("group", "g").put("tags", new JsonArray().add(tag));
    }

    private static JsonObject withoutId(JsonObject frame) {
        frame.remove("id");
        return frame;
    }

    @Test
    void aCancelledHandlerSaysNothing() throws Exception {
        consume(options());
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1).deliver(2);
            Eventually.until("both", () -> running.size() == 2);
            running.get(1L).cancel(false);
            end(2);
            peer.acked(2);
        }
    }

    @Test
    void acksThatComeWhileOthersAreUnconfirmedGoOutTogether() throws Exception {
        consume(options().maxInFlight(2_000));
        try (GroupPeer peer = GroupPeer.join(service)) {
            JsonObject[] sent = new JsonObject[Answers.FRAMES_MAX];
            int last = sent.length + Answers.TAGS_MAX + 1;
            for (int tag = 1; tag <= last; tag++) {
                peer.deliver(tag);
            }
            for (int i = 0; i < sent.length; i++) {
                end(i + 1);
                sent[i] = peer.peer().read("ack");
            }
            for (int tag = sent.length + 1; tag <= last; tag++) {
                end(tag);
            }
            peer.settle("acked", sent[0]).settle("acked", sent[1]);
            JsonArray tags = peer.peer().read("ack").getJsonArray("tags");
            assertEquals(Answers.TAGS_MAX, tags.size());
            assertEquals(sent.length + 1, tags.getInteger(0));
            assertEquals(
                    "[" + last + "]",
                    peer.peer().read("ack").getJsonArray("tags").encode());
        }
    }

    @Test
    void extendsLeasesWhileHandlersRun() throws Exception {
        consume(options().maxInFlight(1));
        try (GroupPeer peer = GroupPeer.welcome(service)) {
            peer.takeIn(200);
            peer.deliver(1);
            for (int i = 0; i < 3; i++) {
                JsonObject extend = peer.peer().read("extend");
                assertEquals("[1]", extend.getJsonArray("tags").encode());
                assertEquals(200, extend.getInteger("byMs"));
                peer.settle("extended", extend);
            }
            end(1);
            JsonObject next = peer.peer().read();
            if (next.getString("type").equals("extend")) { // was on its way
                next = peer.peer().read();
            }
            assertEquals("ack", next.getString("type"));
        }
    }

    @Test
    void doesNotExtendForEver() throws Exception {
        consume(options().extendMsMax(0));
        try (GroupPeer peer = GroupPeer.welcome(service)) {
            peer.takeIn(100);
            peer.deliver(1);
            Eventually.until("runs", () -> running.size() == 1);
            assertThrows(java.net.SocketTimeoutException.class, () -> {
                peer.peer().ws().socket().timeout(Duration.ofMillis(250));
                peer.peer().read();
            });
        }
    }

    @Test
    void aLeaseThatIsOverIsToldAndWhatWaitsIsNotBegun() throws Exception {
        Consumption consumption = consume(options().maxInFlight(1));
        try (GroupPeer peer = GroupPeer.welcome(service)) {
            peer.takeIn(1_000);
            peer.deliver(1).deliver(2);
            Set<Object> over = new HashSet<>();
            while (over.size() < 2) {
                JsonObject extend = peer.peer().read("extend");
                long[] tags = extend.getJsonArray("tags").stream()
                        .mapToLong(tag -> (int) tag)
                        .toArray();
                extend.getJsonArray("tags").forEach(over::add);
                peer.settle("extended", extend, tags);
            }
            // Its pong says that it has read what stands before.
            peer.peer().say("{\"type\":\"ping\"}").read("pong");
            peer.deliver(3);
            end(1);
            end(3);
            peer.acked(3);
            Eventually.equal("settled", 1L, consumption::settled);
            assertEquals(1, consumption.stale());
            assertEquals(List.of("g 101"), notes.stale);
            assertFalse(running.containsKey(2L));
        }
    }

    @Test
    void countsTheTagsThatHadNoEffect() throws Exception {
        Consumption consumption = consume(options());
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1);
            end(1);
            peer.settle("acked", peer.peer().read("ack"), 1);
            Eventually.equal("stale", 1L, consumption::stale);
            assertEquals(0, consumption.settled());
            Eventually.equal("told", List.of("g 101"), () -> List.copyOf(notes.stale));
        }
    }

    @Test
    void sendsAgainWhatIsRefusedForTheMoment() throws Exception {
        Consumption consumption = consume(options());
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1);
            end(1);
            peer.peer().error(peer.peer().read("ack"), 503, "unavailable", true);
            peer.acked(1);
            Eventually.equal("settled", 1L, consumption::settled);
        }
    }

    @Test
    void noMoreHandlersThanMaxInFlightRunAtOnce() throws Exception {
        consume(options().maxInFlight(2));
        try (GroupPeer peer = GroupPeer.join(service)) {
            for (int tag = 1; tag <= 4; tag++) {
                peer.deliver(tag);
            }
            for (int tag = 1; tag <= 4; tag++) {
                int begun = Math.min(4, tag + 1);
                Eventually.equal("begun", begun, running::size);
                end(tag);
                peer.acked(tag);
            }
        }
    }

    @Test
    void letsGoWhatComesBeyondMaxInFlight() throws Exception {
        Consumption consumption = consume(options().maxInFlight(1));
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.peer().say("[" + GroupPeer.text(1) + "," + GroupPeer.text(2) + "," + GroupPeer.text(3) + "]");
            Eventually.equal("stale", 2L, consumption::stale);
            end(1);
            peer.acked(1);
        }
    }

    @Test
    void tellsOffsetsThatTheGroupNeverGets() throws Exception {
        consume(options());
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.peer().say("{\"type\":\"gap\",\"group\":\"g\",\"from\":70,\"to\":75,\"reason\":\"retention\"}");
            Eventually.equal("gaps", List.of(new Gap(70, 75, "retention")), () -> List.copyOf(notes.gaps));
        }
    }

    @Test
    void refusesOptionsOutOfTheirLimits() {
        List<Runnable> wrong = List.of(
                () -> ConsumeOptions.builder(".g").build(),
                () -> options().filter("a/#/b"),
                () -> options().leaseMs(99).build(),
                () -> options().maxAttempts(0).build(),
                () -> options().backoffMs(List.of(-1)).build(),
                () -> options().deadLetter("a/#").build(),
                () -> options().from(From.last(1)).build(),
                () -> options().maxInFlight(10_001).build());
        for (Runnable one : wrong) {
            assertTrue(assertThrows(IllegalArgumentException.class, one::run)
                            .getMessage()
                            .length()
                    > 10);
        }
        assertThrows(IllegalArgumentException.class, () -> Nack.after(Duration.ofDays(2)));
    }
}
