package dev.weir.hostile;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Time that the calling thread was kept from running by others: other processes had the CPU, or the whole JVM stood still
 * for a collection, whose garbage is mostly that of the tests. What remains of a delay is what the service itself did.
 */
final class Stolen {
    /** "ns run, ns waited for a CPU, times run" of the reading thread; only on Linux. */
    private static final Path SCHEDSTAT = Path.of("/proc/thread-self/schedstat");

    private static final List<GarbageCollectorMXBean> COLLECTORS = ManagementFactory.getGarbageCollectorMXBeans();

    private Stolen() {}

    static long nanos() {
        long collecting = COLLECTORS.stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        return waitedForCpu() + TimeUnit.MILLISECONDS.toNanos(collecting);
    }

    private static long waitedForCpu() {
        try {
            return Long.parseLong(Files.readString(SCHEDSTAT).split(" ", 3)[1]);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return 0;
        }
    }
}
