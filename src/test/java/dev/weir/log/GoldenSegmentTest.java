package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.weir.testkit.Fault;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One segment with a batch, an entry and a clean mark, byte by byte; hex, where what follows a # means nothing. */
class GoldenSegmentTest {
    private static final long LOG_ID = 0x0102030405060708L;

    @TempDir
    Path dir;

    private static byte[] golden() throws IOException {
        try (InputStream in = GoldenSegmentTest.class.getResourceAsStream("/golden/log/segment.hex")) {
            assertNotNull(in, "the golden file");
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(text.replaceAll("#[^\n]*", "").replaceAll("\\s", ""));
        }
    }

    private LogStand logOfKnownId() throws IOException {
        LogMeta meta = new LogMeta(LOG_ID, 1, 0, 0, List.of(new Generation(0, 1)));
        new Disk().replace(new LogFiles(dir).meta(), meta.encode());
        return new LogStand(dir);
    }

    @Test
    void isWrittenAsItAlwaysWas() throws Exception {
        LogStand stand = logOfKnownId();
        stand.open();
        stand.append(10, 1_000);
        stand.settle();
        stand.until(() -> stand.log.roomForEntry(5) == Room.YES);
        stand.log.appendEntry(Unpooled.copiedBuffer("entry", StandardCharsets.UTF_8));
        stand.settle();
        stand.until(() -> !stand.log.making());
        stand.log.close();
        byte[] golden = golden();
        byte[] written = Arrays.copyOf(Files.readAllBytes(stand.segment(1)), golden.length);
        assertEquals(HexFormat.of().formatHex(golden), HexFormat.of().formatHex(written));
    }

    @Test
    @Fault("L16")
    void isReadAsItAlwaysWas() throws Exception {
        LogMeta meta = new LogMeta(LOG_ID, 1, 1, 0, List.of(new Generation(0, 1)));
        new Disk().replace(new LogFiles(dir).meta(), meta.encode());
        byte[] segment = ByteBuffer.allocate(LogStand.SEGMENT).put(golden()).array();
        Files.write(new LogFiles(dir).segment(1), segment);
        LogStand stand = new LogStand(dir);
        stand.open();
        assertEquals(List.of("1", "entry"), stand.core.told);
        assertEquals(3, stand.log.committedIndex());
        stand.log.close();
    }
}
