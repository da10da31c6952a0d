package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import dev.weir.testkit.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogTest extends MessageLogContract {
    @TempDir
    Path dir;

    private LogStand stand;

    private LogStand stand() {
        stand = new LogStand(dir);
        return stand;
    }

    @Override
    MessageLog open(long bytesMax) throws Exception {
        stand().recentBytesMax = Long.MAX_VALUE;
        FileLog log = stand.open();
        return new MessageLogOnLoop(log, stand);
    }

    @Override
    void settle(MessageLog log) throws Exception {
        stand.settle();
    }

    @Override
    void await(BooleanSupplier done) throws Exception {
        stand.until(done);
    }

    @AfterEach
    void closes() {
        if (stand != null && stand.log != null) {
            stand.log.close();
        }
    }

    static List<String> offsets(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Long::toString).toList();
    }

    private void reopen() throws Exception {
        stand.log.close();
        stand.open();
    }

    @Test
    void replaysWhatWasAppendedOverManySegments() throws Exception {
        stand().open();
        stand.fill(40, 3_000);
        reopen();
        assertEquals(offsets(1, 40), stand.core.told);
        assertEquals(40, stand.log.committed());
        stand.entry("e");
        stand.fill(1, 10);
        reopen();
        assertEquals("e", stand.core.told.get(40));
        assertEquals("41", stand.core.told.get(41));
    }

    @Test
    void readsFromDiskWhatTheWindowHasForgotten() throws Exception {
        stand().recentBytesMax = 0;
        stand.open();
        stand.fill(40, 3_000);
        assertNull(stand.log.at(40));
        long next = 1;
        while (next <= 40) {
            LogPiece piece = stand.read(next, 8_000);
            assertEquals(next, piece.from());
            assertNull(piece.reason());
            assertTrue(piece.to() >= next && piece.batches().size() <= 2);
            for (BatchView batch : piece.batches()) {
                assertEquals(next++, batch.offset(batch.first()));
                batch.release();
            }
            assertEquals(next - 1, piece.to());
        }
        assertTrue(stand.read(41, 100).batches().isEmpty());
        stand.fill(1, 5);
        LogPiece live = stand.read(41, 100);
        assertEquals(41, live.to());
        live.batches().forEach(BatchView::release);
    }

    @Test
    void followsTheChainOfATopicAndFindsTimes() throws Exception {
        stand().open();
        stand.fill(30, 3_000);
        long[] got = {-1, -1, -1, -1};
        stand.log.chain(30, 10, offset -> got[0] = offset);
        stand.log.chain(30, 1_000, offset -> got[1] = offset);
        stand.log.offsetAtTime(17, offset -> got[2] = offset);
        stand.log.offsetAtTime(31, offset -> got[3] = offset);
        stand.until(() -> got[3] >= 0);
        assertEquals(List.of(20L, 1L, 17L, 31L), LongStream.of(got).boxed().toList());
    }

    @Test
    void recoversFromASnapshotAndRetiresOnlyWhatItCovers() throws Exception {
        stand().retentionMessages = 5;
        stand.open();
        stand.fill(30, 3_000);
        stand.log.free(20);
        assertEquals(1, stand.log.first(), "without a snapshot all is needed");
        stand.log.snapshotNow();
        stand.until(() -> stand.log.snapshotIndex() > 0);
        long expired = stand.log.expired(0);
        assertTrue(expired > 15 && expired <= 26, () -> "expired " + expired);
        stand.log.free(expired);
        assertEquals(expired, stand.log.first());
        LogPiece piece = stand.read(1, 1);
        assertEquals(expired, piece.from());
        piece.batches().forEach(BatchView::release);
        stand.fill(30, 3_000);
        reopen();
        assertEquals(offsets(1, 60), stand.core.told, "the snapshot and what is behind it");
        assertFalse(Files.exists(stand.segment(1)));
        stand.fill(20, 3_000);
        reopen();
        assertEquals(offsets(1, 80), stand.core.told, "recycled segments hold only what was written last");
    }

    @Test
    void expiresByAgeAndBytes() throws Exception {
        stand().retentionMs = 10;
        stand.open();
        stand.fill(30, 3_000);
        assertEquals(1, stand.log.expired(10));
        long byAge = stand.log.expired(30);
        assertTrue(byAge > 10 && byAge <= 20, () -> "by age " + byAge);
        stand.log.close();
        stand.retentionMs = 0;
        stand.retentionBytes = 2L * LogStand.SEGMENT;
        stand.open();
        assertTrue(stand.log.expired(0) > 20);
    }

    @Test
    @Fault("L18")
    void refusesASecondOwner() throws Exception {
        stand().open();
        LogStand second = new LogStand(dir);
        assertTrue(assertThrows(LogRefused.class, second::open).getMessage().contains("another process"));
    }

    @Test
    void beginsAGenerationWhereConfirmedMessagesCanBeGone() throws Exception {
        for (Fsync fsync : Fsync.values()) {
            stand = new LogStand(dir.resolve(fsync.name()));
            stand.fsync = fsync;
            stand.open();
            stand.fill(3, 10);
            Epoch epoch = stand.log.epoch();
            LogStand killed = stand.copied(dir.resolve(fsync + "-killed"));
            stand.log.close();
            stand.open();
            assertEquals(epoch, stand.log.epoch(), "after a clean stop");
            killed.open();
            boolean changed = !killed.log.epoch().equals(epoch);
            assertEquals(fsync != Fsync.ALWAYS, changed);
            assertTrue(killed.log.isGood(epoch, 3));
            assertEquals(!changed, killed.log.isGood(epoch, 4));
            assertFalse(killed.log.isGood(new Epoch(epoch.logId() ^ 1, 0), 1));
            killed.log.close();
            stand.log.close();
        }
    }

    @Test
    @Fault("L06")
    void confirmsNothingMoreAfterAFailedSync() throws Exception {
        boolean[] failing = {false};
        int[] syncs = {0};
        stand().disk = new Disk() {
            @Override
            void force(FileChannel channel) throws IOException {
                if (failing[0]) {
                    syncs[0]++;
                    throw new IOException("no sync");
                }
                super.force(channel);
            }
        };
        stand.open();
        stand.fill(3, 10);
        // Both spares are made, so only the writer syncs from here on.
        stand.until(() -> Files.exists(stand.segment(3)));
        failing[0] = true;
        stand.append(10, 4);
        stand.until(() -> stand.log.failed() != null);
        assertEquals(3, stand.log.committed());
        assertEquals(Room.FULL, stand.log.roomFor(1));
        failing[0] = false;
        stand.entry("late");
        LogPiece piece = stand.read(1, 1 << 20);
        assertEquals(3, piece.to());
        piece.batches().forEach(BatchView::release);
        stand.log.close();
        assertEquals(1, syncs[0], "never tried again");
        assertEquals(3, stand.log.committed());
    }

    @Test
    @Fault("L02")
    void takesEntriesInTheReserveWhileTheDiskIsFull() throws Exception {
        boolean[] full = {false};
        stand().disk = new Disk() {
            @Override
            void make(Path file, long bytes) throws IOException {
                if (full[0]) {
                    throw new IOException("No space left on device");
                }
                super.make(file, bytes);
            }
        };
        stand.open();
        stand.fill(1, 10);
        stand.until(() -> Files.exists(stand.segment(3)));
        full[0] = true;
        while (stand.log.roomFor(4_000) != Room.FULL) {
            if (stand.log.roomFor(4_000) == Room.YES) {
                stand.fill(1, 3_000);
            } else {
                stand.until(() -> stand.log.roomFor(4_000) != Room.LATER);
            }
        }
        assertNotNull(stand.log.full());
        for (int i = 0; i < 3; i++) {
            assertEquals(Room.YES, stand.log.roomForEntry(4_000));
            stand.entry("x".repeat(4_000));
            stand.settle();
        }
        assertEquals(Room.FULL, stand.log.roomFor(10));
        full[0] = false;
        stand.until(() -> stand.log.roomFor(4_000) == Room.YES);
        stand.fill(1, 3_000);
        assertNull(stand.log.full());
    }

    @Test
    @Fault("L03")
    void isFullAtItsHardLimitUntilSomethingIsRetired() throws Exception {
        stand().hardBytesMax = 4L * LogStand.SEGMENT;
        stand.open();
        stand.fill(1, 10);
        stand.until(() -> stand.log.roomFor(10) == Room.YES);
        while (stand.log.roomFor(4_000) != Room.FULL) {
            if (stand.log.roomFor(4_000) == Room.YES) {
                stand.fill(1, 3_000);
            } else {
                stand.until(() -> stand.log.roomFor(4_000) != Room.LATER);
            }
        }
        stand.log.snapshotNow();
        stand.until(() -> stand.log.snapshotIndex() > 0);
        stand.log.free(stand.log.committed());
        stand.until(() -> stand.log.roomFor(4_000) == Room.YES);
    }

    @Test
    @Fault("L14")
    void tellsAReaderOfABadFrameAndGoesOnBehindIt() throws Exception {
        stand().recentBytesMax = 0;
        stand.open();
        stand.fill(3, 100);
        int frame = LogFormat.aligned(
                LogFormat.HEADER + LogStand.batch(1, 1, 0, 100).length());
        try (FileChannel channel = stand.disk.openToWrite(stand.segment(1))) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), LogFormat.HEADER + frame + 100);
        }
        LogPiece one = stand.read(1, 1 << 20);
        assertEquals(1, one.to());
        one.batches().forEach(BatchView::release);
        LogPiece bad = stand.read(2, 1 << 20);
        assertNotNull(bad.reason());
        assertEquals(2, bad.from());
        assertEquals(2, bad.to());
        LogPiece three = stand.read(3, 1 << 20);
        assertEquals(3, three.to());
        three.batches().forEach(BatchView::release);
    }

    @Test
    void syncsAtIntervalsWithoutBeingAsked() throws Exception {
        int[] syncs = {0};
        stand().fsync = Fsync.INTERVAL;
        stand.disk = new Disk() {
            @Override
            void force(FileChannel channel) throws IOException {
                super.force(channel);
                stand.execute(() -> syncs[0]++);
            }
        };
        stand.open();
        stand.fill(1, 10);
        stand.until(() -> !stand.log.making());
        assertEquals(Durability.STORED, stand.log.durability());
        int before = syncs[0];
        stand.entry("e");
        stand.until(() -> syncs[0] > before);
    }

    @Test
    void readsEverythingOnceAndInOrderWhileItIsAppended() throws Exception {
        stand().recentBytesMax = 0;
        stand.open();
        long next = 1;
        while (next <= 300) {
            if (stand.next <= 300) {
                stand.append(500, stand.next);
            }
            LogPiece piece = stand.read(next, 2_000);
            assertNull(piece.reason());
            assertTrue(piece.to() <= stand.log.committed());
            for (BatchView batch : piece.batches()) {
                assertEquals(next++, batch.offset(batch.first()));
                batch.release();
            }
        }
    }
}
