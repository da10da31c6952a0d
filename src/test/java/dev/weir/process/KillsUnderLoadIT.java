package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.torture.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few kills under load, of each service: {@link TortureIT} in short, and under less load, so that a small machine can keep up beside the tests of before. */
@Timeout(300)
class KillsUnderLoadIT {
    /** The tests beside this one start processes too. {@link TortureIT} and {@link KilledQueueIT} hold it to 5 s. */
    private static final Duration SERVING_AGAIN_LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path dir;

    @Test
    void noPromiseIsBroken() throws Exception {
        Verdict verdict =
                new Torture(dir, "short", Seeds.next("short torture"), 12_000, SERVING_AGAIN_LIMIT).run(3, 1, 1);
        assertEquals(Map.of(Fleet.QUEUE, 3, Fleet.PUBLISHER, 1, Fleet.SUBSCRIBER, 1), verdict.kills());
        assertEquals(Map.of(), verdict.faults(), () -> verdict.evidence().toString());
    }
}
