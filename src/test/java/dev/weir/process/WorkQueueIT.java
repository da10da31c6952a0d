package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link WorkTortureIT} for twenty seconds. */
@Timeout(300)
class WorkQueueIT {
    @TempDir
    Path dir;

    @Test
    void everyMessageIsAcknowledgedOnceOrDeadAndKeysKeepTheirOrder() throws Exception {
        WorkQueue work = new WorkQueue(dir, "keyOrdered", Seeds.next("short work queue"));
        work.run(Duration.ofSeconds(20));
        assertEquals(List.of(), work.account().faults());
        assertTrue(work.kills() >= 3, () -> work.kills() + " kills");
        assertTrue(work.account().deadCount() > 0, "nothing died");
        assertTrue(work.account().redeliveries() > 0, "nothing came again");
    }
}
