package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log lives through appends, new and recycled segments, snapshots and retention, and after each of its steps on the disk the
 * files are copied as they are, as if the process had been killed there. Each copy must hold all that was committed by then.
 */
class KilledAtEveryStepTest {
    private static final int MESSAGES = 48;

    private record Killed(LogStand stand, long committed, long appended, String step) {}

    @TempDir
    Path dir;

    private final List<Killed> killed = new ArrayList<>();
    private LogStand stand;
    private volatile long committed;
    private volatile long appended;

    /** One step at a time, of whichever of the log's threads. */
    private final class Steps extends Disk {
        private synchronized void after(String step) throws IOException {
            Path to = Files.createDirectories(dir.resolve("killed" + killed.size()));
            try (Stream<Path> files = Files.list(stand.dir)) {
                for (Path file : files.toList()) {
                    copy(file, to.resolve(file.getFileName()));
                }
            }
            killed.add(new Killed(new LogStand(to), committed, appended, step));
        }

        private static void copy(Path file, Path to) throws IOException {
            try {
                Files.copy(file, to);
            } catch (NoSuchFileException e) {
                // Deleted or renamed without this disk: a step that needs no order with others.
            }
        }

        @Override
        synchronized void write(FileChannel channel, long position, ByteBuffer[] parts) throws IOException {
            super.write(channel, position, parts);
            after("a write");
        }

        @Override
        synchronized void rename(Path from, Path to) throws IOException {
            super.rename(from, to);
            after("a rename to " + to.getFileName());
        }
    }

    @Test
    @Fault("L01")
    void allThatWasCommittedIsThereWhereverItWasKilled() throws Exception {
        stand = new LogStand(dir.resolve("log"));
        stand.retentionMessages = 10;
        stand.disk = new Steps();
        stand.open();
        for (int i = 1; i <= MESSAGES; i++) {
            appended = i;
            stand.fill(1, 3_000);
            committed = i;
            if (i % 12 == 0) {
                long before = stand.log.snapshotIndex();
                stand.log.snapshotNow();
                stand.until(() -> stand.log.snapshotIndex() > before);
                stand.log.free(stand.log.expired(0));
            }
        }
        stand.log.close();
        assertTrue(stand.log.first() > 1 && killed.size() > 2 * MESSAGES, "of " + killed.size() + " steps");
        for (Killed each : killed) {
            String what = each.step() + " between " + each.committed() + " and " + each.appended();
            try {
                each.stand().open();
            } catch (LogRefused e) {
                throw new AssertionError(what, e);
            }
            long last = each.stand().log.committed();
            assertTrue(last >= each.committed() && last <= each.appended(), what + ": " + last);
            assertEquals(FileLogTest.offsets(1, last), each.stand().core.told, what);
            each.stand().next = last + 1;
            each.stand().fill(1, 10);
            each.stand().log.close();
        }
    }
}
