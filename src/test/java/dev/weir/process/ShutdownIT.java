package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.log.LogInspector;
import dev.weir.testkit.Fault;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM while a publisher and a subscriber are busy. */
@Timeout(60)
class ShutdownIT {
    private static final int LINES = 100_000;
    private static final int BUSY_LINE = 10_000;
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @Fault("L19")
    void deliversWhatWasConfirmedSays1001AndEndsWith143(int eventLoops) throws Exception {
        JsonObject config = new JsonObject()
                .put("eventLoops", eventLoops)
                .put("limits", new JsonObject().put("outboxBytesMax", 64 << 20));
        Lines lines = Lines.file(dir.resolve("input.txt"), Seeds.next("shutdown"), LINES);
        try (Fleet fleet = Fleet.together(dir, config);
                LineReader subscriber = LineReader.subscriber(fleet.port(Fleet.SUBSCRIBER), lines);
                LineWriter writer = LineWriter.open(fleet.port(Fleet.PUBLISHER), lines, 0)) {
            subscriber.awaitSubscribed();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeUntilClosed(writer));
            subscriber.awaitLine(BUSY_LINE);
            fleet.process(Fleet.QUEUE).sigterm();

            assertEquals(143, fleet.process(Fleet.QUEUE).exitCode(EXIT_LIMIT));
            assertEquals(1001, writer.awaitEnd());
            assertEquals(1001, subscriber.awaitEnd());
            writing.get(10, TimeUnit.SECONDS);
            List<Integer> seen = subscriber.seen();
            assertEquals(IntStream.range(0, seen.size()).boxed().toList(), seen);
            assertTrue(seen.size() >= writer.confirmed(), seen.size() + " of " + writer.confirmed() + " came");
            assertTrue(writer.confirmed() < LINES, "was not busy any more");
            List<String> log = fleet.process(Fleet.QUEUE).stderr();
            assertEquals(1, log.size(), log.toString());
            assertTrue(log.get(0).endsWith("stopping, which takes at most 9500 ms"), log.toString());
            ByteArrayOutputStream check = new ByteArrayOutputStream();
            new LogInspector(dir.resolve("data/log"), new PrintStream(check, true, StandardCharsets.UTF_8)).check();
            assertTrue(check.toString(StandardCharsets.UTF_8).contains(", stopped clean"), check::toString);
        }
    }

    private static void writeUntilClosed(LineWriter writer) {
        try {
            writer.writeAll();
        } catch (IOException e) {
            // The service has ended.
        }
    }
}
