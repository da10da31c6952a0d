package dev.weir.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code /pushmsg} and {@code /popmsg}. Each test takes out what it put in, so that they share one queue. */
@Timeout(60)
class QueueFactsTest {
    @TempDir
    static Path dir;

    private static Services services;
    private static int queue;

    @BeforeAll
    static void start() throws Exception {
        services = new Services(dir);
        JsonObject small = new JsonObject().put("popGroup", "on").put("popUnackedBytesMax", 1024);
        queue = services.queue(services.config().put("queue", small));
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    private static void push(List<String> texts) throws IOException {
        try (RawWs publisher = Seed.open(queue, "/pushmsg")) {
            Seed.sendAll(publisher, texts);
            publisher.roundTrip("committed");
        }
    }

    @Test
    void givesMessagesOutInTheOrderTheyCame() throws Exception {
        List<String> texts = Seed.series("order", 1, 200);
        try (RawWs popper = Seed.open(queue, "/popmsg");
                RawWs publisher = Seed.open(queue, "/pushmsg")) {
            Seed.sendAll(publisher, texts);
            assertEquals(texts, Seed.pop(popper, 200));
        }
    }

    @Test
    void keepsWhatNobodyPopsForThePopperThatComes() throws Exception {
        List<String> texts = Seed.series("waits", 1, 20);
        push(texts);
        try (RawWs popper = Seed.open(queue, "/popmsg")) {
            assertEquals(texts, Seed.pop(popper, 20));
        }
    }

    @Test
    void givesEachMessageToOneOfSeveralPoppers() throws Exception {
        int count = 600;
        Queue<String> all = new ConcurrentLinkedQueue<>();
        List<List<String>> each = new ArrayList<>();
        List<RawWs> poppers = new ArrayList<>();
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RawWs popper = Seed.open(queue, "/popmsg");
            popper.roundTrip("joined"); // else what is pushed at once is shared by those who have joined already
            List<String> own = new ArrayList<>();
            poppers.add(popper);
            each.add(own);
            readers.add(new Thread(() -> readUntilClosed(popper, own, all)));
        }
        readers.forEach(Thread::start);
        List<String> texts = Seed.series("compete", 1, count);
        push(texts);
        Eventually.equal("all popped", count, all::size);
        // A reader answers its last ping while it waits for more, and the Close comes behind the answer.
        try (RawWs late = Seed.open(queue, "/popmsg")) {
            late.expectSilence(Duration.ofMillis(100));
        }
        for (RawWs popper : poppers) {
            popper.sendClose(1000, "");
        }
        for (Thread reader : readers) {
            reader.join(10_000);
        }
        assertEquals(texts.stream().sorted().toList(), all.stream().sorted().toList());
        for (List<String> own : each) {
            assertTrue(own.size() > count / 10, "a fair share each, not " + own.size());
            assertEquals(texts.stream().filter(own::contains).toList(), own);
        }
    }

    private static void readUntilClosed(RawWs popper, List<String> own, Queue<String> all) {
        try {
            while (true) {
                String text = popper.readText();
                own.add(text);
                all.add(text);
            }
        } catch (IOException | AssertionError e) {
            popper.close();
        }
    }

    @Test
    void aLostPoppersUnprovedMessagesGoBackToTheHeadInOrder() throws Exception {
        List<String> texts = Seed.series("back", 1, 100);
        RawWs lost = Seed.open(queue, "/popmsg");
        push(texts);
        assertEquals(texts.get(0), lost.readMessage(false).text());
        assertEquals(texts.get(1), lost.readMessage(false).text());
        // Sent and never proved: as many as fit into popUnackedBytesMax. The rest waits behind them.
        lost.socket().reset();
        try (RawWs heir = Seed.open(queue, "/popmsg")) {
            // The queue may hear of the loss after it has begun to serve the heir.
            List<String> got = Seed.pop(heir, 100);
            assertEquals(texts, got.stream().sorted(byNumber()).toList());
            push(Seed.series("back", 101, 101));
            assertEquals(Seed.series("back", 101, 101), Seed.pop(heir, 1));
        }
    }

    @Test
    void anHeirThatComesAfterTheLossGetsAllInOrder() throws Exception {
        List<String> texts = Seed.series("heir", 1, 100);
        RawWs lost = Seed.open(queue, "/popmsg");
        push(texts);
        assertEquals(texts.get(0), lost.readMessage(false).text());
        lost.sendClose(1000, "");
        // The answer to a Close says that the queue has let go of this popper.
        lost.awaitClose(false);
        try (RawWs heir = Seed.open(queue, "/popmsg")) {
            assertEquals(texts, Seed.pop(heir, 100));
        }
    }

    @Test
    void proofOfAPartKeepsThatPartFromTheHeir() throws Exception {
        List<String> texts = Seed.series("part", 1, 100);
        RawWs popper = Seed.open(queue, "/popmsg");
        push(texts);
        int taken = 0;
        Frame frame = popper.readFrame();
        for (; frame.opcode() == Frame.TEXT; frame = popper.readFrame()) {
            assertEquals(texts.get(taken++), frame.text());
        }
        popper.pong(frame.bytes());
        Frame next = popper.readFrame();
        assertEquals(texts.get(taken), next.text(), "what follows the proved part");
        popper.sendClose(1000, "");
        popper.awaitClose(false);
        try (RawWs heir = Seed.open(queue, "/popmsg")) {
            assertEquals(texts.subList(taken, 100), Seed.pop(heir, 100 - taken));
        }
    }

    @Test
    void textWithoutAReadableTopicPassesAsItIs() throws Exception {
        List<String> texts = List.of(
                "hello team!",
                "",
                "{",
                "\uFEFF{\"Topic\":\"news\",\"Content\":\"with a byte order mark\"}",
                "{\"Topic\":5}",
                "{\"Topic\":\"a\",\"Topic\":\"a\",\"Content\":\"c\"}",
                "[".repeat(5000),
                "sub news");
        try (RawWs popper = Seed.open(queue, "/popmsg");
                RawWs publisher = Seed.open(queue, "/pushmsg")) {
            for (String text : texts) {
                publisher.sendText(text);
                assertEquals(List.of(text), Seed.pop(popper, 1));
            }
        }
    }

    @Test
    void binaryThatIsTextComesOutAsText() throws Exception {
        try (RawWs popper = Seed.open(queue, "/popmsg");
                RawWs publisher = Seed.open(queue, "/pushmsg")) {
            publisher.sendBinary("grüße".getBytes(StandardCharsets.UTF_8));
            assertEquals(List.of("grüße"), Seed.pop(popper, 1));
        }
    }

    @Test
    void binaryThatIsNoTextIsRefusedWith1003() throws Exception {
        try (RawWs publisher = Seed.open(queue, "/pushmsg")) {
            publisher.sendBinary(new byte[] {(byte) 0xC3, 0x28});
            assertEquals(1003, publisher.awaitClose().code());
        }
    }

    @Test
    void whatAPopperSaysIsIgnored() throws Exception {
        try (RawWs popper = Seed.open(queue, "/popmsg")) {
            popper.sendText("anything");
            popper.sendBinary(new byte[] {1, 2, 3});
            popper.pong(new byte[] {0, 0, 0, 0, 0, 0, 0, 9});
            popper.roundTrip("still here");
            push(List.of("after that"));
            assertEquals(List.of("after that"), Seed.pop(popper, 1));
        }
    }

    @Test
    void aPublisherGetsNoAnswerButPongs() throws Exception {
        try (RawWs publisher = Seed.open(queue, "/pushmsg");
                RawWs popper = Seed.open(queue, "/popmsg")) {
            publisher.sendText("quiet");
            assertEquals(List.of("quiet"), Seed.pop(popper, 1));
            publisher.expectSilence(Duration.ofMillis(50));
            publisher.roundTrip("only this");
        }
    }

    private static java.util.Comparator<String> byNumber() {
        return java.util.Comparator.comparingInt(text -> Integer.parseInt(text.replaceAll("\\D", "")));
    }
}
