package dev.weir.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.Frame;
import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscriptions against a server that a test speaks. */
@Timeout(30)
class SubscribeTest {
    private static final int BIG_COUNT = 1_000;

    private final Clients.Notes notes = new Clients.Notes();
    private final List<String> got = new CopyOnWriteArrayList<>();
    private NativeStandIn service;
    private WeirClient client;

    @BeforeEach
    void start() throws Exception {
        service = NativeStandIn.start();
        client = WeirClient.connect(Clients.to(service).listener(notes).build());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        service.close();
    }

    private Subscription subscribe(From from) {
        return client.subscribe("orders/#", from, m -> got.add(m.offset() + " " + m.dataText()));
    }

    private void awaitGot(String... all) {
        Eventually.equal("messages", List.of(all), () -> List.copyOf(got));
    }

    @Test
    void asksFromWhereItIsTold() throws Exception {
        Object[][] cases = {
            {From.newest(), "\"new\""},
            {From.earliest(), "\"earliest\""},
            {From.offset(42, "k2"), "{\"offset\":42,\"epoch\":\"k2\"}"},
            {From.offset(42, null), "{\"offset\":42,\"epoch\":\"k3\"}"},
            {From.time(1790000000000L), "{\"time\":1790000000000}"},
            {From.last(100), "{\"last\":100}"}
        };
        for (Object[] one : cases) {
            Subscription subscription = subscribe((From) one[0]);
            try (NativePeer peer = service.welcome()) {
                JsonObject frame = peer.read("subscribe");
                assertEquals("/subscribe", peer.ws().path());
                assertEquals("orders/#", frame.getString("filter"));
                assertEquals(one[1], Json.encode(frame.getValue("from")));
                assertNull(subscription.position());
                subscription.close();
                assertEquals(1000, peer.ws().awaitClose().code());
            }
        }
        assertThrows(IllegalArgumentException.class, () -> client.subscribe("a/#/b", From.newest(), m -> {}));
    }

    @Test
    void handsOnDataByteForByteAndTheRestOfTheMessage() throws Exception {
        List<Message> messages = new CopyOnWriteArrayList<>();
        Subscription subscription = client.subscribe("orders/#", From.newest(), messages::add);
        String[] data = {
            "{\"n\" : 1.50,\"n\":[ ]}", "\"a\\u00e9\\/ü😀\"", "-0.0e+10", "null", "true", "[1, 2 ]", "12", "\"\""
        };
        try (NativePeer peer = service.welcome()) {
            peer.subscribe(10);
            assertEquals(new Position(9, "k3"), Clients.get(subscription.started()));
            for (int i = 0; i < data.length; i++) {
                peer.message("orders/eu", 10 + i, i == 0 ? 0 : 9 + i, data[i]);
            }
            peer.say("{\"data\":  7 ,\"type\":\"message\",\"topic\":\"orders/b\",\"offset\":30,\"prev\":0,\"time\":5,"
                    + "\"key\":\"k\",\"headers\":{\"a\":\"b\"},\"unknown\":[{}]}");
            peer.say("{\"type\":\"message\",\"topic\":\"orders/b\",\"offset\":31,\"prev\":30,\"dataB64\":\"AP8=\"}");
            Eventually.equal("count", data.length + 2, messages::size);
            for (int i = 0; i < data.length; i++) {
                assertEquals(data[i], messages.get(i).dataText());
            }
            Message last = messages.get(data.length);
            assertEquals("7", last.dataText());
            assertEquals("k", last.key());
            assertEquals("b", last.headers().get("a"));
            assertEquals(5, last.timeMs());
            assertTrue(messages.get(data.length + 1).isBinary());
            assertEquals(2, messages.get(data.length + 1).data().length);
            assertEquals(-1, messages.get(data.length + 1).data()[1]);
        }
    }

    @Test
    void goesOnWhereItWasAfterALossAndDropsWhatItHas() throws Exception {
        Subscription subscription = subscribe(From.earliest());
        try (NativePeer first = service.welcome()) {
            first.subscribe(1);
            first.message("orders/a", 1, 0, "1").message("orders/b", 2, 0, "2");
            awaitGot("1 1", "2 2");
            first.reset();
        }
        try (NativePeer second = service.welcome()) {
            JsonObject again = second.read("subscribe");
            assertEquals(new JsonObject("{\"offset\":3,\"epoch\":\"k3\"}"), again.getJsonObject("from"));
            second.subscribed(again, 3, ",\"recovered\":true");
            second.message("orders/b", 2, 0, "2").message("orders/a", 3, 1, "3");
            awaitGot("1 1", "2 2", "3 3");
            second.say("{\"type\":\"mark\",\"offset\":20}");
            Eventually.equal("position", new Position(20, "k3"), subscription::position);
            second.reset();
        }
        try (NativePeer third = service.welcome()) {
            assertEquals(21, third.read("subscribe").getJsonObject("from").getLong("offset"));
        }
        assertEquals(List.of(), notes.gaps);
    }

    @Test
    void saysWhenAPlaceIsReached() throws Exception {
        Subscription subscription = subscribe(From.earliest());
        CompletableFuture<Void> seven = subscription.reached(new Position(7, "k3"));
        CompletableFuture<Void> nine = subscription.reached(new Position(9, "k3"));
        CompletableFuture<Void> far = subscription.reached(new Position(100, "k3"));
        try (NativePeer peer = service.welcome()) {
            peer.subscribe(1);
            peer.message("orders/a", 8, 0, "8");
            Clients.get(seven);
            assertFalse(nine.isDone());
            peer.say("{\"type\":\"mark\",\"offset\":20}");
            Clients.get(nine);
            Clients.get(subscription.reached(new Position(20, "k3")));
            Clients.get(subscription.reached(new Position(1_000, "of another life")));
            assertFalse(far.isDone());
            subscription.close();
            assertEquals(WeirException.CLOSED, Clients.failure(far).name());
        }
    }

    @Test
    void tellsAnnouncedGapsAndTakesThemForNoLoss() throws Exception {
        subscribe(From.newest());
        try (NativePeer peer = service.welcome()) {
            peer.subscribe(60);
            peer.message("orders/a", 60, 12, "1");
            peer.say("{\"type\":\"gap\",\"from\":61,\"to\":75,\"reason\":\"slow\"}");
            peer.message("orders/a", 80, 75, "2");
            awaitGot("60 1", "80 2");
            assertEquals(List.of(new Gap(61, 75, "slow")), notes.gaps);
        }
    }

    @Test
    void asksAgainForAProvenHoleBeforeGoingOn() throws Exception {
        subscribe(From.newest());
        try (NativePeer first = service.welcome()) {
            first.subscribe(5);
            first.message("orders/a", 5, 4, "5").message("orders/b", 6, 2, "6");
            first.message("orders/a", 9, 7, "9");
            try (NativePeer second = service.welcome()) {
                assertEquals(7, second.subscribe(7).getJsonObject("from").getLong("offset"));
                second.message("orders/a", 7, 5, "7").message("orders/a", 9, 7, "9");
                awaitGot("5 5", "6 6", "7 7", "9 9");
                assertEquals(List.of(), notes.gaps);
            }
        }
    }

    @Test
    void tellsAProvenHoleThatStaysAndGoesOn() throws Exception {
        subscribe(From.newest());
        try (NativePeer first = service.welcome()) {
            first.subscribe(5);
            first.message("orders/a", 5, 4, "5").message("orders/a", 9, 7, "9");
            try (NativePeer second = service.welcome()) {
                second.subscribe(6);
                second.message("orders/a", 9, 7, "9");
                awaitGot("5 5", "9 9");
                assertEquals(List.of(new Gap(7, 7, Gap.MISSED)), notes.gaps);
            }
        }
    }

    @Test
    void takesAnotherLogFromItsBeginningAndSaysSo() throws Exception {
        subscribe(From.earliest());
        try (NativePeer first = service.welcome()) {
            first.subscribe(1);
            first.message("orders/a", 50, 0, "7");
            awaitGot("50 7");
            first.reset();
        }
        try (NativePeer second = service.welcome()) {
            JsonObject again = second.read("subscribe");
            second.say("{\"type\":\"subscribed\",\"id\":" + again.getLong("id")
                    + ",\"epoch\":\"k4\",\"offset\":1,\"recovered\":false,"
                    + "\"gap\":{\"from\":51,\"to\":0,\"reason\":\"epoch\"}}");
            second.message("orders/a", 1, 0, "8");
            awaitGot("50 7", "1 8");
            assertEquals(List.of(new Gap(51, 0, "epoch")), notes.gaps);
            second.reset();
        }
        try (NativePeer third = service.welcome()) {
            assertEquals(
                    new JsonObject("{\"offset\":2,\"epoch\":\"k4\"}"),
                    third.read("subscribe").getJsonObject("from"));
        }
    }

    @Test
    void aRefusedSubscriptionFails() throws Exception {
        Subscription subscription = subscribe(From.newest());
        try (NativePeer peer = service.welcome()) {
            peer.error(peer.read("subscribe"), 403, "forbidden", false);
            assertEquals("forbidden", Clients.failure(subscription.started()).name());
            assertEquals("forbidden", Clients.failure(subscription.ended()).name());
        }
    }

    @Test
    void aSlowHandlerStopsTheSocketAndNotTheClient() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        client.close();
        client = WeirClient.connect(
                Clients.to(service).readAheadBytesMax(100_000).listener(notes).build());
        client.subscribe("big", From.newest(), m -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            got.add(Long.toString(m.offset()));
        });
        String data = '"' + "x".repeat(50_000) + '"';
        AtomicInteger written = new AtomicInteger();
        try (NativePeer peer = service.accept()) {
            peer.welcome(200); // twice as long may the writer be kept from writing
            peer.subscribe(1);
            Thread writer = new Thread(() -> writeAll(peer, data, written));
            writer.start();
            // TCP's buffers and the read-ahead fill up; then the writer stands still, and stays so.
            Eventually.until("the writer waits", () -> standsStill(written));
            assertTrue(written.get() < BIG_COUNT / 2, () -> written + " messages of 50 kB were taken in");
            // While it does not read, it pings, so that the server knows that it lives.
            for (int i = 0; i < 5; i++) {
                assertEquals(Frame.PING, peer.ws().readFrame().opcode());
            }
            assertEquals(0, got.size());
            hold.countDown();
            Eventually.until("all arrive", Duration.ofSeconds(20), () -> got.size() == BIG_COUNT);
            writer.join();
        }
    }

    private static void writeAll(NativePeer peer, String data, AtomicInteger written) {
        try {
            for (int i = 1; i <= BIG_COUNT; i++) {
                peer.message("big", i, i - 1, data);
                written.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing was written between two looks, a moment apart. */
    private static boolean standsStill(AtomicInteger written) {
        int before = written.get();
        LockSupport.parkNanos(300_000_000);
        return before > 0 && written.get() == before;
    }

    @Test
    void nothingIsHandedOnAfterClose() throws Exception {
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch hold = new CountDownLatch(1);
        Subscription subscription = client.subscribe("t", From.newest(), m -> {
            got.add(m.dataText());
            inHandler.countDown();
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try (NativePeer peer = service.welcome()) {
            peer.subscribe(1);
            peer.say("[" + NativePeer.messageText("t", 1, 0, "1") + "," + NativePeer.messageText("t", 2, 1, "2") + "]");
            inHandler.await();
            subscription.close();
            hold.countDown();
            assertEquals(1000, peer.ws().awaitClose().code());
            Clients.get(subscription.ended());
        }
        client.close();
        assertEquals(List.of("1"), got);
    }

    @Test
    void aHandlerThatThrowsIsToldAndTheRestComes() throws Exception {
        client.subscribe("t", From.newest(), m -> {
            if (m.offset() == 1) {
                throw new IllegalStateException("mine");
            }
            got.add(m.dataText());
        });
        try (NativePeer peer = service.welcome()) {
            peer.subscribe(1);
            peer.message("t", 1, 0, "1").message("t", 2, 1, "2");
            awaitGot("2");
            assertEquals("mine", notes.problems.get(0).getMessage());
        }
    }

    @Test
    void aHandlerMayWaitForAPublish() throws Exception {
        try (NativeStandIn publisher = NativeStandIn.start()) {
            client.close();
            client = WeirClient.connect(Clients.to(service)
                    .publishUrl(URI.create(publisher.url("/publish")))
                    .build());
            client.subscribe(
                    "t",
                    From.newest(),
                    m -> got.add(
                            "confirmed at " + client.publish("u", "1").join().offset()));
            try (NativePeer peer = service.welcome()) {
                peer.subscribe(1);
                peer.message("t", 1, 0, "1");
                try (NativePeer other = publisher.welcome()) {
                    other.confirm(7);
                    awaitGot("confirmed at 7");
                }
            }
        }
    }

    @Test
    void whatComesBeforeTheReplyIsLeftOut() throws Exception {
        subscribe(From.newest());
        try (NativePeer peer = service.welcome()) {
            peer.message("orders/a", 1, 0, "0");
            peer.subscribe(5);
            peer.message("orders/a", 5, 1, "5");
            awaitGot("5 5");
            assertThrows(SocketTimeoutException.class, () -> {
                peer.ws().socket().timeout(Duration.ofMillis(20));
                peer.read();
            });
        }
    }
}
