package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.weir.testkit.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A log whose end is not what was written. Files have their full size before anything is in them, so what a crash
 * leaves behind is zeros or rubbish in a file of full size; a shorter file is damage.
 */
class CutLogTest {
    private static final int PAYLOAD = 97;
    private static final int FRAME =
            LogFormat.HEADER + LogStand.batch(1, 1, 0, PAYLOAD).length();
    private static final int STEP = LogFormat.aligned(FRAME);
    private static final int COUNT = 6;

    @TempDir
    Path dir;

    /** Never synced while it was filled, so that any end of it may be missing. */
    private LogStand killed;

    private byte[] whole;

    @BeforeEach
    void fill() throws Exception {
        LogStand stand = new LogStand(dir.resolve("log"));
        stand.fsync = Fsync.NEVER;
        stand.open();
        stand.fill(COUNT, PAYLOAD);
        stand.until(() -> Files.exists(stand.segment(3)));
        killed = stand.copied(dir.resolve("killed"));
        stand.log.close();
        whole = Files.readAllBytes(killed.segment(1));
    }

    private static int frame(int number) {
        return LogFormat.HEADER + (number - 1) * STEP;
    }

    private static Recovery.Found look(LogStand stand) throws IOException, LogRefused {
        LogFiles files = new LogFiles(stand.dir);
        return new Recovery(new Disk(), files, LogMeta.read(files.meta())).look(null);
    }

    private void write(byte[] bytes) throws IOException {
        Files.write(killed.segment(1), bytes);
    }

    /** Every byte of the last frame, and what is on the edge in the others. */
    private static int[] ends() {
        IntStream edges = IntStream.range(1, COUNT)
                .flatMap(number -> IntStream.of(0, 1, LogFormat.HEADER - 1, LogFormat.HEADER, FRAME - 1, FRAME)
                        .map(at -> frame(number) + at));
        return IntStream.concat(edges, IntStream.rangeClosed(frame(COUNT), frame(COUNT + 1)))
                .toArray();
    }

    @Test
    @Fault("L12")
    void isCutBehindTheLastFrameThatIsWholeWhereverItEnds() throws Exception {
        for (int end : ends()) {
            byte[] cut = whole.clone();
            Arrays.fill(cut, end, cut.length, (byte) 0);
            write(cut);
            // Padding is zeros: it is there also when it is cut away.
            int good = (end - LogFormat.HEADER + STEP - FRAME) / STEP;
            Recovery.Found found = look(killed);
            assertEquals(good + 1, found.nextOffset(), "cut at " + end);
            assertEquals(frame(good + 1), found.end(), "cut at " + end);
            assertEquals(0, found.cutFrames(), "cut at " + end);
        }
    }

    @Test
    @Fault("L12")
    void isCutThereToWithRubbishBehindTheCut() throws Exception {
        for (int end = frame(COUNT); end < frame(COUNT) + FRAME; end++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, end, torn.length, (byte) -1);
            write(torn);
            Recovery.Found found = look(killed);
            assertEquals(COUNT, found.nextOffset(), "torn at " + end);
            assertEquals(torn.length - frame(COUNT), found.cutBytes(), "torn at " + end);
        }
    }

    private List<String> saidWhenOpened() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Recovery.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            killed.open();
            killed.log.close();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    @Fault("L12")
    void saysHowMuchWasCutAndWhere() throws Exception {
        byte[] torn = whole.clone();
        torn[frame(3) + 90] ^= 1;
        write(torn);
        List<String> said = saidWhenOpened();
        assertEquals(
                List.of(killed.segment(1) + ": an unsynced tail of up to " + 4 * STEP + " bytes with 3 whole frames"
                        + " was cut at " + frame(3) + ", before offset 3"),
                said);
    }

    /** The segment was begun, and its header is what was lost. */
    @Test
    @Fault("L12")
    void saysSoAlsoOfASegmentThatWasBegun() throws Exception {
        byte[] torn = whole.clone();
        torn[40] ^= 1;
        Arrays.fill(torn, frame(2), torn.length, (byte) 0);
        write(torn);
        List<String> said = saidWhenOpened();
        assertEquals(List.of(), killed.core.told);
        assertEquals(
                List.of(killed.segment(1) + ": begun, but not known to be synced: cleared, with 1 whole frames"), said);
    }

    @Test
    @Fault("L13")
    void aFileThatIsCutShortIsDamage() throws Exception {
        for (int length = frame(COUNT); length <= frame(COUNT + 1); length++) {
            write(Arrays.copyOf(whole, length));
            cutShort(killed.segment(1), length);
        }
        write(new byte[0]);
        cutShort(killed.segment(1), 0);
        write(whole);
        Files.write(killed.segment(2), new byte[LogStand.SEGMENT - 1]);
        cutShort(killed.segment(2), LogStand.SEGMENT - 1);
    }

    private void cutShort(Path file, int length) {
        String said =
                assertThrows(LogDamaged.class, killed::open, "of " + length).getMessage();
        assertTrue(
                said.startsWith(
                        file + ": cut short: it has " + length + " bytes where others have " + LogStand.SEGMENT),
                said);
    }

    @Test
    @Fault("L13")
    void aFileThatWasCutShortIsWholeAgainAfterARepair() throws Exception {
        write(Arrays.copyOf(whole, frame(COUNT) + 100));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        LogInspector inspector = new LogInspector(killed.dir, new PrintStream(said, true, StandardCharsets.UTF_8));
        assertEquals(LogInspector.DAMAGED, inspector.check());
        assertEquals(LogInspector.GOOD, inspector.repair(COUNT), said::toString);
        assertEquals(LogInspector.GOOD, inspector.check(), said::toString);
        killed.open();
        assertEquals(FileLogTest.offsets(1, COUNT - 1), killed.core.told);
        killed.log.close();
    }
}
