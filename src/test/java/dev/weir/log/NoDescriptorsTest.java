package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.message.BatchView;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A process that cannot open files for a while: nothing fails for good, and nothing is passed over. */
@Timeout(60)
class NoDescriptorsTest {
    private static final int BATCH = 3_000;

    /** Its footprint at most. */
    private static final int ROOM = 4_000;

    @TempDir
    Path dir;

    private volatile boolean none;
    private LogStand stand;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void open() throws Exception {
        stand = new LogStand(dir.resolve("log"));
        stand.recentBytesMax = 0;
        stand.disk = new Disk() {
            @Override
            FileChannel openToWrite(Path file) throws IOException {
                if (none) {
                    throw new FileSystemException(file.toString(), null, "Too many open files");
                }
                return super.openToWrite(file);
            }
        };
        stand.open();
        stand.fill(1, BATCH);
        stand.until(() -> Files.exists(stand.segment(3)) && !stand.log.making());
        lines.start();
        logger().addAppender(lines);
    }

    @AfterEach
    void close() {
        logger().detachAppender(lines);
        stand.log.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(LogReader.class);
    }

    @Test
    @Fault("L20")
    void goesOnInItsSparesAndMakesMoreOnceItCan() throws Exception {
        none = true;
        while (stand.log.roomFor(ROOM) != Room.FULL) {
            if (stand.log.roomFor(ROOM) == Room.YES) {
                stand.fill(1, BATCH);
            } else {
                stand.until(() -> stand.log.roomFor(ROOM) != Room.LATER);
            }
        }
        assertTrue(stand.next > 7, "not even its spare was begun");
        assertTrue(String.valueOf(stand.log.full()).contains("Too many open files"), stand.log::full);
        assertEquals(Room.YES, stand.log.roomForEntry(ROOM));
        none = false;
        stand.until(() -> stand.log.roomFor(ROOM) == Room.YES);
        stand.fill(10, BATCH);
        assertNull(stand.log.failed());
    }

    @Test
    @Fault("L20")
    void aReaderWaitsForAFileThatCannotBeOpened() throws Exception {
        stand.fill(9, BATCH);
        Path aside = dir.resolve("aside");
        Files.move(stand.segment(1), aside);
        // Opening it fails, and it is not as if it were gone.
        Files.createSymbolicLink(stand.segment(1), stand.segment(1).getFileName());
        List<LogPiece> got = new ArrayList<>();
        stand.log.read(1, 1 << 20, got::add);
        Eventually.until("it was tried", () -> !lines.list.isEmpty());
        Files.delete(stand.segment(1));
        Files.move(aside, stand.segment(1));
        stand.until(() -> !got.isEmpty());
        assertNull(got.get(0).reason());
        assertEquals(1, got.get(0).from());
        got.get(0).batches().forEach(BatchView::release);
        assertEquals(1, lines.list.size(), lines.list::toString);
    }

    @Test
    @Fault("L20")
    void aReaderThatWaitsKeepsNobodyFromClosing() throws Exception {
        stand.fill(9, BATCH);
        Files.delete(stand.segment(1));
        Files.createSymbolicLink(stand.segment(1), stand.segment(1).getFileName());
        stand.log.read(1, 1 << 20, piece -> piece.batches().forEach(BatchView::release));
        Eventually.until("it was tried", () -> !lines.list.isEmpty());
        long begin = System.nanoTime();
        stand.log.close();
        assertTrue(System.nanoTime() - begin < 5_000_000_000L);
    }
}
