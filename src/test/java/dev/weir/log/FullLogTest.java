package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.testkit.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log without room, by its own limit or the disk's, gets room from what may go, without help and without a commit. */
class FullLogTest {
    private static final int BATCH = 3_000;

    /** Its footprint at most. */
    private static final int ROOM = 4_000;

    /** A disk with no space for a new segment, and at will none for the smallest file. */
    private static final class FullDisk extends Disk {
        volatile boolean noSegment;
        volatile boolean nothing;

        @Override
        void make(Path file, long bytes) throws IOException {
            if (noSegment) {
                throw new IOException("No space left on device");
            }
            super.make(file, bytes);
        }

        @Override
        void write(FileChannel channel, long position, ByteBuffer[] parts) throws IOException {
            // Segments have their space already; what else is written is a new file.
            if (nothing && parts.length == 1 && parts[0].remaining() < LogStand.SEGMENT / 2) {
                throw new IOException("No space left on device");
            }
            super.write(channel, position, parts);
        }
    }

    @TempDir
    Path dir;

    private LogStand stand;
    private final FullDisk disk = new FullDisk();

    @BeforeEach
    void open() throws Exception {
        stand = new LogStand(dir.resolve("log"));
        stand.disk = disk;
    }

    @AfterEach
    void close() {
        stand.log.close();
    }

    private void fill() throws Exception {
        while (stand.log.roomFor(ROOM) != Room.FULL) {
            if (stand.log.roomFor(ROOM) == Room.YES) {
                stand.fill(1, BATCH);
            } else {
                stand.until(() -> stand.log.roomFor(ROOM) != Room.LATER);
            }
        }
    }

    private void hasRoomAgain() throws Exception {
        stand.until(() -> stand.log.roomFor(ROOM) == Room.YES);
        stand.until(() -> stand.log.full() == null);
        long last = stand.log.committed();
        stand.fill(1, BATCH);
        assertEquals(last + 1, stand.log.committed());
    }

    @Test
    @Fault("L03")
    void atItsHardLimitItMakesTheSnapshotThatRoomWaitsFor() throws Exception {
        stand.hardBytesMax = 4L * LogStand.SEGMENT;
        stand.open();
        fill();
        assertEquals("hard byte limit", stand.log.full());
        assertEquals(0, stand.log.snapshotIndex());
        stand.log.free(stand.log.committed());
        hasRoomAgain();
    }

    @Test
    @Fault("L03")
    void whatWasLetGoBeforeTheLogWasFullGoesThen() throws Exception {
        stand.hardBytesMax = 4L * LogStand.SEGMENT;
        stand.open();
        stand.fill(8, BATCH);
        stand.log.free(stand.log.committed());
        assertEquals(1, stand.log.first(), "not full: the snapshot may wait until it is due");
        assertEquals(0, stand.log.snapshotIndex());
        stand.until(() -> !stand.log.making());
        while (stand.log.full() == null) {
            stand.fill(1, BATCH);
        }
        hasRoomAgain();
    }

    @Test
    @Fault("L02")
    void onAFullDiskARetiredSegmentIsTheNextOne() throws Exception {
        stand.open();
        stand.fill(1, BATCH);
        stand.until(() -> Files.exists(stand.segment(3)) && !stand.log.making());
        disk.noSegment = true;
        fill();
        assertEquals("No space left on device", stand.log.full());
        stand.log.free(stand.log.committed());
        hasRoomAgain();
        assertFalse(Files.exists(stand.segment(1)));
        assertNull(stand.log.failed());
    }

    @Test
    @Fault("L02")
    void onADiskWithoutASingleByteSegmentsGoAsSoonAsThatCanBeWritten() throws Exception {
        stand.open();
        stand.fill(1, BATCH);
        stand.until(() -> Files.exists(stand.segment(3)) && !stand.log.making());
        disk.noSegment = true;
        fill();
        stand.log.snapshotNow();
        stand.until(() -> stand.log.snapshotIndex() > 0);
        disk.nothing = true;
        stand.log.free(stand.log.committed());
        // Told every second that it is full still.
        int[] told = {0};
        stand.log.onCommitted(() -> told[0]++);
        stand.until(() -> told[0] >= 2);
        assertNotNull(stand.log.full());
        assertEquals(List.of(), temporary());
        disk.nothing = false;
        hasRoomAgain();
        assertFalse(Files.exists(stand.segment(1)));
    }

    private List<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(stand.dir)) {
            return files.filter(file -> file.toString().endsWith(LogFiles.TEMP)).toList();
        }
    }
}
