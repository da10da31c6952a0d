package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An edge is killed at a random line of many, and started again. What then is missing is what nobody had promised. */
@Timeout(60)
class KilledEdgeIT {
    private static final int LINES = 16_000;
    private static final int UNCONFIRMED_BYTES_MAX = 64 * 1024;

    /** The largest piece of its socket that an edge holds in its hands. */
    private static final int READ_BYTES_MAX = 64 * 1024;

    @TempDir
    static Path dir;

    private static Fleet fleet;

    @BeforeAll
    static void start() throws IOException {
        fleet = Fleet.apart(
                dir,
                new JsonObject()
                        .put(
                                "limits",
                                new JsonObject()
                                        .put("messageBytesMax", 64 * 1024)
                                        .put("outboxBytesMax", 64 << 20))
                        .put("link", new JsonObject().put("unconfirmedBytesMax", UNCONFIRMED_BYTES_MAX)));
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @RepeatedTest(5)
    void aPopperSeesEveryLineAndASubscriberAllButThoseBetweenItsTwoSubscriptions() throws Exception {
        long seed = Seeds.next("subscriber edge killed");
        Random random = new Random(seed);
        Lines lines = Lines.file(dir.resolve("subscriber-" + seed), seed, LINES);
        int kill = 1_000 + random.nextInt(4_000);
        int hold = kill + random.nextInt(4_000);
        try (LineReader popper = LineReader.popper(fleet.port(Fleet.QUEUE), lines);
                LineReader before = LineReader.subscriber(fleet.port(Fleet.SUBSCRIBER), lines);
                LineWriter writer = LineWriter.open(fleet.port(Fleet.PUBLISHER), lines, 0)) {
            before.awaitSubscribed();
            CompletableFuture<LineWriter> writing = writeInBackground(writer, hold);
            before.awaitLine(kill);
            fleet.process(Fleet.SUBSCRIBER).kill9();
            fleet.start(Fleet.SUBSCRIBER);
            fleet.awaitReady(Fleet.SUBSCRIBER);
            before.awaitEnd();

            writing.get(20, TimeUnit.SECONDS);
            int confirmedBefore = writer.confirmed();
            CompletableFuture<LineWriter> most = writeInBackground(writer, LINES - 1_000);
            try (LineReader again = LineReader.subscriber(fleet.port(Fleet.SUBSCRIBER), lines)) {
                again.awaitSubscribed();
                int writtenAfter = writer.written();
                most.get(20, TimeUnit.SECONDS).writeAll().awaitConfirmed(LINES);

                assertEquals(range(0, LINES), popper.awaitLast().seen());
                List<Integer> first = before.seen();
                assertEquals(range(0, first.size()), first);
                List<Integer> second = again.awaitLast().seen();
                int from = second.get(0);
                assertEquals(range(from, LINES), second);
                assertTrue(
                        from >= confirmedBefore && from <= writtenAfter,
                        () -> from + " is not within " + confirmedBefore + ".." + writtenAfter);
                Seeds.say("  lines 0-" + (first.size() - 1) + " and " + from + "-" + (LINES - 1));
            }
        }
    }

    @RepeatedTest(5)
    void ofAPublisherAtMostOneRunOfUnconfirmedLinesIsLostAndNoneComesTwice() throws Exception {
        long seed = Seeds.next("publisher edge killed");
        Random random = new Random(seed);
        Lines lines = Lines.file(dir.resolve("publisher-" + seed), seed, LINES);
        int kill = 1_000 + random.nextInt(4_000);
        try (LineReader popper = LineReader.popper(fleet.port(Fleet.QUEUE), lines);
                LineReader subscriber = LineReader.subscriber(fleet.port(Fleet.SUBSCRIBER), lines)) {
            subscriber.awaitSubscribed();
            LineWriter first = LineWriter.open(fleet.port(Fleet.PUBLISHER), lines, 0);
            try (first) {
                CompletableFuture<LineWriter> writing = writeInBackground(first, LINES - 1_000);
                subscriber.awaitLine(kill);
                fleet.process(Fleet.PUBLISHER).kill9();
                fleet.start(Fleet.PUBLISHER);
                fleet.awaitReady(Fleet.PUBLISHER);
                first.awaitEnd();
                writing.handle((done, failed) -> done).get(20, TimeUnit.SECONDS);
            }
            try (LineWriter second = LineWriter.open(fleet.port(Fleet.PUBLISHER), lines, first.written())) {
                second.writeAll().awaitConfirmed(LINES);
                List<Integer> popped = popper.awaitLast().seen();
                assertEquals(popped, subscriber.awaitLast().seen());
                int holeAt = runFrom(popped, 0);
                assertEquals(range(0, holeAt), popped.subList(0, holeAt));
                assertTrue(holeAt >= first.confirmed(), "line " + holeAt + " was confirmed and is not there");
                if (holeAt < LINES) {
                    assertEquals(range(first.written(), LINES), popped.subList(holeAt, popped.size()));
                    long bytes = bytes(lines, holeAt, first.written());
                    assertTrue(bytes <= onTheWayMax(), bytes + " bytes are missing");
                    Seeds.say("  at most " + onTheWayMax() + ": lines " + holeAt + "-" + (first.written() - 1)
                            + " missing, " + bytes + " bytes");
                }
            }
        }
    }

    private static CompletableFuture<LineWriter> writeInBackground(LineWriter writer, int end) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return writer.writeTo(end);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static List<Integer> range(int from, int end) {
        return IntStream.range(from, end).boxed().toList();
    }

    /** How long the run of consecutive numbers is that begins so. */
    private static int runFrom(List<Integer> numbers, int first) {
        int length = 0;
        while (length < numbers.size() && numbers.get(length) == first + length) {
            length++;
        }
        return length;
    }

    private static long bytes(Lines lines, int from, int end) {
        return IntStream.range(from, end)
                .mapToLong(i -> lines.message(i).length)
                .sum();
    }

    /** What the edge may hold unconfirmed, what it has just read, and what its socket and the client's hold. */
    private static long onTheWayMax() throws IOException {
        return UNCONFIRMED_BYTES_MAX + READ_BYTES_MAX + SocketBuffers.bytesMax();
    }
}
