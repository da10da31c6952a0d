package dev.weir.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.RawWs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code /subscribe}, with a queue and a publisher edge in the same process. */
@Timeout(60)
class SubscribeFactsTest {
    @TempDir
    static Path dir;

    private static Services services;
    private static int queue;
    private static int publish;
    private static int subscribe;

    @BeforeAll
    static void start() throws Exception {
        services = new Services(dir);
        queue = services.queue(services.config());
        publish = services.publisher(services.config());
        subscribe = services.subscriber(services.config());
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    private static void publish(String... texts) throws Exception {
        try (RawWs publisher = Seed.open(publish, "/publish")) {
            Seed.sendAll(publisher, List.of(texts));
            publisher.roundTrip("committed");
        }
    }

    /** Sends what a client might say, then sees whether messages on the topic come. */
    private static void holds(boolean yes, String topic, String... said) throws Exception {
        try (RawWs client = Seed.open(subscribe, "/subscribe")) {
            Seed.sendAll(client, List.of(said));
            client.roundTrip("nothing is ever answered");
            publish(Seed.message(topic, "m"));
            if (yes) {
                assertEquals(Seed.message(topic, "m"), client.readText());
            }
            client.roundTrip("once at most");
        }
    }

    @Test
    void takesDocumentsInAnyCaseAndOrder() throws Exception {
        holds(true, "a", "{\"Topic\":\"a\",\"Content\":\"sub\"}");
        holds(true, "a", "{\"CONTENT\":\"\\u0073ub\",\"extra\":[{}],\"topic\":\"a\"}\n");
        holds(false, "a", "{\"Topic\":\"a\",\"Content\":\"SUB\"}");
        holds(false, "a", Seed.sub("a"), Seed.unsub("a"));
        holds(true, "a", Seed.unsub("a"), Seed.sub("a"));
    }

    @Test
    void takesThePlainForms() throws Exception {
        holds(true, "a", "sub a");
        holds(true, "a b ", "sub a b ");
        holds(false, "a", "sub  a");
        holds(true, " a", "sub  a");
        holds(false, "a", "sub a", "unsub a");
        holds(false, "a", "Sub a");
        holds(false, "a", "sub", "sub ", "suba");
    }

    @Test
    void takesCommandsInBinaryFramesToo() throws Exception {
        try (RawWs client = Seed.open(subscribe, "/subscribe")) {
            client.sendBinary(Seed.sub("ä").getBytes(StandardCharsets.UTF_8));
            client.roundTrip("holds");
            publish(Seed.message("ä", "m"));
            assertEquals(Seed.message("ä", "m"), client.readText());
            client.sendBinary(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
            assertEquals(1003, client.awaitClose().code());
        }
    }

    @Test
    void subscribingTwiceOrTenThousandTimesIsOnce() throws Exception {
        holds(true, "a", Seed.sub("a"), Seed.sub("a"));
        holds(false, "a", Seed.sub("a"), Seed.sub("a"), Seed.unsub("a"));
        String[] many = new String[10_000];
        java.util.Arrays.fill(many, Seed.sub("a"));
        holds(true, "a", many);
    }

    @Test
    void topicsAreTheSameOnlyByteForByte() throws Exception {
        List<String> topics =
                List.of("é", "e\u0301", "a", "A", "\uFF41", "\u0430", "a ", "+", "#", "a/b", "a/+", "*", "a.b");
        for (String topic : topics) {
            try (RawWs client = Seed.subscriber(subscribe, topic)) {
                topics.forEach(each -> quietly(() -> publish(Seed.message(each, "to " + each))));
                assertEquals(Seed.message(topic, "to " + topic), client.readText());
                client.roundTrip("nothing else");
            }
        }
    }

    private interface Act {
        void act() throws Exception;
    }

    private static void quietly(Act act) {
        try {
            act.act();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ignoresWhatItCannotReadAndSaysSoOnceWithoutContent() throws Exception {
        try (LogLines log = new LogLines()) {
            holds(
                    true,
                    "a",
                    Seed.sub("a"),
                    "secret words",
                    "{",
                    "",
                    "\uFEFFsub b",
                    "sub $own",
                    "[1]",
                    Seed.unsub("$own"));
            assertEquals(1, log.with("neither sub nor unsub").size());
            assertEquals(List.of(), log.with("secret"));
        }
    }

    @Test
    void aPongAfterSubSaysThatItHoldsAlsoOverASlowLink() throws Exception {
        try (GatedProxy way = new GatedProxy(queue)) {
            int far = services.subscriber(services.config().put("link", Services.linkTo(way.port())));
            try (RawWs client = Seed.subscriber(far, "linked");
                    RawWs publisher = Seed.open(queue, "/pushmsg")) {
                way.down().hold();
                client.sendText(Seed.sub("slow"));
                client.ping("slow");
                client.expectSilence(Duration.ofMillis(100));
                way.down().release();
                assertEquals("slow", client.readFrame().text());
                publisher.sendText(Seed.message("slow", "m"));
                assertEquals(Seed.message("slow", "m"), client.readText());
            }
        }
    }

    @Test
    void aPongWaitsForTheSubsBeforeItsOwnPingNotForAnOlderPings() throws Exception {
        try (GatedProxy way = new GatedProxy(queue)) {
            int far = services.subscriber(services.config().put("link", Services.linkTo(way.port())));
            try (RawWs client = Seed.subscriber(far, "linked")) {
                way.down().hold();
                long before = way.up().passed();
                client.sendText(Seed.sub("first"));
                client.ping("first");
                Eventually.until("the first is on its way", () -> way.up().passed() > before);
                way.up().hold();
                client.sendText(Seed.sub("second"));
                client.ping("second");
                client.expectSilence(Duration.ofMillis(50));
                way.down().release();
                client.expectSilence(Duration.ofMillis(150));
                way.up().release();
                assertEquals("second", client.readFrame().text());
            }
        }
    }

    @Test
    void clientsAreAcceptedAndWaitWhileThereIsNoLink() throws Exception {
        try (GatedProxy way = new GatedProxy(queue)) {
            way.cut();
            int far = services.subscriber(services.config().put("link", Services.linkTo(way.port())));
            try (RawWs client = Seed.open(far, "/subscribe");
                    RawWs publisher = Seed.open(queue, "/pushmsg")) {
                client.sendText(Seed.sub("waits"));
                client.ping("waits");
                client.expectSilence(Duration.ofMillis(100));
                way.mend(queue);
                assertEquals("waits", client.readFrame().text());
                publisher.sendText(Seed.message("waits", "m"));
                assertEquals(Seed.message("waits", "m"), client.readText());
            }
        }
    }

    @Test
    void aBrokenLinkGoesOnWhereItWas() throws Exception {
        List<String> texts = Seed.series("broken", 1, 200);
        try (GatedProxy way = new GatedProxy(queue)) {
            int far = services.subscriber(services.config().put("link", Services.linkTo(way.port())));
            try (RawWs client = Seed.subscriber(far, "broken");
                    RawWs publisher = Seed.open(queue, "/pushmsg")) {
                Seed.sendAll(publisher, texts.subList(0, 50));
                assertEquals(texts.subList(0, 50), Seed.read(client, 50));
                way.down().hold();
                Seed.sendAll(publisher, texts.subList(50, 100));
                publisher.roundTrip("committed");
                way.cut();
                way.down().release();
                Seed.sendAll(publisher, texts.subList(100, 200));
                publisher.roundTrip("committed");
                way.mend(queue);
                assertEquals(texts.subList(50, 200), Seed.read(client, 150));
                client.roundTrip("and no more");
            }
        }
    }

    @Test
    void moreTopicsThanOneLinkFrameCanCarryHoldAlsoAfterABrokenLink() throws Exception {
        List<RawWs> clients = new ArrayList<>();
        try (GatedProxy way = new GatedProxy(queue);
                RawWs publisher = Seed.open(queue, "/pushmsg")) {
            int far = services.subscriber(services.config().put("link", Services.linkTo(way.port())));
            for (int i = 0; i < 6; i++) {
                RawWs client = Seed.open(far, "/subscribe");
                clients.add(client);
                for (int t = 0; t < 1000; t++) {
                    client.sendText("sub " + longTopic(i, t));
                }
                client.roundTrip("holds");
            }
            way.cut();
            way.mend(queue);
            for (int i = 0; i < 6; i++) {
                clients.get(i).roundTrip("holds again");
                String text = Seed.message(longTopic(i, 999), "m");
                publisher.sendText(text);
                assertEquals(text, clients.get(i).readText());
            }
        } finally {
            clients.forEach(RawWs::close);
        }
    }

    private static String longTopic(int client, int number) {
        return "x".repeat(240) + client + "/" + number;
    }

    /** The message and the command are read in one turn of the edge's loop, which was held up until both were there. */
    @Test
    void changingSubscriptionsLosesNothingOfTheSameTurn() throws Exception {
        try (Services far = new Services(dir.resolve("far"));
                GatedProxy way = new GatedProxy(queue)) {
            int edge = far.subscriber(far.config().put("link", Services.linkTo(way.port())));
            try (RawWs client = Seed.subscriber(edge, "kept");
                    RawWs publisher = Seed.open(queue, "/pushmsg")) {
                CountDownLatch held = new CountDownLatch(1);
                CountDownLatch freed = new CountDownLatch(1);
                far.vertx()
                        .runOnContext(v -> quietly(() -> {
                            held.countDown();
                            assertTrue(freed.await(10, TimeUnit.SECONDS));
                        }));
                assertTrue(held.await(10, TimeUnit.SECONDS));
                long before = way.down().passed();
                publisher.sendText(Seed.message("kept", "m"));
                Eventually.until("it is on its way", () -> way.down().passed() > before);
                publisher.roundTrip("committed");
                client.sendText(Seed.sub("other"));
                freed.countDown();
                assertEquals(Seed.message("kept", "m"), client.readText());
            }
        }
    }

    @Test
    void overTheLimitOfSubscriptionsItIsClosedWith1008() throws Exception {
        int few = services.subscriber(services.config()
                .put("limits", new io.vertx.core.json.JsonObject().put("subscriptionsPerConnectionMax", 3)));
        try (RawWs client = Seed.subscriber(few, "1", "2", "3", "3", "1")) {
            client.sendText(Seed.unsub("1"));
            client.sendText(Seed.sub("4"));
            client.roundTrip("three");
            client.sendText(Seed.sub("5"));
            RawWs.Closed closed = client.awaitClose();
            assertEquals(1008, closed.code());
            assertTrue(closed.reason().contains("3"), closed.reason());
        }
    }
}
