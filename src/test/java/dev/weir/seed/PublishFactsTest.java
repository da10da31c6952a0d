package dev.weir.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.running.Services;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code /publish}, with the queue behind it and a subscriber edge and a popper to see what comes out. */
@Timeout(60)
class PublishFactsTest {
    @TempDir
    static Path dir;

    private static Services services;
    private static int queue;
    private static int publish;
    private static int subscribe;

    @BeforeAll
    static void start() throws Exception {
        services = new Services(dir);
        queue = services.queue(services.config().put("queue", new JsonObject().put("popGroup", "on")));
        publish = services.publisher(services.config());
        subscribe = services.subscriber(services.config());
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    /** Publishes and says what a popper got; nothing but the pong may come back. */
    private static void comesOutAs(String in, String out) throws Exception {
        try (RawWs publisher = Seed.open(publish, "/publish");
                RawWs popper = Seed.open(queue, "/popmsg")) {
            publisher.sendText(in);
            publisher.roundTrip("committed");
            assertEquals(List.of(out), Seed.pop(popper, 1));
            publisher.expectSilence(Duration.ofMillis(20));
        }
    }

    private static void reaches(String topic, boolean yes, String text) throws Exception {
        try (RawWs subscriber = Seed.subscriber(subscribe, topic)) {
            comesOutAs(text, text);
            if (yes) {
                assertEquals(text, subscriber.readText());
            }
            subscriber.roundTrip("nothing else");
        }
    }

    @Test
    void passesOnTheVeryBytesAndNeverAnswers() throws Exception {
        reaches("a", true, " { \"content\" : [1, {\"x\":null}] ,\r\n\"TOPIC\":\"\\u0061\", \"n\":1.50E+2 }\n");
    }

    @Test
    void ignoresTextBehindTheFirstValue() throws Exception {
        reaches("a", true, "{\"Topic\":\"a\",\"Content\":\"c\"}{\"Topic\":\"b\"} and so on");
        reaches("b", false, "{\"Topic\":\"a\",\"Content\":\"c\"}{\"Topic\":\"b\"} and so on");
    }

    @Test
    void aDoubledMemberLeavesAMessageWithoutTopic() throws Exception {
        reaches("a", false, "{\"Topic\":\"a\",\"topic\":\"a\",\"Content\":\"c\"}");
        reaches("a", false, "{\"Topic\":\"a\",\"Content\":\"c\",\"content\":\"c\"}");
    }

    @Test
    void aTopicOfTheServersOwnIsNone() throws Exception {
        reaches("a", false, "{\"Topic\":\"$a\",\"Content\":\"c\"}");
    }

    @Test
    void halfASurrogatePairInTheContentHidesNothing() throws Exception {
        reaches("a", true, "{\"Topic\":\"a\",\"Content\":\"\\ud83d\"}");
    }

    @Test
    void subscribersSkipWhatHasNoTopicAndGoOn() throws Exception {
        try (RawWs subscriber = Seed.subscriber(subscribe, "a")) {
            comesOutAs("hello team!", "hello team!");
            comesOutAs(Seed.message("a", "after that"), Seed.message("a", "after that"));
            assertEquals(Seed.message("a", "after that"), subscriber.readText());
        }
    }

    @Test
    void aCommandIsAnOrdinaryMessageHere() throws Exception {
        reaches("a", true, Seed.sub("a"));
        comesOutAs("sub a", "sub a");
    }

    @Test
    void binaryThatIsTextGoesOnAsText() throws Exception {
        try (RawWs subscriber = Seed.subscriber(subscribe, "ä");
                RawWs publisher = Seed.open(publish, "/publish");
                RawWs popper = Seed.open(queue, "/popmsg")) {
            String text = Seed.message("ä", "grüße");
            publisher.sendBinary(text.getBytes(StandardCharsets.UTF_8));
            assertEquals(text, subscriber.readText());
            assertEquals(List.of(text), Seed.pop(popper, 1));
            publisher.sendBinary(new byte[] {(byte) 0xff});
            assertEquals(1003, publisher.awaitClose().code());
        }
    }

    @Test
    void aPongSaysThatAllBeforeItIsCommitted() throws Exception {
        try (GatedProxy way = new GatedProxy(queue)) {
            int far = services.publisher(services.config().put("link", Services.linkTo(way.port())));
            try (RawWs publisher = Seed.open(far, "/publish");
                    RawWs popper = Seed.open(queue, "/popmsg")) {
                // Confirmed, so the link is there; until then a pong would only say that nothing is unconfirmed.
                publisher.sendText("zero");
                publisher.roundTrip("zero");
                assertEquals(List.of("zero"), Seed.pop(popper, 1));
                way.down().hold();
                publisher.sendText("one");
                publisher.ping("one");
                assertEquals(List.of("one"), Seed.pop(popper, 1));
                publisher.expectSilence(Duration.ofMillis(100));
                way.down().release();
                assertEquals("one", publisher.readFrame().text());
            }
        }
    }

    @Test
    void whileTheQueueIsAwayMessagesWaitAndNoPongComes() throws Exception {
        try (GatedProxy way = new GatedProxy(queue)) {
            way.cut();
            int far = services.publisher(services.config().put("link", Services.linkTo(way.port())));
            List<String> texts = Seed.series("away", 1, 50);
            try (RawWs publisher = Seed.open(far, "/publish");
                    RawWs popper = Seed.open(queue, "/popmsg")) {
                for (String text : texts) {
                    publisher.sendText(text);
                    publisher.ping(text.substring(20));
                }
                publisher.expectSilence(Duration.ofMillis(100));
                way.mend(queue);
                // Of several unanswered pings only the last needs its pong (RFC 6455 §5.5.3).
                assertEquals(texts.get(49).substring(20), publisher.readFrame().text());
                assertEquals(texts, Seed.pop(popper, 50));
            }
        }
    }

    @Test
    void whatWasUnconfirmedWhenTheLinkBrokeArrivesOnce() throws Exception {
        try (GatedProxy way = new GatedProxy(queue)) {
            int far = services.publisher(services.config().put("link", Services.linkTo(way.port())));
            List<String> texts = Seed.series("broken", 1, 100);
            try (RawWs publisher = Seed.open(far, "/publish");
                    RawWs popper = Seed.open(queue, "/popmsg")) {
                Seed.sendAll(publisher, texts.subList(0, 10));
                publisher.roundTrip("linked");
                assertEquals(texts.subList(0, 10), Seed.pop(popper, 10));
                way.down().hold();
                Seed.sendAll(publisher, texts.subList(10, 60));
                // Stored, but the queue's answers never arrive.
                assertEquals(texts.get(10), popper.readText());
                way.cut();
                way.down().release();
                Seed.sendAll(publisher, texts.subList(60, 100));
                way.mend(queue);
                publisher.roundTrip("all of it");
                assertEquals(texts.subList(11, 100), Seed.pop(popper, 89));
            }
        }
    }
}
