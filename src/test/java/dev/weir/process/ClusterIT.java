package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.torture.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A queue, two publishers and two subscribers that have found each other pass 100,000 messages on, while the queue is killed and comes back
 * at another address, and then an edge of each kind: {@code mvn -Pcluster verify}.
 */
@Tag("cluster")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterIT {
    private static final int MESSAGES = 100_000;
    private static final int RATE = 4_000;

    @TempDir
    Path dir;

    /** Two files of lines of all lengths, each into another publisher, and both out of both subscribers. */
    @Test
    void filesPassOnceInOrderAndUnchangedOverEveryEdge() throws Exception {
        try (Cluster cluster = Cluster.five(dir, Cluster.QUEUE)) {
            Lines[] files = new Lines[2];
            List<LineReader> readers = new ArrayList<>();
            for (int i = 0; i < files.length; i++) {
                files[i] = Lines.file(dir.resolve("input-" + i), Seeds.next("real input"), MESSAGES / 2);
                for (String subscriber : Cluster.SUBSCRIBERS) {
                    readers.add(LineReader.subscriber(cluster.port(subscriber), files[i]));
                }
            }
            readers.forEach(LineReader::awaitSubscribed);
            try (LineWriter one = LineWriter.open(cluster.port(Cluster.PUBLISHERS.get(0)), files[0], 0);
                    LineWriter two = LineWriter.open(cluster.port(Cluster.PUBLISHERS.get(1)), files[1], 0)) {
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> write(two));
                write(one);
                other.get(2, TimeUnit.MINUTES);
            }
            List<Integer> expected = IntStream.range(0, MESSAGES / 2).boxed().toList();
            for (LineReader reader : readers) {
                assertEquals(expected, reader.awaitLast().seen());
                reader.close();
            }
        }
    }

    private static void write(LineWriter writer) {
        try {
            writer.writeAll().awaitConfirmed(MESSAGES / 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everySubscriberGetsAllThatIsConfirmedOnceAndInOrderThoughOneOfEachKindIsKilled() throws Exception {
        try (Cluster cluster = Cluster.five(dir, Cluster.QUEUE);
                ClusterLoad load = ClusterLoad.start(cluster, dir.resolve("journals"), RATE)) {
            load.awaitConfirmed(MESSAGES / 4);
            int before = cluster.port(Cluster.QUEUE);
            load.killAndStart(Cluster.QUEUE);
            assertNotEquals(before, cluster.port(Cluster.QUEUE));
            load.awaitConfirmed(MESSAGES / 2);
            load.killAndStart(Cluster.PUBLISHERS.get(0));
            load.killAndStart(Cluster.SUBSCRIBERS.get(0));
            load.awaitConfirmed(MESSAGES);
            Verdict verdict = load.finish();
            Seeds.say("cluster: " + verdict.confirmedCount() + " confirmed, " + verdict.receivedCount() + " received");
            assertEquals(Map.of(), verdict.faults(), () -> verdict.evidence().toString());
            assertTrue(verdict.confirmedCount() >= MESSAGES);
            assertEquals(verdict.confirmedCount(), verdict.storedCount());
        }
    }
}
