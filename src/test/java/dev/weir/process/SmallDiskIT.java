package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Fault;
import dev.weir.testkit.Http;
import dev.weir.testkit.ProcessUnderTest;
import dev.weir.testkit.RawResponse;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The queue's data directory on a file system that becomes full, and on one that becomes read-only. */
@Timeout(120)
class SmallDiskIT {
    private static final int SEGMENT_MIB = 32;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    private static JsonObject queue(String popGroup, JsonObject log) {
        return new JsonObject()
                .put("queue", new JsonObject().put("popGroup", popGroup))
                .put("log", log.put("segmentBytes", SEGMENT_MIB << 20));
    }

    /** A string of a number and so many x. */
    private static String data(int number, int length) {
        return number + "x".repeat(length);
    }

    private static String document(String data) {
        return "{\"Topic\":\"t\",\"Content\":\"" + data + "\"}";
    }

    /** These are long. */
    private static void assertLong(String expected, String popped) {
        assertTrue(expected.equals(popped), () -> popped.substring(0, Math.min(60, popped.length())));
    }

    private static void assertRefused(int code, String name, JsonObject answer) {
        assertEquals("error", answer.getString("type"), answer::encode);
        assertEquals(code, answer.getInteger("code"));
        assertEquals(name, answer.getString("name"));
        assertTrue(answer.getBoolean("retryable"));
    }

    @Test
    @Fault("L02")
    void aFullDiskRefusesPublishesAndGoesOnOtherwiseAndWorksAgainOnceThereIsRoom() throws Exception {
        int length = 500_000;
        // Room for the active segment and the reserve, but for no third.
        try (SmallDisk disk = SmallDisk.memory(dir.resolve("data"), 130)) {
            disk.fill(50);
            try (Fleet fleet = Fleet.apart(dir, new JsonObject(), queue("on", new JsonObject()));
                    NativeEnd publisher = NativeEnd.publisher(fleet);
                    RawWs seed = RawWs.open(fleet.port(Fleet.PUBLISHER), "/publish")) {
                int confirmed = 0;
                JsonObject answer = publisher.publish(data(1, length));
                while (answer.getString("type").equals("published")) {
                    assertEquals(++confirmed, answer.getInteger("offset"));
                    answer = publisher.publish(data(confirmed + 1, length));
                }
                assertRefused(507, "storageFull", answer);
                assertEquals((SEGMENT_MIB << 20) / (length + 500), confirmed, "a segment full of them");

                // The popper's receipts take it through all that was confirmed, the oldest from disk.
                try (Popper popper = new Popper(fleet)) {
                    for (int i = 1; i <= confirmed; i++) {
                        assertLong(document(data(i, length)), popper.pop());
                    }
                    popper.done();
                }
                NativeEnd subscriber = NativeEnd.subscriber(fleet);
                assertRefused(507, "storageFull", publisher.publish(data(0, length)));
                seed.sendText(document(data(-1, length)));
                seed.ping("confirmed?");
                seed.expectSilence(Duration.ofMillis(100));

                disk.empty();
                assertEquals("confirmed?", seed.readFrame().text());
                assertEquals(confirmed + 2, publisher.publish("after").getInteger("offset"), "without a restart");
                assertLong(data(-1, length), subscriber.expect("message").getString("data"));
                assertEquals("after", subscriber.expect("message").getString("data"));
                subscriber.close();
                try (Popper popper = new Popper(fleet)) {
                    assertLong(document(data(-1, length)), popper.pop());
                    assertEquals(document("after"), popper.pop());
                }
                assertEquals(1, said(fleet, "tried again every second"));
                assertEquals(1, said(fleet, "could be made again"));
            }
        }
    }

    private static long said(Fleet fleet, String words) {
        return fleet.process(Fleet.QUEUE).stderr().stream()
                .filter(line -> line.contains(words))
                .count();
    }

    @Test
    @Fault("L02")
    void whatRetentionLetsGoIsRoomOnAFullDisk() throws Exception {
        int length = 900_000;
        JsonObject log = new JsonObject().put("retentionBytes", SEGMENT_MIB << 20);
        try (SmallDisk disk = SmallDisk.memory(dir.resolve("data"), 160)) {
            disk.fill(50);
            try (Fleet fleet = Fleet.apart(dir, new JsonObject(), queue("off", log));
                    NativeEnd publisher = NativeEnd.publisher(fleet)) {
                int confirmed = 0;
                int refused = 0;
                long end = System.nanoTime() + 3 * LIMIT.toNanos();
                // Twice what there is room for.
                while (confirmed < 130 && System.nanoTime() < end) {
                    JsonObject answer = publisher.publish(data(confirmed, length));
                    if (answer.getString("type").equals("published")) {
                        assertEquals(++confirmed, answer.getInteger("offset"));
                    } else {
                        assertRefused(507, "storageFull", answer);
                        refused++;
                    }
                }
                assertEquals(130, confirmed, "refused " + refused + " times");
            }
        }
    }

    @Test
    @Fault("L04")
    void aFileSystemThatBecomesReadOnlyStopsPublishesAndNothingElse() throws Exception {
        int length = 100_000;
        JsonObject log = new JsonObject().put("recentBytesMax", 1 << 20);
        try (SmallDisk disk = SmallDisk.image(dir.resolve("data"), 160)) {
            try (Fleet fleet = Fleet.apart(dir, new JsonObject(), queue("on", log))) {
                try (NativeEnd publisher = NativeEnd.publisher(fleet);
                        NativeEnd subscriber = NativeEnd.subscriber(fleet)) {
                    for (int i = 1; i <= 30; i++) {
                        assertEquals(i, publisher.publish(data(i, length)).getInteger("offset"));
                        subscriber.expect("message");
                    }
                    disk.fail();
                    assertRefused(503, "unavailable", publisher.publish("refused"));
                    assertRefused(503, "unavailable", publisher.publish("refused again"));
                    RawResponse ready = RawWs.exchange(fleet.port(Fleet.QUEUE), Http.get("/health/ready"));
                    assertTrue(ready.toString().contains("503"), ready::toString);
                    assertTrue(ready.toString().contains("Read-only file system"), ready::toString);
                    try (NativeEnd late = NativeEnd.subscriber(fleet, "earliest")) {
                        for (int i = 1; i <= 30; i++) {
                            assertLong(data(i, length), late.expect("message").getString("data"));
                        }
                    }
                    try (Popper popper = new Popper(fleet)) {
                        for (int i = 1; i <= 30; i++) {
                            assertLong(document(data(i, length)), popper.pop());
                        }
                    }
                }
                fleet.process(Fleet.QUEUE).sigterm();
                assertEquals(143, fleet.process(Fleet.QUEUE).exitCode(LIMIT));
                disk.repair();
                fleet.start(Fleet.QUEUE);
                fleet.awaitReady(Fleet.QUEUE);
                try (NativeEnd publisher = NativeEnd.publisher(fleet);
                        Popper popper = new Popper(fleet)) {
                    assertEquals(31, publisher.publish("after").getInteger("offset"));
                    // What was popped meanwhile could not be noted, so it comes again.
                    for (int i = 1; i <= 30; i++) {
                        assertLong(document(data(i, length)), popper.pop());
                    }
                    assertEquals(document("after"), popper.pop());
                }
            }
        }
    }

    @Test
    @Fault("L05")
    void onAReadOnlyFileSystemTheQueueDoesNotStartAndSaysWhy() throws Exception {
        JsonObject config = Fleet.config(dir);
        try (SmallDisk disk = SmallDisk.memory(dir.resolve("data"), 1)) {
            disk.readOnly();
            try (ProcessUnderTest process = ProcessUnderTest.jar(
                    Map.of(), "run", "MsgQueueVerticle", "-conf", Fleet.write(dir, "msgqueue", config))) {
                assertEquals(15, process.exitCode(LIMIT));
                List<String> lines = process.stderr();
                assertEquals(1, lines.size(), lines::toString);
                assertTrue(lines.get(0).startsWith("weir: msgqueue did not start: "), lines::toString);
                assertTrue(lines.get(0).contains(dir.resolve("data").toString()), lines::toString);
                assertTrue(lines.get(0).contains("Read-only file system"), lines::toString);
            }
        }
    }
}
