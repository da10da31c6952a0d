package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Eight workers that crash, stall and nack, and a queue that is killed every few seconds for five minutes: {@code mvn -Ptorture verify}. */
@Tag("torture")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class WorkTortureIT {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"shared", "keyOrdered"})
    void everyMessageIsAcknowledgedOnceOrDead(String mode) throws Exception {
        WorkQueue work = new WorkQueue(dir, mode, Seeds.next("work queue"));
        work.run(Duration.ofMinutes(5));
        assertEquals(List.of(), work.account().faults());
        assertTrue(work.kills() >= 40, () -> work.kills() + " kills");
        assertTrue(work.account().deadCount() > 100, () -> work.account().deadCount() + " dead");
    }
}
