package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Frame;
import dev.weir.testkit.HttpHead;
import dev.weir.testkit.Peer;
import dev.weir.testkit.StandIn;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demo between two services of the original, byte for byte. */
@Timeout(30)
class DemoTest {
    private StandIn publisher;
    private StandIn subscriber;

    @BeforeEach
    void start() throws IOException {
        publisher = StandIn.tls();
        subscriber = StandIn.tls();
    }

    @AfterEach
    void stop() throws IOException {
        publisher.close();
        subscriber.close();
    }

    @Test
    void showsItsOwnMessageComeBack() throws Exception {
        try (DemoRun demo = DemoRun.piped("sub news\nnews hello\n", DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept();
                Peer published = publisher.accept()) {
            assertTextFrame("{\"Topic\":\"news\",\"Content\":\"sub\"}\n", subscribed.readFrame());
            answerPing(subscribed);
            assertTextFrame("{\"Topic\":\"news\",\"Content\":\"hello\"}\n", published.readFrame());
            subscribed.sendText("{\"Topic\":\"news\",\"Content\":\"hello\"}\n");
            assertEquals(1000, published.awaitClose().code());
            assertEquals(1000, subscribed.awaitClose().code());
            assertEquals(0, demo.exitCode());
            assertEquals(">[news] hello\n<[news] hello\n", demo.out());
            assertEquals("", demo.err());
        }
    }

    @Test
    void asksForNothingTheOriginalDoesNotKnow() throws Exception {
        try (DemoRun demo = DemoRun.piped("", DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept();
                Peer published = publisher.accept()) {
            for (HttpHead head : new HttpHead[] {subscribed.head(), published.head()}) {
                assertEquals(
                        "Basic aGVsbG86dGVzdA==", head.header("Authorization").orElse(""));
                assertTrue(head.header("Sec-WebSocket-Protocol").isEmpty());
                assertTrue(head.header("Sec-WebSocket-Extensions").isEmpty());
                assertTrue(head.headers().stream().noneMatch(h -> h.name().startsWith("Weir")));
            }
            assertEquals("/subscribe", subscribed.path());
            assertEquals("/publish", published.path());
            published.awaitClose();
            subscribed.awaitClose();
            assertEquals(0, demo.exitCode());
        }
    }

    @Test
    void publishesOnlyWhenThePongOfItsSubscriptionHasCome() throws Exception {
        try (DemoRun demo = DemoRun.typed(DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept();
                Peer published = publisher.accept()) {
            demo.type("sub a b\nnews hello\n");
            assertTextFrame("{\"Topic\":\"a b\",\"Content\":\"sub\"}\n", subscribed.readFrame());
            Frame ping = subscribed.readFrame();
            assertEquals(Frame.PING, ping.opcode());
            published.expectSilence(Duration.ofMillis(200));
            subscribed.pong(ping.bytes());
            assertTextFrame("{\"Topic\":\"news\",\"Content\":\"hello\"}\n", published.readFrame());
        }
    }

    @Test
    void goesOnAfterASecondWithoutAPong() throws Exception {
        try (DemoRun demo = DemoRun.typed(DemoRun.to(publisher, subscriber));
                Peer published = publisher.accept()) {
            long before = System.nanoTime();
            demo.type("sub news\nnews hello\n");
            assertTextFrame("{\"Topic\":\"news\",\"Content\":\"hello\"}\n", published.readFrame());
            assertTrue(System.nanoTime() - before >= Duration.ofMillis(900).toNanos());
            assertEquals("", demo.err());
        }
    }

    @Test
    void unsubscribesAndThenExpectsNoEcho() throws Exception {
        try (DemoRun demo = DemoRun.piped("sub news\nunsub news\nnews hello\n", DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept();
                Peer published = publisher.accept()) {
            subscribed.readFrame();
            answerPing(subscribed);
            assertTextFrame("{\"Topic\":\"news\",\"Content\":\"unsub\"}\n", subscribed.readFrame());
            answerPing(subscribed);
            published.readFrame();
            assertEquals(1000, published.awaitClose().code());
            subscribed.awaitClose();
            assertEquals(0, demo.exitCode());
        }
    }

    @Test
    void waitsTwoSecondsForAnEchoThatDoesNotCome() throws Exception {
        try (DemoRun demo = DemoRun.piped("sub news\nnews hello\n", DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept();
                Peer published = publisher.accept()) {
            subscribed.readFrame();
            answerPing(subscribed);
            published.readFrame();
            long sent = System.nanoTime();
            subscribed.sendText("{\"Topic\":\"news\",\"Content\":\"somebody else's\"}");
            published.awaitClose();
            long waited = System.nanoTime() - sent;
            subscribed.awaitClose();
            assertTrue(waited > Duration.ofMillis(1_500).toNanos()
                    && waited < Duration.ofMillis(4_000).toNanos());
            assertEquals(0, demo.exitCode());
            assertEquals(">[news] hello\n<[news] somebody else's\n", demo.out());
        }
    }

    @Test
    void worksLineByLineUntilExit() throws Exception {
        try (DemoRun demo = DemoRun.typed(DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept();
                Peer published = publisher.accept()) {
            subscribed.sendText("{\"content\":\"first\",\"x\":[1,{}],\"TOPIC\":\"t\"} rest");
            demo.awaitOut("<[t] first\n");
            demo.type("news\n");
            demo.awaitErr("TOPIC MESSAGE");
            demo.type("news <b> & \"q\" \\\n");
            assertTextFrame(
                    "{\"Topic\":\"news\",\"Content\":\"\\u003cb\\u003e \\u0026 \\\"q\\\" \\\\\"}\n",
                    published.readFrame());
            assertFalse(demo.endsWithin(Duration.ofMillis(50)));
            demo.type("exit\n");
            published.awaitClose();
            subscribed.awaitClose();
            assertEquals(0, demo.exitCode());
            assertEquals("<[t] first\n>[news] <b> & \"q\" \\\n", demo.out());
        }
    }

    @Test
    void answersPingsOfAService() throws Exception {
        try (DemoRun demo = DemoRun.typed(DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept();
                Peer published = publisher.accept()) {
            subscribed.roundTrip("one");
            published.roundTrip("two");
            assertEquals("", demo.out() + demo.err());
        }
    }

    @Test
    void showsControlCharactersEscaped() throws Exception {
        try (DemoRun demo = DemoRun.typed(DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept()) {
            subscribed.sendText("{\"Topic\":\"t\\u0007\",\"Content\":\"\\u001b[2J\\n\\u202e\\u0085grün\"}");
            demo.awaitOut("<[t\\u0007] \\u001b[2J\\n\\u202e\\u0085grün\n");
        }
    }

    @Test
    void leavesOutWhatItCannotRead() throws Exception {
        try (DemoRun demo = DemoRun.typed(DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept()) {
            subscribed.sendText("[".repeat(100_000));
            demo.awaitErr("left out");
            subscribed.sendText("{\"Topic\":\"t\",\"Content\":\"c\"}");
            demo.awaitOut("<[t] c\n");
        }
    }

    @Test
    void sendsEveryLineOfALongInputOnceAndInOrder() throws Exception {
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            input.append("t ").append(i).append('\n');
        }
        try (DemoRun demo = DemoRun.piped(input.toString(), DemoRun.to(publisher, subscriber));
                Peer subscribed = subscriber.accept();
                Peer published = publisher.accept()) {
            for (int i = 0; i < 5_000; i++) {
                assertEquals("{\"Topic\":\"t\",\"Content\":\"" + i + "\"}\n", published.readText());
            }
            published.awaitClose();
            subscribed.awaitClose();
            assertEquals(0, demo.exitCode());
        }
    }

    private static void answerPing(Peer peer) throws IOException {
        Frame ping = peer.readFrame();
        assertEquals(Frame.PING, ping.opcode());
        peer.pong(ping.bytes());
    }

    private static void assertTextFrame(String expected, Frame frame) {
        assertEquals(Frame.TEXT, frame.opcode());
        assertTrue(frame.fin());
        assertEquals(0, frame.rsv());
        assertEquals(expected, frame.text());
    }
}
