package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a confirm is worth: the queue's own sync calls are slowed down or failed by the system call tracer. */
@Timeout(120)
class FaultyDiskIT {
    private static final int MESSAGES = 50;
    private static final Duration DELAY = Duration.ofSeconds(1);
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
        return "{\"type\":\"publish\",\"id\":" + id + ",\"topic\":\"t\",\"data\":" + id + "}";
    }

    /** The answer, marks aside. */
    private static JsonObject answer(RawWs ws) throws IOException {
        JsonObject frame = new JsonObject(ws.readText());
        return frame.getString("type").equals("mark") ? answer(ws) : frame;
    }

    @Test
    void confirmsAndDeliversNothingBeforeItIsSynced() throws Exception {
        try (Fleet fleet = Fleet.apart(dir, new JsonObject(), QUEUE, strace("delay_exit=1000000"));
                RawWs publisher = open(fleet, Fleet.PUBLISHER, "/publish");
                RawWs subscriber = open(fleet, Fleet.SUBSCRIBER, "/subscribe")) {
            subscriber.sendText("{\"type\":\"subscribe\",\"id\":1,\"filter\":\"#\"}");
            assertEquals("subscribed", answer(subscriber).getString("type"));
            // Five at a time, so that several are in one sync and one begins while another is under way.
            int next = 1;
            for (int sent = 0; sent < MESSAGES; sent += 5) {
                long[] sentAt = new long[5];
                for (int i = 0; i < 5; i++) {
                    sentAt[i] = System.nanoTime();
                    publisher.sendText(publish(sent + i));
                }
                for (int i = 0; i < 5; i++, next++) {
                    assertEquals(next, answer(publisher).getInteger("offset"));
                    assertTrue(System.nanoTime() - sentAt[i] >= DELAY.toNanos(), "confirmed too early: " + next);
                    assertEquals(next, answer(subscriber).getInteger("offset"));
                }
            }
        }
    }

    @Test
    void deliversNothingBeforeItIsSynced() throws Exception {
        try (Fleet fleet = Fleet.apart(dir, new JsonObject(), QUEUE, strace("delay_exit=1000000"));
                RawWs publisher = open(fleet, Fleet.PUBLISHER, "/publish");
                RawWs subscriber = open(fleet, Fleet.SUBSCRIBER, "/subscribe")) {
            subscriber.sendText("{\"type\":\"subscribe\",\"id\":1,\"filter\":\"#\"}");
            assertEquals("subscribed", answer(subscriber).getString("type"));
            for (int i = 1; i <= 3; i++) {
                long sentAt = System.nanoTime();
                publisher.sendText(publish(i));
                assertEquals(i, answer(subscriber).getInteger("offset"));
                assertTrue(System.nanoTime() - sentAt >= DELAY.toNanos(), "delivered too early: " + i);
            }
        }
    }

    @Test
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
