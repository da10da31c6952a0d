package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.Fault;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One bit flipped, every bit of every field in turn, and the verdict of recovery: cut as an unsynced tail, left out, or
 * refused as damage, and where. Recovery's look changes nothing, so one copy of the files serves for all bits.
 */
class FlippedBitsTest {
    /** Not a multiple of 8 with what is around it, so that there is padding. */
    private static final int PAYLOAD = 97;

    private static final int FRAME =
            LogFormat.HEADER + LogStand.batch(1, 1, 0, PAYLOAD).length();
    private static final int STEP = LogFormat.aligned(FRAME);

    /** So many bytes at that position; docs/log-format.md draws them. */
    private record Field(String name, int at, int bytes) {}

    private static final List<Field> SEGMENT_HEADER = List.of(
            new Field("magic", 0, 8),
            new Field("format version", 8, 4),
            new Field("crc", 12, 4),
            new Field("segment number", 16, 8),
            new Field("log id", 24, 8),
            new Field("first index", 32, 8),
            new Field("first offset", 40, 8),
            new Field("synced mark", 48, 8),
            new Field("time before", 56, 8));

    private static final List<Field> FRAME_HEADER = List.of(
            new Field("length", 0, 4),
            new Field("crc", 4, 4),
            new Field("version", 8, 1),
            new Field("kind", 9, 1),
            new Field("flags", 10, 2),
            new Field("zero", 12, 4),
            new Field("segment number", 16, 8),
            new Field("position", 24, 8),
            new Field("synced mark", 32, 8),
            new Field("index", 40, 8),
            new Field("term", 48, 8),
            new Field("first offset", 56, 8));

    /** Enough where it is of no matter what makes a frame bad. */
    private static final List<Field> CRC = List.of(new Field("crc or magic", 4, 1));

    private static final List<Field> META = List.of(
            new Field("magic", 0, 8),
            new Field("format version", 8, 4),
            new Field("crc", 12, 4),
            new Field("log id", 16, 8),
            new Field("term", 24, 8),
            new Field("lowest segment", 32, 8),
            new Field("highest segment", 40, 8),
            new Field("fsync", 48, 4),
            new Field("count of generations", 52, 4),
            new Field("generation", 56, 8),
            new Field("its first offset", 64, 8));

    private static final List<Field> SNAPSHOT = List.of(
            new Field("magic", 0, 8),
            new Field("format version", 8, 4),
            new Field("crc", 12, 4),
            new Field("log id", 16, 8),
            new Field("last index", 24, 8),
            new Field("term", 32, 8),
            new Field("segment", 40, 8),
            new Field("next offset", 48, 8),
            new Field("length of the state", 56, 8),
            new Field("state", 64, 16));

    @TempDir
    Path dir;

    private interface Flipped {
        void then(String what) throws Exception;
    }

    private static void flip(Path file, long at, int bits) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ bits);
        }
    }

    /** Each bit of each field, one after the other. */
    private static void each(Path file, long base, List<Field> fields, Flipped flipped) throws Exception {
        for (Field field : fields) {
            for (int bit = 0; bit < 8 * field.bytes(); bit++) {
                long at = base + field.at() + bit / 8;
                flip(file, at, 1 << (bit % 8));
                flipped.then(file.getFileName() + " at " + base + ", " + field.name() + " bit " + bit);
                flip(file, at, 1 << (bit % 8));
            }
        }
    }

    /** One bit of each byte of a frame's body: the batch and its one message. */
    private static void eachByteOfABody(Path file, long frame, Flipped flipped) throws Exception {
        for (int at = LogFormat.HEADER; at < FRAME; at++) {
            flip(file, frame + at, 1 << (at % 8));
            flipped.then(file.getFileName() + " at " + frame + ", body byte " + at);
            flip(file, frame + at, 1 << (at % 8));
        }
    }

    private static Recovery.Found look(LogStand stand) throws IOException, LogRefused {
        LogFiles files = new LogFiles(stand.dir);
        stand.core = new LogStand.Told();
        return new Recovery(new Disk(), files, LogMeta.read(files.meta())).look(stand.core);
    }

    private static int frame(int number) {
        return LogFormat.HEADER + (number - 1) * STEP;
    }

    /** Refused, with file, position, offsets and what to do, for a bad frame of the first segment. */
    private static void damaged(LogStand stand, int number, String what) {
        String said = assertThrows(LogDamaged.class, () -> look(stand), what).getMessage();
        assertTrue(said.startsWith(stand.segment(1) + ": "), said);
        assertTrue(said.contains("position " + frame(number) + " with offset " + number), said);
        assertTrue(said.contains("good again at position " + frame(number + 1) + ", offset " + (number + 1)), said);
        assertTrue(said.contains("weir log repair"), said);
    }

    /** Would be cut at that frame, with so many whole frames behind it. */
    private static void tail(LogStand stand, int number, int whole, String what) throws Exception {
        Recovery.Found found = look(stand);
        assertEquals(frame(number), found.end(), what);
        assertEquals(number, found.nextOffset(), what);
        assertEquals(FileLogTest.offsets(1, number - 1), stand.core.told, what);
        assertEquals(whole, found.cutFrames(), what);
        assertTrue(found.cutBytes() > (long) whole * STEP, what);
    }

    private LogStand killed(int count) throws Exception {
        LogStand stand = new LogStand(dir.resolve("log"));
        stand.open();
        stand.fill(count, PAYLOAD);
        stand.until(() -> Files.exists(stand.segment(3)));
        LogStand killed = stand.copied(dir.resolve("killed"));
        stand.log.close();
        return killed;
    }

    @Test
    @Fault("L08")
    void inAFrameBelowTheMarkItIsDamageAndInTheLastFrameATail() throws Exception {
        LogStand killed = killed(5);
        Path segment = killed.segment(1);
        for (int number : new int[] {1, 4}) {
            int below = number;
            each(segment, frame(number), FRAME_HEADER, what -> damaged(killed, below, what));
            eachByteOfABody(segment, frame(number), what -> damaged(killed, below, what));
        }
        each(segment, frame(5), FRAME_HEADER, what -> tail(killed, 5, 0, what));
        eachByteOfABody(segment, frame(5), what -> tail(killed, 5, 0, what));
        assertEquals(6, look(killed).nextOffset(), "all is as it was");
    }

    @Test
    @Fault("L08")
    void inPaddingItMeansNothing() throws Exception {
        LogStand killed = killed(3);
        assertTrue(FRAME < STEP);
        for (int at = FRAME; at < STEP; at++) {
            flip(killed.segment(1), frame(2) + at, 1);
            assertEquals(4, look(killed).nextOffset());
        }
    }

    /** Frames that were synced together have one mark, which is below all of them; a later group's mark is above. */
    @Test
    @Fault("L08")
    void theMarkDecidesToTheByte() throws Exception {
        Semaphore syncs = new Semaphore(Integer.MAX_VALUE);
        LogStand stand = new LogStand(dir.resolve("log"));
        stand.disk = new Disk() {
            @Override
            void force(FileChannel channel) throws IOException {
                syncs.acquireUninterruptibly();
                super.force(channel);
            }
        };
        stand.open();
        stand.fill(2, PAYLOAD);
        // Both spares are made, so only the writer syncs from here on.
        stand.until(() -> Files.exists(stand.segment(3)) && !stand.log.making());
        syncs.drainPermits();
        stand.append(PAYLOAD, 3);
        Eventually.until("the sync is under way", syncs::hasQueuedThreads);
        for (int number = 4; number <= 6; number++) {
            stand.append(PAYLOAD, number);
        }
        syncs.release(1_000);
        stand.settle();
        LogStand group = stand.copied(dir.resolve("group"));
        stand.fill(1, PAYLOAD);
        LogStand behind = stand.copied(dir.resolve("behind"));
        stand.log.close();

        each(group.segment(1), frame(3), CRC, what -> damaged(group, 3, what));
        for (int number = 4; number <= 6; number++) {
            int bad = number;
            each(group.segment(1), frame(number), CRC, what -> tail(group, bad, 6 - bad, what));
            each(behind.segment(1), frame(number), CRC, what -> damaged(behind, bad, what));
        }
        each(behind.segment(1), frame(7), CRC, what -> tail(behind, 7, 0, what));
    }

    /** The mark of a clean stop says that all before it was synced, however it was. */
    @ParameterizedTest
    @EnumSource(Fsync.class)
    @Fault("L08")
    void beforeTheMarkOfACleanStopItIsDamage(Fsync fsync) throws Exception {
        LogStand stand = new LogStand(dir.resolve("log"));
        stand.fsync = fsync;
        stand.open();
        stand.until(() -> Files.exists(stand.segment(2)) && !stand.log.making());
        for (int number = 1; number <= 5; number++) {
            stand.append(PAYLOAD, number);
        }
        stand.log.close();
        assertTrue(look(stand).clean());
        for (int number = 1; number <= 5; number++) {
            int bad = number;
            each(stand.segment(1), frame(number), CRC, what -> {
                String said =
                        assertThrows(LogDamaged.class, () -> look(stand), what).getMessage();
                assertTrue(said.contains("position " + frame(bad) + " with offset " + bad), said);
            });
        }
    }

    @Test
    @Fault("L09")
    void inTheHeaderOfASegmentItIsDamage() throws Exception {
        LogStand killed = killed(100);
        for (long number = 1; number <= 2; number++) {
            Path segment = killed.segment(number);
            each(segment, 0, SEGMENT_HEADER, what -> {
                String said =
                        assertThrows(LogDamaged.class, () -> look(killed), what).getMessage();
                assertTrue(said.startsWith(segment + ": its header is not whole"), said);
            });
        }
        each(
                killed.segment(3),
                0,
                SEGMENT_HEADER,
                what -> assertEquals(101, look(killed).nextOffset(), what));
    }

    @Test
    @Fault("L10")
    void inMetaItIsDamageAndSoIsACutAtAnyByte() throws Exception {
        LogStand killed = killed(2);
        Path meta = new LogFiles(killed.dir).meta();
        byte[] whole = Files.readAllBytes(meta);
        assertEquals(72, whole.length);
        each(meta, 0, META, what -> {
            String said =
                    assertThrows(LogDamaged.class, () -> look(killed), what).getMessage();
            assertTrue(said.startsWith(meta + ": not whole"), said);
        });
        for (int length = 0; length < whole.length; length++) {
            Files.write(meta, Arrays.copyOf(whole, length));
            assertThrows(LogDamaged.class, () -> look(killed), "cut at " + length);
        }
        Files.write(meta, whole);
        assertEquals(3, look(killed).nextOffset());
    }

    @Test
    @Fault("L11")
    void inASnapshotOrACutOfItLeavesItOutWhileAllSegmentsAreThere() throws Exception {
        LogStand stand = new LogStand(dir.resolve("log"));
        stand.open();
        stand.fill(100, PAYLOAD);
        stand.log.snapshotNow();
        stand.until(() -> stand.log.snapshotIndex() > 0);
        LogStand all = stand.copied(dir.resolve("all"));
        stand.log.free(stand.log.committed());
        stand.log.close();
        Path snapshot = new LogFiles(all.dir).snapshot(stand.log.snapshotIndex());
        byte[] whole = Files.readAllBytes(snapshot);
        Recovery.Found found = look(all);
        assertTrue(found.snapshot() != null && whole.length > 80);
        each(snapshot, 0, SNAPSHOT, what -> replayed(all, what));
        for (int length = 0; length < whole.length; length++) {
            Files.write(snapshot, Arrays.copyOf(whole, length));
            replayed(all, "cut at " + length);
        }
        Path alone = new LogFiles(stand.dir).snapshot(stand.log.snapshotIndex());
        each(alone, 0, CRC, what -> {
            String said =
                    assertThrows(LogDamaged.class, () -> look(stand), what).getMessage();
            assertTrue(said.contains("no whole snapshot of what was before it"), said);
        });
        assertEquals(found.nextOffset(), look(stand).nextOffset());
    }

    private static void replayed(LogStand stand, String what) throws Exception {
        assertNull(look(stand).snapshot(), what);
        assertEquals(FileLogTest.offsets(1, 100), stand.core.told, what);
    }

    @Test
    @Fault("L08")
    void whatIsRefusedIsLeftAsItIs() throws Exception {
        LogStand killed = killed(5);
        flip(killed.segment(1), frame(3) + 70, 1);
        Map<String, String> before = content(killed.dir);
        assertThrows(LogDamaged.class, killed::open);
        assertThrows(LogDamaged.class, killed::open, "the lock was let go");
        assertEquals(before, content(killed.dir));
        assertFalse(before.isEmpty());
    }

    private static Map<String, String> content(Path dir) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
