package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.Epoch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogInspectorTest {
    @TempDir
    Path dir;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private LogInspector inspector(Path log) {
        bytes.reset();
        return new LogInspector(log, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private LogStand stopped(int count) throws Exception {
        LogStand stand = new LogStand(dir);
        stand.open();
        stand.fill(count, 100);
        stand.log.close();
        return stand;
    }

    private static void spoil(Path segment, int position) throws Exception {
        byte[] b = Files.readAllBytes(segment);
        b[position] ^= 1;
        Files.write(segment, b);
    }

    @Test
    void showsWhatIsThere() throws Exception {
        stopped(100);
        assertEquals(LogInspector.GOOD, inspector(dir).ls());
        assertTrue(said().contains("generation 0 from offset 1") && said().contains("segment 1 from offset 1"), said());
        assertEquals(LogInspector.GOOD, inspector(dir).dump());
        assertTrue(
                said().contains("messages from offset 77,") && said().contains("clean end before offset 101"), said());
        assertEquals(LogInspector.GOOD, inspector(dir).check());
        assertTrue(said().contains("good: up to offset 100, index 101, stopped clean"), said());
    }

    @Test
    void keepsOutOfALogThatIsOpen() throws Exception {
        LogStand stand = new LogStand(dir);
        stand.open();
        assertEquals(LogInspector.REFUSED, inspector(dir).check());
        stand.log.close();
        assertEquals(LogInspector.REFUSED, inspector(dir.resolve("none")).ls());
    }

    @Test
    void cutsADamagedLogAtTheOffsetAndBeginsAGeneration() throws Exception {
        LogStand stand = stopped(200);
        Epoch before = new Epoch(LogMeta.read(new LogFiles(dir).meta()).logId(), 0);
        spoil(stand.segment(2), 64 + 80);
        assertEquals(LogInspector.DAMAGED, inspector(dir).check());

        assertTrue(said().contains("0000000000000002.seg: the frame at position 64 with offset "), said());
        long offset = Long.parseLong(said().replaceAll("(?s).*position 64 with offset (\\d+).*", "$1"));
        assertEquals(LogInspector.GOOD, inspector(dir).repair(offset), said());
        assertEquals(LogInspector.GOOD, inspector(dir).check(), said());
        stand.open();
        assertEquals(FileLogTest.offsets(1, offset - 1), stand.core.told);
        assertNotEquals(before, stand.log.epoch());
        assertTrue(stand.log.isGood(before, offset - 1));
        assertTrue(!stand.log.isGood(before, offset));
        stand.next = offset;
        stand.fill(200, 100);
        stand.log.close();
        stand.open();
        assertEquals(FileLogTest.offsets(1, offset + 199), stand.core.told);
        stand.log.close();
    }

    @Test
    void cutsAGoodLogWhereItIsTold() throws Exception {
        LogStand stand = stopped(200);
        assertEquals(LogInspector.GOOD, inspector(dir).repair(60), said());
        stand.open();
        assertEquals(FileLogTest.offsets(1, 59), stand.core.told);
        stand.log.close();
        assertEquals(LogInspector.GOOD, inspector(dir).repair(3));
        stand.open();
        assertEquals(FileLogTest.offsets(1, 2), stand.core.told);
        stand.log.close();
    }

    @Test
    void cutsBeforeASegmentWhoseHeaderIsDamaged() throws Exception {
        LogStand stand = stopped(200);
        spoil(stand.segment(2), 40);
        assertEquals(LogInspector.DAMAGED, inspector(dir).check());
        long offset = Long.parseLong(said().replaceAll("(?s).*not whole, with offset (\\d+) .*", "$1")) - 1;
        assertEquals(LogInspector.GOOD, inspector(dir).repair(offset), said());
        stand.open();
        assertEquals(FileLogTest.offsets(1, offset - 1), stand.core.told);
        stand.log.close();
    }
}
