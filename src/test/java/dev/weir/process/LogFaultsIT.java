package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.Fault;
import dev.weir.testkit.ProcessUnderTest;
import dev.weir.testkit.RawSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a whole queue does when something is wrong around its log. */
@Timeout(120)
class LogFaultsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SEGMENT = 32 << 20;

    @TempDir
    Path dir;

    @Test
    @Fault("L18")
    void aSecondQueueOnTheSameDirectoryIsRefusedAlsoWhileTheFirstDoesNotMove() throws Exception {
        try (Fleet fleet = Fleet.apart(dir, new JsonObject(), new JsonObject());
                NativeEnd publisher = NativeEnd.publisher(fleet)) {
            assertEquals(1, publisher.publish("before").getInteger("offset"));
            refused();
            fleet.process(Fleet.QUEUE).signal("STOP");
            refused();
            fleet.process(Fleet.QUEUE).signal("CONT");
            assertEquals(2, publisher.publish("after").getInteger("offset"));
        }
    }

    private void refused() throws Exception {
        String config = Fleet.write(dir, "second", Fleet.config(dir));
        try (ProcessUnderTest second = ProcessUnderTest.jar(Map.of(), "run", "MsgQueueVerticle", "-conf", config)) {
            assertEquals(15, second.exitCode(LIMIT));
            assertEquals(
                    List.of("weir: msgqueue did not start: " + dir.resolve("data/log")
                            + ": another process has this log open"),
                    second.stderr());
        }
    }

    @Test
    @Fault("L08")
    void aDamagedLogIsNotOpenedAndTheLineSaysWhereTheDamageIs() throws Exception {
        Path segment = dir.resolve("data/log/0000000000000001.seg");
        try (Fleet fleet = Fleet.apart(dir, new JsonObject(), new JsonObject())) {
            try (NativeEnd publisher = NativeEnd.publisher(fleet)) {
                for (int i = 1; i <= 3; i++) {
                    assertEquals(i, publisher.publish("number " + i).getInteger("offset"));
                }
            }
            fleet.process(Fleet.QUEUE).kill9();
            byte[] bytes = Files.readAllBytes(segment);
            int second = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("number 2");
            bytes[second] ^= 1;
            Files.write(segment, bytes);
            fleet.start(Fleet.QUEUE);
            ProcessUnderTest queue = fleet.process(Fleet.QUEUE);
            assertEquals(15, queue.exitCode(LIMIT));
            assertEquals(1, queue.stderr().size(), queue.stderr()::toString);
            String line = queue.stderr().get(0);
            assertTrue(line.startsWith("weir: msgqueue did not start: " + segment + ": the frame at position "), line);
            assertTrue(line.contains(" with offset 2 ") && line.contains("good again at position "), line);
            bytes[second] ^= 1;
            Files.write(segment, bytes);
            fleet.start(Fleet.QUEUE);
            fleet.awaitReady(Fleet.QUEUE);
        }
    }

    /** More clients than the process may have files open, while the log needs new files and a popper old ones. */
    @Test
    @Fault("L20")
    void withoutFileDescriptorsItLivesAndLosesNothing() throws Exception {
        JsonObject queue = new JsonObject()
                .put("limits", new JsonObject().put("handshakeTimeoutMs", 60_000))
                .put("queue", new JsonObject().put("popGroup", "on"))
                .put("log", new JsonObject().put("segmentBytes", SEGMENT).put("recentBytesMax", 1 << 20));
        List<String> few = List.of("bash", "-c", "ulimit -n 256; exec \"$0\" \"$@\"");
        int length = 900_000;
        int count = 45;
        List<RawSocket> crowd = new ArrayList<>();
        try (Fleet fleet = Fleet.apart(dir, new JsonObject(), queue, few);
                NativeEnd publisher = NativeEnd.publisher(fleet)) {
            for (int i = 1; i <= count; i++) {
                assertEquals(i, publisher.publish(i + "x".repeat(length)).getInteger("offset"));
            }
            ProcessUnderTest process = fleet.process(Fleet.QUEUE);
            try (Popper popper = new Popper(fleet)) {
                AtomicInteger popped = new AtomicInteger();
                pop(popper, 5, popped);
                for (int i = 0; i < 400; i++) {
                    crowd.add(RawSocket.plain(fleet.port(Fleet.QUEUE)));
                }
                process.awaitErrorLine("Too many open files", LIMIT);
                assertEquals(count + 1, publisher.publish("while it is crowded").getInteger("offset"));
                CompletableFuture<Void> popping = CompletableFuture.runAsync(
                        () -> pop(popper, count, popped), task -> new Thread(task, "popper").start());
                Eventually.until(
                        "is through, or waits for a descriptor",
                        LIMIT,
                        () -> popping.isDone() || said(process, "cannot be read at the moment, tried again"));
                crowd.forEach(RawSocket::close);
                popping.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
            assertEquals(count + 2, publisher.publish("after").getInteger("offset"));
        } finally {
            crowd.forEach(RawSocket::close);
        }
    }

    private static void pop(Popper popper, int count, AtomicInteger popped) {
        try {
            while (popped.get() < count) {
                String expected = "{\"Topic\":\"t\",\"Content\":\"" + (popped.get() + 1) + "x";
                String text = popper.pop();
                assertTrue(text.startsWith(expected), () -> text.substring(0, 50) + " for " + expected);
                popped.incrementAndGet();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean said(ProcessUnderTest process, String words) {
        return process.stderr().stream().anyMatch(line -> line.contains(words));
    }
}
