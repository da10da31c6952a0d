package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.torture.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many kills under load: {@code mvn -Ptorture verify}. Takes some minutes, and up to 5 GiB of disk. */
@Tag("torture")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class TortureIT {
    private static final int RATE = 20_000;
    private static final Duration SERVING_AGAIN_LIMIT = Duration.ofSeconds(5);

    @TempDir
    Path dir;

    @Test
    void noPromiseIsBroken() throws Exception {
        Torture torture = new Torture(dir, "long", Seeds.next("torture"), RATE + RATE / 10, SERVING_AGAIN_LIMIT);
        Verdict verdict = torture.run(100, 20, 20);
        assertEquals(Map.of(Fleet.QUEUE, 100, Fleet.PUBLISHER, 20, Fleet.SUBSCRIBER, 20), verdict.kills());
        assertTrue(torture.servedPerSecond() >= RATE, () -> "only " + torture.servedPerSecond() + "/s while served");
        assertEquals(Map.of(), verdict.faults(), () -> verdict.evidence().toString());
    }
}
