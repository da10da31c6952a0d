package dev.weir.queue;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Drives the core with random inputs against a model that is too simple to be wrong; see {@link CoreModel}. */
class CoreSimulationTest {
    private static final int SEEDS = 100;
    private static final int STEPS = 10_000;

    @Test
    void keepsItsPromisesWhateverComes() {
        long base = Long.getLong("weir.seed", System.nanoTime());
        int seeds = Long.getLong("weir.seed") == null ? SEEDS : 1;
        LongStream.range(base, base + seeds).parallel().forEach(seed -> {
            try {
                run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("replay with -Dweir.seed=" + seed + ": " + e.getMessage(), e);
            }
        });
    }

    private static void run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CoreModel model = new CoreModel(random);
        for (int step = 0; step < STEPS; step++) {
            model.step();
        }
        model.finish();
    }
}
