package dev.weir.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishes against a server that a test speaks. */
@Timeout(30)
class PublishTest {
    private NativeStandIn service;

    @BeforeEach
    void start() throws Exception {
        service = NativeStandIn.start();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private WeirClient client() {
        return WeirClient.connect(Clients.to(service).build());
    }

    @Test
    void confirmsWithWhatTheServerSays() throws Exception {
        try (WeirClient client = client()) {
            CompletableFuture<Published> future = client.publish(Publication.json("orders/eu", "{\"n\" : 1.50}")
                    .withKey("cust-9")
                    .withHeader("a", "b"));
            try (NativePeer peer = service.welcome()) {
                assertEquals("/publish", peer.ws().path());
                assertEquals(
                        "Basic aGVsbG86dGVzdA==",
                        peer.ws().head().header("Authorization").orElse(""));
                String text = peer.ws().readText();
                assertTrue(text.contains("\"data\":{\"n\" : 1.50},"), text);
                JsonObject frame = new JsonObject(text);
                assertEquals("cust-9", frame.getString("key"));
                assertEquals(new JsonObject("{\"a\":\"b\"}"), frame.getJsonObject("headers"));
                assertEquals(1, frame.getLong("seq"));
                assertFalse(future.isDone());
                peer.confirm(frame, 42, false);
                assertEquals(new Published(42, "k3", Durability.SYNCED, false), Clients.get(future));
            }
        }
    }

    @Test
    void sendsUnconfirmedAgainUnderTheSameNumbersAndNothingElse() throws Exception {
        try (WeirClient client = client()) {
            List<CompletableFuture<Published>> futures = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                futures.add(client.publish("t", Integer.toString(i)));
            }
            String producer;
            try (NativePeer first = service.welcome()) {
                producer = first.confirm(11).getString("producer");
                first.confirm(12);
                assertEquals(3, first.read("publish").getLong("seq"));
                Clients.get(futures.get(1));
                first.reset();
            }
            try (NativePeer second = service.welcome()) {
                for (int seq = 3; seq <= 5; seq++) {
                    JsonObject again = second.read("publish");
                    assertEquals(seq, again.getLong("seq"));
                    assertEquals(producer, again.getString("producer"));
                    assertEquals(seq, again.getInteger("data"));
                    second.confirm(again, 10 + seq, seq == 3);
                }
                assertTrue(Clients.get(futures.get(2)).duplicate());
                assertEquals(15, Clients.get(futures.get(4)).offset());
            }
        }
    }

    @Test
    void sendsAgainWhatIsRefusedForTheMoment() throws Exception {
        try (WeirClient client = client()) {
            CompletableFuture<Published> future = client.publish("t", "1");
            try (NativePeer peer = service.welcome()) {
                JsonObject first = peer.read("publish");
                peer.error(first, 503, "unavailable", true);
                JsonObject again = peer.read("publish");
                assertEquals(first, again);
                peer.confirm(again, 1, false);
                assertEquals(1, Clients.get(future).offset());
            }
        }
    }

    @Test
    void failsWhatIsRefusedForGood() throws Exception {
        try (WeirClient client = client()) {
            CompletableFuture<Published> future = client.publish("t", "1");
            try (NativePeer peer = service.welcome()) {
                peer.error(peer.read("publish"), 403, "forbidden", false);
                WeirException failure = Clients.failure(future);
                assertEquals(403, failure.code());
                assertEquals("forbidden", failure.name());
                assertFalse(failure.isRetryable());
            }
        }
    }

    @Test
    void failsWhatIsNotConfirmedInTime() throws Exception {
        try (WeirClient client =
                WeirClient.connect(Clients.to(service).publishTimeoutMs(1_500).build())) {
            CompletableFuture<Published> future = client.publish("t", "1");
            try (NativePeer peer = service.welcome()) {
                peer.read("publish");
                assertEquals(WeirException.TIMEOUT, Clients.failure(future).name());
            }
        }
    }

    @Test
    void failsClearlyWhenTheRoomIsTaken() throws Exception {
        ClientOptions options =
                Clients.to(service).unconfirmed(2, 1000, WhenFull.FAIL).build();
        try (WeirClient client = WeirClient.connect(options)) {
            CompletableFuture<Published> first = client.publish("t", "1");
            client.publish("t", "2");
            assertEquals(
                    WeirException.TOO_MANY,
                    Clients.failure(client.publish("t", "3")).name());
            try (NativePeer peer = service.welcome()) {
                peer.confirm(1);
                Clients.get(first);
                client.publish("t", "4");
                assertEquals(2, peer.read("publish").getInteger("data"));
                assertEquals(4, peer.read("publish").getInteger("data"));
            }
            String large = '"' + "x".repeat(1000) + '"';
            assertEquals(
                    WeirException.BAD_REQUEST,
                    Clients.failure(client.publish("t", large)).name());
        }
    }

    @Test
    void waitsForRoomUntilSomethingIsConfirmed() throws Exception {
        ClientOptions options =
                Clients.to(service).unconfirmed(1, 1000, WhenFull.WAIT).build();
        try (WeirClient client = WeirClient.connect(options)) {
            client.publish("t", "1");
            AtomicReference<CompletableFuture<Published>> second = new AtomicReference<>();
            Thread caller = new Thread(() -> second.set(client.publish("t", "2")));
            caller.start();
            try (NativePeer peer = service.welcome()) {
                JsonObject first = peer.read("publish");
                assertTrue(caller.isAlive());
                peer.confirm(first, 1, false);
                peer.confirm(2);
                caller.join();
                assertEquals(2, Clients.get(second.get()).offset());
            }
        }
    }

    @Test
    void refusesWhatCouldNotBePublished() throws Exception {
        try (WeirClient client = client()) {
            for (String json : new String[] {"", "{", "1 2", "{\"a\":}", "nul"}) {
                assertEquals(400, Clients.failure(client.publish("t", json)).code(), json);
            }
            for (String topic : new String[] {"", "a/+", "#", "$x", "a\nb", "x".repeat(256)}) {
                assertEquals(400, Clients.failure(client.publish(topic, "1")).code(), topic);
            }
        }
    }

    @Test
    void aClosedClientFailsWhatIsUnconfirmed() throws Exception {
        WeirClient client = client();
        CompletableFuture<Published> future = client.publish("t", "1");
        try (NativePeer peer = service.welcome()) {
            peer.read("publish");
            Thread closer = new Thread(client::close);
            closer.start();
            assertEquals(1000, peer.ws().awaitClose().code());
            closer.join();
        }
        assertEquals(WeirException.CLOSED, Clients.failure(future).name());
        assertEquals(
                WeirException.CLOSED, Clients.failure(client.publish("t", "2")).name());
    }

    @Test
    void sendsManyAsBatches() throws Exception {
        try (WeirClient client = client()) {
            List<CompletableFuture<Published>> futures = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                futures.add(client.publish("t", Integer.toString(i)));
            }
            try (NativePeer peer = service.welcome()) {
                for (int i = 0; i < 500; i++) {
                    assertEquals(i, peer.confirm(i + 1).getInteger("data"));
                }
                assertEquals(500, Clients.get(futures.get(499)).offset());
            }
        }
    }

    @Test
    void takesNumbersOfTheProgramsOwn() throws Exception {
        try (WeirClient client = client()) {
            CompletableFuture<Published> own =
                    client.publish(Publication.json("t", "1").withSeq(40));
            CompletableFuture<Published> lower =
                    client.publish(Publication.json("t", "2").withSeq(7));
            CompletableFuture<Published> next = client.publish("t", "3");
            CompletableFuture<Published> twice =
                    client.publish(Publication.json("t", "4").withSeq(7));
            try (NativePeer peer = service.welcome()) {
                List<Integer> numbers = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    JsonObject frame = peer.read("publish");
                    numbers.add(frame.getInteger("seq"));
                    peer.confirm(frame, i + 1, false);
                }
                // Those before the welcome are sent in the order of their numbers.
                numbers.sort(null);
                assertEquals(List.of(7, 40, 41), numbers);
                assertEquals(WeirException.BAD_REQUEST, Clients.failure(twice).name());
                Clients.get(own);
                Clients.get(lower);
                Clients.get(next);
            }
        }
    }
}
