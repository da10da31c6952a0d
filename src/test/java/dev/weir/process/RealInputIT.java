package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file of 100,000 lines through publisher, queue and subscriber, as a pipe would carry it. */
@Timeout(120)
class RealInputIT {
    private static final int LINES = 100_000;

    /** The publisher is not held up by a reader who cannot keep pace, and such a reader would be closed as slow. */
    private static final JsonObject PATIENT =
            new JsonObject().put("limits", new JsonObject().put("outboxBytesMax", 64 << 20));

    @TempDir
    Path dir;

    @Test
    void passesOnceInOrderAndUnchangedThroughOneProcess() throws Exception {
        try (Fleet fleet = Fleet.together(dir, PATIENT)) {
            passes(fleet);
        }
    }

    @Test
    void passesOnceInOrderAndUnchangedThroughOneProcessWithSeveralLoops() throws Exception {
        try (Fleet fleet = Fleet.together(dir, PATIENT.copy().put("eventLoops", 4))) {
            passes(fleet);
        }
    }

    @Test
    void passesOnceInOrderAndUnchangedThroughThreeProcesses() throws Exception {
        try (Fleet fleet = Fleet.apart(dir, PATIENT)) {
            passes(fleet);
        }
    }

    private void passes(Fleet fleet) throws Exception {
        Lines lines = Lines.file(dir.resolve("input.txt"), Seeds.next("real input"), LINES);
        List<Integer> expected = IntStream.range(0, LINES).boxed().toList();
        try (LineReader reader = LineReader.subscriber(fleet.port(Fleet.SUBSCRIBER), lines)) {
            reader.awaitSubscribed();
            try (LineWriter writer = LineWriter.open(fleet.port(Fleet.PUBLISHER), lines, 0)) {
                writer.writeAll().awaitConfirmed(LINES);
                assertEquals(expected, reader.awaitLast().seen());
            }
        }
    }
}
