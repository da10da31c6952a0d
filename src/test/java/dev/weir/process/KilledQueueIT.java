package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.Fault;
import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The queue is killed at random moments under load and started again, while the edges live on. The client's own account of what
 * it sent and what was confirmed is held against what a popper gets in the end.
 */
@Timeout(120)
class KilledQueueIT {
    private static final int MESSAGES = 20_000;
    private static final int KILLS = 2;
    private static final int WINDOW = 2_000;
    private static final Duration SERVING_AGAIN_LIMIT = Duration.ofSeconds(5);
    private static final Pattern PUBLISHED = Pattern.compile("\"type\":\"published\",\"id\":(\\d+),\"offset\":(\\d+)");
    private static final Pattern CONTENT = Pattern.compile("\"Content\":\"(\\d+)\"");

    @TempDir
    Path dir;

    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicInteger confirmed = new AtomicInteger();
    private final List<String> wrong = new ArrayList<>();

    @Test
    @Fault("L01")
    void nothingConfirmedIsLostOrDoubledOrOutOfItsOrder() throws Exception {
        Random random = new Random(Seeds.next("queue killed"));
        JsonObject queue = new JsonObject().put("queue", new JsonObject().put("popGroup", "on"));
        try (Fleet fleet = Fleet.apart(dir, new JsonObject(), queue)) {
            try (RawWs publisher =
                    RawWs.open(fleet.port(Fleet.PUBLISHER), "/publish", http -> http.basic("hello", "test")
                            .add("Sec-WebSocket-Protocol", "weir.v1.json"))) {
                CompletableFuture<Void> reading = inBackground(() -> readConfirms(publisher));
                CompletableFuture<Void> writing = inBackground(() -> write(publisher));
                for (int i = 1; i <= KILLS; i++) {
                    int at = (i * MESSAGES + random.nextInt(MESSAGES)) / (KILLS + 2);
                    Eventually.until("so many confirms", Duration.ofSeconds(30), () -> confirmed.get() >= at);
                    fleet.process(Fleet.QUEUE).kill9();
                    long killed = System.nanoTime();
                    fleet.start(Fleet.QUEUE);
                    fleet.awaitReady(Fleet.QUEUE);
                    int then = confirmed.get();
                    Eventually.until("confirms again", Duration.ofSeconds(30), () -> confirmed.get() > then);
                    Duration away = Duration.ofNanos(System.nanoTime() - killed);
                    assertTrue(away.compareTo(SERVING_AGAIN_LIMIT) < 0, "confirming again only after " + away);
                }
                writing.get(60, TimeUnit.SECONDS);
                reading.get(60, TimeUnit.SECONDS);
            }
            assertEquals(List.of(), wrong);
            try (RawWs popper = RawWs.open(fleet.port(Fleet.QUEUE), "/popmsg")) {
                assertEquals(IntStream.rangeClosed(1, MESSAGES).boxed().toList(), pop(popper));
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> inBackground(Work work) {
        Runnable task = () -> {
            try {
                work.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        // A thread of its own: the common pool may have one, and each of these tasks waits for the other.
        return CompletableFuture.runAsync(task, command -> new Thread(command, "client").start());
    }

    private void write(RawWs publisher) throws Exception {
        for (int i = 1; i <= MESSAGES; i++) {
            window.acquire();
            publisher.sendText("{\"type\":\"publish\",\"id\":" + i + ",\"topic\":\"t/" + i % 7 + "\",\"data\":" + i
                    + ",\"producer\":\"p\",\"seq\":" + i + "}");
        }
    }

    /** Each message is confirmed once, in order, with a higher offset than the one before. */
    private void readConfirms(RawWs publisher) throws IOException {
        long offset = 0;
        while (confirmed.get() < MESSAGES) {
            String text = publisher.readText();
            Matcher m = PUBLISHED.matcher(text);
            if (m.find()) {
                int expected = confirmed.get() + 1;
                if (Integer.parseInt(m.group(1)) != expected || Long.parseLong(m.group(2)) <= offset) {
                    wrong.add("for " + expected + " behind offset " + offset + ": " + text);
                }
                offset = Long.parseLong(m.group(2));
                confirmed.incrementAndGet();
                window.release();
            } else if (!text.contains("\"welcome\"")) {
                wrong.add(text);
            }
        }
    }

    private static List<Integer> pop(RawWs popper) throws IOException {
        List<Integer> popped = new ArrayList<>();
        while (popped.size() < MESSAGES) {
            Frame frame = popper.readFrame();
            if (frame.opcode() == Frame.PING) {
                popper.pong(frame.bytes());
            } else {
                Matcher m = CONTENT.matcher(frame.text());
                assertTrue(m.find(), frame.text());
                popped.add(Integer.parseInt(m.group(1)));
            }
        }
        return popped;
    }
}
