package dev.weir.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.GroupPeer;
import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How consumptions end, lose their connection and are refused. */
@Timeout(30)
class ConsumeEndTest {
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

    private Consumption consume(long closeMsMax) {
        ConsumeOptions options = ConsumeOptions.builder("g")
                .filter("orders/#")
                .leaseMs(30_000)
                .maxInFlight(2)
                .closeMsMax(closeMsMax)
                .build();
        return client.consume(options, delivery -> {
            CompletableFuture<Void> future = new CompletableFuture<>();
            running.put(delivery.tag(), future);
            return future;
        });
    }

    private void awaitRunning(int count) {
        Eventually.equal("handlers begun", count, running::size);
    }

    @Test
    void joinsAgainAfterALossAndSaysNothingOfWhatCameBefore() throws Exception {
        Consumption consumption = consume(10_000);
        try (GroupPeer first = GroupPeer.join(service)) {
            first.deliver(1).deliver(2).deliver(3);
            awaitRunning(2);
            running.get(1L).complete(null);
            first.peer().read("ack");
            Eventually.until("the third", () -> running.containsKey(3L));
            first.peer().reset();
        }
        try (GroupPeer second = GroupPeer.welcome(service)) {
            JsonObject again = second.takeIn(30_000);
            assertEquals("g", again.getString("group"));
            assertEquals(2, again.getInteger("maxInFlight"));
            assertFalse(again.containsKey("leaseMs"), "settings may have been altered meanwhile");
            // One ack was not confirmed, and one handler ends too late.
            running.get(2L).complete(null);
            Eventually.equal("stale", List.of("g 101", "g 102"), () -> List.copyOf(notes.stale));
            second.deliver(21);
            Eventually.until("the new one", () -> running.containsKey(21L));
            running.get(21L).complete(null);
            second.acked(21);
            Eventually.equal("settled", 1L, consumption::settled);
            assertEquals(2, consumption.stale());
        }
    }

    @Test
    void handlersOfALostConnectionCountAsInHand() throws Exception {
        consume(10_000);
        try (GroupPeer first = GroupPeer.join(service)) {
            first.deliver(1).deliver(2);
            awaitRunning(2);
            first.peer().reset();
        }
        try (GroupPeer second = GroupPeer.join(service)) {
            second.deliver(11).deliver(12);
            running.get(1L).complete(null);
            awaitRunning(3);
            running.get(11L).complete(null);
            second.acked(11);
            awaitRunning(4);
        }
    }

    @Test
    void makesTheGroupAnewWhereTheServerForgotIt() throws Exception {
        Consumption consumption = consume(10_000);
        try (GroupPeer first = GroupPeer.join(service)) {
            Clients.get(consumption.started());
            first.peer().reset();
        }
        try (GroupPeer second = GroupPeer.welcome(service)) {
            second.peer().error(second.peer().read("consume"), 404, "unknownGroup", false);
            assertEquals("orders/#", second.takeIn(30_000).getString("filter"));
        }
    }

    @Test
    void closeWaitsForHandlersAndTheirAcksBeforeItLeaves() throws Exception {
        Consumption consumption = consume(10_000);
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1).deliver(2).deliver(3);
            awaitRunning(2);
            CompletableFuture<Void> left = consumption.leave();
            running.get(1L).complete(null);
            peer.acked(1);
            running.get(2L).completeExceptionally(new IllegalStateException("no"));
            peer.deliver(4);
            JsonObject nack = peer.peer().read("nack");
            assertFalse(left.isDone());
            peer.settle("nacked", nack);
            peer.leave();
            Clients.get(left);
            assertEquals(1000, peer.peer().ws().awaitClose().code());
        }
        assertEquals(2, consumption.settled());
        assertEquals(2, running.size(), "nothing was begun after the close");
    }

    @Test
    void closeWaitsForHandlersNoLongerThanItMay() throws Exception {
        Consumption consumption = consume(50);
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1);
            awaitRunning(1);
            CompletableFuture<Void> left = consumption.leave();
            peer.leave();
            Clients.get(left);
            running.get(1L).complete(null);
            Eventually.equal("in vain", 1L, consumption::stale);
        }
    }

    @Test
    void closingTheClientLeavesItsGroups() throws Exception {
        Consumption consumption = consume(10_000);
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1);
            awaitRunning(1);
            Thread closer = new Thread(client::close);
            closer.start();
            running.get(1L).complete(null);
            peer.acked(1);
            peer.leave();
            peer.peer().ws().awaitClose();
            closer.join();
            Clients.get(consumption.ended());
        }
        assertEquals(WeirException.CLOSED, Clients.failure(consume(1).started()).name());
    }

    @Test
    void acksGoOutAlsoAfterAGoaway() throws Exception {
        consume(10_000);
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1);
            awaitRunning(1);
            peer.peer().say("{\"type\":\"goaway\",\"reason\":\"drain\",\"reconnectInMs\":1}");
            running.get(1L).complete(null);
            peer.acked(1);
        }
    }

    @Test
    void whatTheServerRefusesForGoodFailsItWithTheServersWords() throws Exception {
        Object[][] cases = {{400, "badFrame"}, {403, "forbidden"}, {404, "unknownGroup"}, {409, "groupDiffers"}};
        for (Object[] one : cases) {
            Consumption consumption = consume(10_000);
            try (NativePeer peer = service.welcome()) {
                peer.error(peer.read("consume"), (int) one[0], (String) one[1], false);
                WeirException failure = Clients.failure(consumption.ended());
                assertEquals(one[0], failure.code());
                assertEquals(one[1], failure.name());
                assertEquals("the server says: no (" + one[0] + " " + one[1] + ")", failure.words());
                assertEquals(one[1], Clients.failure(consumption.started()).name());
                assertEquals(1000, peer.ws().awaitClose().code());
            }
        }
    }

    @Test
    void whatTheServerRefusesForTheMomentIsAskedAgain() throws Exception {
        Consumption consumption = consume(10_000);
        try (NativePeer peer = service.welcome()) {
            peer.error(peer.read("consume"), 503, "unavailable", true);
        }
        try (GroupPeer peer = GroupPeer.welcome(service)) {
            assertEquals("orders/#", peer.takeIn(30_000).getString("filter"));
            Clients.get(consumption.started());
        }
    }

    @Test
    void aDeletedGroupAndALostRightFailIt() throws Exception {
        String[][] cases = {{"deleted", "unknownGroup"}, {"rights", "forbidden"}};
        for (String[] one : cases) {
            Consumption consumption = consume(10_000);
            try (GroupPeer peer = GroupPeer.join(service)) {
                peer.peer().say("{\"type\":\"left\",\"group\":\"g\",\"reason\":\"" + one[0] + "\"}");
                assertEquals(one[1], Clients.failure(consumption.ended()).name());
            }
        }
    }
}
