package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.testkit.Fault;
import dev.weir.testkit.Frame;
import dev.weir.testkit.Http;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a confirm is worth: the queue's own sync calls are slowed down or failed by the system call tracer. */
@Timeout(120)
class FaultyDiskIT {
    private static final int MESSAGES = 50;
    private static final Duration DELAY = Duration.ofSeconds(1);

    /** From this sync of each thread on there is a fault, so that the start does not take long. */
    private static final int FEW = 4;

    /** Without a confirm for so long, a sync of two seconds is under way. */
    private static final Duration SLOW = Duration.ofMillis(1_500);

    private static final JsonObject QUEUE = new JsonObject().put("queue", new JsonObject().put("popGroup", "on"));

    @TempDir
    Path dir;

    private static List<String> strace(String fault) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
        return List.of(
                "/usr/bin/strace",
                "-f",
                "-D", // the queue stays our child, so that what we kill is the queue
                "-qq",
                "--seccomp-bpf",
                "-o",
                "/dev/null",
                "-e",
                "trace=fdatasync",
                "-e",
                "inject=fdatasync:" + fault);
    }

    private static RawWs open(Fleet fleet, String service, String path) throws IOException {
        RawWs ws = RawWs.open(fleet.port(service), path, http -> http.basic("hello", "test")
                .add("Sec-WebSocket-Protocol", "weir.v1.json"));
        assertTrue(ws.readText().contains("welcome"));
        return ws;
    }

    private static String publish(int id) {
        return publish(id, Integer.toString(id));
    }

    private static String publish(int id, String data) {
        return "{\"type\":\"publish\",\"id\":" + id + ",\"topic\":\"t\",\"data\":" + data + "}";
    }

    /** The answer, marks aside. */
    private static JsonObject answer(RawWs ws) throws IOException {
        JsonObject frame = new JsonObject(ws.readText());
        return frame.getString("type").equals("mark") ? answer(ws) : frame;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Until its socket is closed. */
    private static void inBackground(Work work) {
        Runnable task = () -> {
            try {
                work.run();
            } catch (IOException e) {
                // The test is over.
            }
        };
        new Thread(task, "client").start();
    }

    @Test
    @Fault("L07")
    void confirmsAndDeliversNothingBeforeItIsSynced() throws Exception {
        try (Fleet fleet = Fleet.apart(dir, new JsonObject(), QUEUE, strace("delay_exit=1000000:when=" + FEW + "+"));
                RawWs publisher = open(fleet, Fleet.PUBLISHER, "/publish");
                RawWs subscriber = open(fleet, Fleet.SUBSCRIBER, "/subscribe")) {
            for (int i = 1; i < FEW; i++) {
                publisher.sendText(publish(i));
                assertEquals(i, answer(publisher).getInteger("offset"));
            }
            subscriber.sendText("{\"type\":\"subscribe\",\"id\":1,\"filter\":\"#\"}");
            assertEquals("subscribed", answer(subscriber).getString("type"));
            // Ten at a time, so that several are in one sync and one begins while another is under way. Whoever is read
            // first shows
            // the moment: the publisher and the subscriber in turn.
            for (int next = FEW; next < FEW + MESSAGES; next += 10) {
                long[] sentAt = new long[10];
                for (int i = 0; i < 10; i++) {
                    sentAt[i] = System.nanoTime();
                    publisher.sendText(publish(next + i));
                }
                boolean subscriberFirst = next % 20 < 10;
                for (RawWs end : subscriberFirst ? List.of(subscriber, publisher) : List.of(publisher, subscriber)) {
                    for (int i = 0; i < 10; i++) {
                        assertEquals(next + i, answer(end).getInteger("offset"));
                        assertTrue(System.nanoTime() - sentAt[i] >= DELAY.toNanos(), "too early: " + (next + i));
                    }
                }
            }
            Seeds.say(MESSAGES + " of " + MESSAGES + " confirmed and delivered, none before its sync had ended");
        }
    }

    @Test
    @Fault("L07")
    void whileSyncsTakeTwoSecondsPublishersWaitAndEverybodyElseIsServed() throws Exception {
        int unconfirmed = 1 << 20;
        JsonObject edges = new JsonObject().put("link", new JsonObject().put("unconfirmedBytesMax", unconfirmed));
        String data = "\"" + "x".repeat(50_000) + "\"";
        AtomicLong sent = new AtomicLong();
        AtomicLong confirmed = new AtomicLong();
        try (Fleet fleet = Fleet.apart(dir, edges, QUEUE, strace("delay_exit=2000000:when=" + FEW + "+"));
                RawWs publisher = open(fleet, Fleet.PUBLISHER, "/publish");
                RawWs pusher = RawWs.open(fleet.port(Fleet.QUEUE), "/pushmsg")) {
            inBackground(() -> {
                for (int i = 1; true; i++) {
                    publisher.sendText(publish(i, data));
                    sent.addAndGet(data.length());
                }
            });
            inBackground(() -> {
                while (answer(publisher).getString("type").equals("published")) {
                    confirmed.addAndGet(data.length());
                }
            });
            List<Long> tookMs = new ArrayList<>();
            long unchanged = 0;
            long before = 0;
            int slow = 0;
            while (slow < 2) {
                long begin = System.nanoTime();
                pusher.roundTrip("queue");
                for (String service : new String[] {Fleet.QUEUE, Fleet.PUBLISHER}) {
                    Http ready = Http.get("/health/ready");
                    assertEquals(200, RawWs.exchange(fleet.port(service), ready).status());
                }
                long took = System.nanoTime() - begin;
                tookMs.add(took / 1_000_000);
                unchanged = confirmed.get() == before ? unchanged + took : 0;
                before = confirmed.get();
                if (unchanged > SLOW.toNanos()) {
                    slow++;
                    unchanged = 0;
                }
            }
            Collections.sort(tookMs);
            assertTrue(tookMs.get(tookMs.size() / 2) < 250, tookMs::toString);
            assertTrue(tookMs.get(tookMs.size() - 1) < 1_000, tookMs::toString);
            long held = sent.get() - confirmed.get();
            assertTrue(held < 3L * unconfirmed + SocketBuffers.bytesMax(), "taken without a confirm: " + held);
        }
    }

    @Test
    @Fault("L06")
    void confirmsNothingMoreAfterAFailedSyncAndHasAllThatWasConfirmedAfterARestart() throws Exception {
        int confirmed = 0;
        try (Fleet fleet = Fleet.apart(dir, new JsonObject(), QUEUE, strace("error=EIO:when=40+"))) {
            try (RawWs publisher = open(fleet, Fleet.PUBLISHER, "/publish")) {
                JsonObject answer;
                do {
                    publisher.sendText(publish(confirmed + 1));
                    answer = answer(publisher);
                    confirmed += answer.getString("type").equals("published") ? 1 : 0;
                } while (answer.getString("type").equals("published") && confirmed < 1_000);
                assertEquals(503, answer.getInteger("code"), answer::encode);
                for (int i = 0; i < 3; i++) {
                    publisher.sendText(publish(10_000 + i));
                    assertEquals(503, answer(publisher).getInteger("code"));
                }
            }
            assertTrue(confirmed > 0, "nothing was confirmed before the fault");
            fleet.process(Fleet.QUEUE).kill9();
            fleet.runPlainly();
            fleet.start(Fleet.QUEUE);
            fleet.awaitReady(Fleet.QUEUE);
            try (RawWs popper = RawWs.open(fleet.port(Fleet.QUEUE), "/popmsg")) {
                List<String> popped = new ArrayList<>();
                while (popped.size() < confirmed) {
                    Frame frame = popper.readFrame();
                    if (frame.opcode() == Frame.PING) {
                        popper.pong(frame.bytes());
                    } else {
                        popped.add(frame.text());
                        assertEquals("{\"Topic\":\"t\",\"Content\":\"" + popped.size() + "\"}", frame.text());
                    }
                }
            }
        }
    }
}
