package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The links of both edges break again and again while lines flow; their clients notice nothing. */
@Timeout(90)
class CutLinkIT {
    private static final int LINES = 12_000;

    /** More than a batch, which is here never more than what an edge may hold unconfirmed; else none would get through. */
    private static final int PASSED_BYTES_MAX = 300_000;

    private static final JsonObject SMALL_BATCHES = new JsonObject()
            .put("limits", new JsonObject().put("messageBytesMax", 32 * 1024).put("outboxBytesMax", 64 << 20))
            .put("link", new JsonObject().put("unconfirmedBytesMax", 64 * 1024));

    @TempDir
    Path dir;

    @Test
    void everyLineIsStoredOnceAndArrivesOnceInOrder() throws Exception {
        long seed = Seeds.next("links cut");
        Lines lines = Lines.file(dir.resolve("input.txt"), seed, LINES);
        try (Fleet fleet = Fleet.queue(dir);
                CuttingProxy proxy = new CuttingProxy(fleet.port(Fleet.QUEUE), seed, PASSED_BYTES_MAX)) {
            fleet.startEdges(proxy.port(), SMALL_BATCHES);
            try (LineReader popper = LineReader.popper(fleet.port(Fleet.QUEUE), lines);
                    LineReader subscriber = LineReader.subscriber(fleet.port(Fleet.SUBSCRIBER), lines);
                    LineWriter writer = LineWriter.open(fleet.port(Fleet.PUBLISHER), lines, 0)) {
                subscriber.awaitSubscribed();
                proxy.startCutting();
                writer.writeAll().awaitConfirmed(LINES);
                List<Integer> expected = IntStream.range(0, LINES).boxed().toList();
                assertEquals(expected, popper.awaitLast().seen());
                assertEquals(expected, subscriber.awaitLast().seen());
                Seeds.say("  " + proxy.cuts() + " cuts");
                assertTrue(proxy.cuts() >= 5, proxy.cuts() + " cuts");
            }
        }
    }
}
