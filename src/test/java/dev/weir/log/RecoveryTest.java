package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is cut, what is refused, and that nothing else happens. */
class RecoveryTest {
    private static final int PAYLOAD = 100;
    private static final int FRAME =
            LogFormat.HEADER + LogStand.batch(1, 1, 0, PAYLOAD).length();
    private static final int STEP = LogFormat.aligned(FRAME);

    @TempDir
    Path dir;

    private int copies;

    /** The files of a log with so many messages, each synced on its own, as after a kill. */
    private LogStand killed(int count) throws Exception {
        LogStand stand = new LogStand(dir.resolve("log"));
        stand.open();
        stand.fill(count, PAYLOAD);
        stand.until(() -> Files.exists(stand.segment(3)));
        LogStand killed = stand.copied(dir.resolve("killed"));
        stand.log.close();
        killed.next = count + 1;
        return killed;
    }

    private LogStand changed(LogStand from, Path file, Consumer<byte[]> change) throws Exception {
        LogStand copy = from.copied(dir.resolve("copy" + copies++));
        Path there = copy.dir.resolve(file.getFileName());
        byte[] bytes = Files.readAllBytes(there);
        change.accept(bytes);
        Files.write(there, bytes);
        return copy;
    }

    private static void opens(LogStand stand, long last, String what) throws Exception {
        try {
            stand.open();
        } catch (LogRefused e) {
            throw new AssertionError(what, e);
        }
        assertEquals(FileLogTest.offsets(1, last), stand.core.told, what);
        stand.log.close();
    }

    private static LogDamaged damaged(LogStand stand, String what) {
        LogDamaged e = assertThrows(LogDamaged.class, stand::open, what);
        assertTrue(e.getMessage().contains("weir log repair"), e.getMessage());
        return e;
    }

    private static int frame(int number) {
        return LogFormat.HEADER + (number - 1) * STEP;
    }

    @Test
    @Fault("L08")
    void oneBitFlippedBelowTheMarkIsDamageAndInTheLastFrameATail() throws Exception {
        LogStand killed = killed(5);
        Path segment = killed.segment(1);
        // Every byte of the header, and every 16th of the body.
        for (int at = 0; at < FRAME; at += at < LogFormat.HEADER ? 1 : 16) {
            int bit = 1 << (at % 8);
            for (int number : new int[] {1, 3, 5}) {
                int position = frame(number) + at;
                String what = "frame " + number + " byte " + at;
                LogStand copy = changed(killed, segment, bytes -> bytes[position] ^= (byte) bit);
                if (number == 5) {
                    opens(copy, 4, what);
                } else {
                    String said = damaged(copy, what).getMessage();
                    assertTrue(said.contains("position " + frame(number) + " with offset " + number), said);
                    assertTrue(said.contains("good again at position " + frame(number + 1)), said);
                    assertTrue(said.contains("0000000000000001.seg"), said);
                }
                clear(copy);
            }
        }
    }

    private static void clear(LogStand copy) throws IOException {
        for (Path file : new Path[] {copy.segment(1), copy.segment(2), copy.segment(3)}) {
            Files.deleteIfExists(file);
        }
    }

    @Test
    @Fault("L12")
    void cutAtEveryByteOfTheLastFrameLosesThatFrameAndNothingElse() throws Exception {
        LogStand killed = killed(3);
        for (int cut = 0; cut < FRAME; cut++) {
            int from = frame(3) + cut;
            LogStand copy = changed(
                    killed, killed.segment(1), bytes -> java.util.Arrays.fill(bytes, from, bytes.length, (byte) 0));
            // Its last byte is an x of the payload, so each cut leaves it bad.
            opens(copy, 2, "cut at " + cut);
            clear(copy);
        }
        opens(killed, 3, "not cut");
    }

    @Test
    @Fault("L12")
    void whatWasCutNeverComesBack() throws Exception {
        LogStand killed = killed(5);
        // The third was never synced either, so far as anybody can know: its followers' marks are from the same group.
        LogStand stand = new LogStand(dir.resolve("never"));
        stand.fsync = Fsync.NEVER;
        stand.open();
        stand.fill(5, PAYLOAD);
        LogStand copy = stand.copied(dir.resolve("torn"));
        stand.log.close();
        Path segment = copy.segment(1);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[frame(3) + 70] ^= 1;
        Files.write(segment, bytes);
        copy.open();
        assertEquals(FileLogTest.offsets(1, 2), copy.core.told);
        copy.next = 3;
        copy.fill(1, PAYLOAD);
        LogStand again = copy.copied(dir.resolve("again"));
        copy.log.close();
        opens(again, 3, "frames 4 and 5 were good and would fit behind the new third");
        opens(killed, 5, "the other log is as it was");
    }

    @Test
    @Fault("L08")
    void refusesDamageInAClosedSegmentAndAnEndThatDoesNotMeetTheNext() throws Exception {
        LogStand killed = killed(200);
        assertTrue(Files.exists(killed.segment(4)));
        int perSegment = (LogStand.SEGMENT - LogFormat.HEADER) / STEP;
        LogStand last = changed(killed, killed.segment(1), b -> b[frame(perSegment) + 80] ^= 1);
        assertTrue(damaged(last, "last frame of a closed segment").getMessage().contains("offset " + perSegment));
        LogStand first = changed(killed, killed.segment(2), b -> b[frame(1) + 80] ^= 1);
        damaged(first, "first frame of a closed segment");
        opens(killed, 200, "as it was");
    }

    @Test
    @Fault("L13")
    void refusesSegmentsThatAreMissingDoubledOrRenamed() throws Exception {
        LogStand killed = killed(200);
        for (long number = 1; number <= 3; number++) {
            LogStand missing = killed.copied(dir.resolve("missing" + number));
            Files.delete(missing.segment(number));
            assertTrue(damaged(missing, "missing").getMessage().contains("missing"));
            LogStand doubled = killed.copied(dir.resolve("doubled" + number));
            Files.copy(doubled.segment(number), doubled.segment(number + 1), StandardCopyOption.REPLACE_EXISTING);
            assertTrue(damaged(doubled, "doubled").getMessage().contains("holds segment " + number));
        }
        LogStand beyond = killed.copied(dir.resolve("beyond"));
        Files.copy(beyond.segment(1), beyond.segment(99));
        damaged(beyond, "a copy under a number nobody made");
    }

    @Test
    @Fault("L10")
    void refusesABrokenMetaAndOneThatIsGone() throws Exception {
        LogStand killed = killed(2);
        Path meta = new LogFiles(killed.dir).meta();
        for (int at = 0; at < Files.size(meta); at++) {
            int position = at;
            damaged(changed(killed, meta, b -> b[position] ^= 4), "meta byte " + at);
        }
        Files.delete(meta);
        damaged(killed, "no meta");
        assertFalse(Files.exists(meta));
    }

    @Test
    @Fault("L11")
    void aSnapshotThatIsNotWholeIsLeftOutWhileAllSegmentsAreThere() throws Exception {
        LogStand stand = new LogStand(dir.resolve("log"));
        stand.open();
        stand.fill(200, PAYLOAD);
        stand.log.snapshotNow();
        stand.until(() -> stand.log.snapshotIndex() > 0);
        Path snapshot = new LogFiles(stand.dir).snapshot(stand.log.snapshotIndex());
        opens(changed(stand, snapshot, b -> b[b.length - 1] ^= 1), 200, "replayed from the start");
        stand.log.free(stand.log.committed());
        stand.log.close();
        LogStand without = changed(stand, snapshot, b -> b[b.length - 1] ^= 1);
        assertTrue(damaged(without, "segments gone").getMessage().contains("snapshot"));
    }

    @Test
    @Fault({"L16", "L17"})
    void refusesANewerFormatAndOneThatNeverWas() throws Exception {
        LogStand stand = new LogStand(dir.resolve("log"));
        stand.open();
        stand.fill(100, PAYLOAD);
        stand.log.snapshotNow();
        stand.until(() -> stand.log.snapshotIndex() > 0);
        Path snapshot = new LogFiles(stand.dir).snapshot(stand.log.snapshotIndex());
        LogStand killed = stand.copied(dir.resolve("killed"));
        stand.log.close();
        for (int version : new int[] {2, 0}) {
            String says = "format version " + version + " is " + (version == 2 ? "newer than" : "unknown to");
            refused(changed(killed, new LogFiles(killed.dir).meta(), b -> version(b, version, b.length)), says);
            refused(changed(killed, killed.segment(1), b -> version(b, version, LogFormat.HEADER)), says);
            refused(changed(killed, killed.segment(2), b -> frameVersion(b, version)), says);
            refused(changed(killed, snapshot, b -> version(b, version, b.length)), says);
        }
        opens(killed, 100, "as it was");
    }

    private static void refused(LogStand stand, String says) {
        LogRefused e = assertThrows(LogRefused.class, stand::open);
        assertFalse(e instanceof LogDamaged);
        assertTrue(e.getMessage().contains(says + " this program, which reads 1"), e.getMessage());
    }

    private static void version(byte[] bytes, int version, int length) {
        ByteBuffer b = ByteBuffer.wrap(bytes);
        b.putInt(8, version).putInt(LogFormat.CRC_AT, Checksum.around(b, LogFormat.CRC_AT, length));
    }

    /** Of a segment's first frame. */
    private static void frameVersion(byte[] bytes, int version) {
        ByteBuffer b = ByteBuffer.wrap(bytes);
        int length = b.getInt(LogFormat.HEADER);
        b.put(LogFormat.HEADER + 8, (byte) version)
                .putInt(LogFormat.HEADER + 4, Checksum.of(b, LogFormat.HEADER + 8, LogFormat.HEADER + length));
    }

    @Test
    @Fault("L09")
    void aSegmentOfWhichNothingWasSyncedIsASpareAgain() throws Exception {
        int perSegment = (LogStand.SEGMENT - LogFormat.HEADER) / STEP;
        LogStand stand = new LogStand(dir.resolve("begun"));
        stand.open();
        stand.fill(perSegment + 1, PAYLOAD);
        LogStand torn = stand.copied(dir.resolve("torn"));
        stand.log.close();
        byte[] bytes = Files.readAllBytes(torn.segment(2));
        bytes[20] ^= 1;
        Files.write(torn.segment(2), bytes);
        torn.open();
        assertEquals(FileLogTest.offsets(1, perSegment), torn.core.told);
        torn.next = perSegment + 1;
        torn.fill(3, PAYLOAD);
        torn.log.close();
        opens(torn, perSegment + 3, "goes on in the segment, begun anew");
    }
}
