package dev.weir.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The core with a log that loses what is not synced; see {@link LogSimulation}. {@code -Dweir.seed=} replays. */
class LogSimulationTest {
    private static final int SEEDS = 100;
    private static final int STEPS = 10_000;
    private static final int EACH_AT_LEAST = 50;
    private static final int SABOTAGE_SEEDS = 20;

    @Test
    void keepsItsPromisesThroughCrashesAndFailures(TestReporter reporter) {
        long base = Long.getLong("weir.seed", System.nanoTime());
        int seeds = Long.getLong("weir.seed") == null ? SEEDS : 1;
        List<String> reports = LongStream.range(base, base + seeds)
                .parallel()
                .mapToObj(seed -> {
                    SimReport report = run(seed, Sabotage.NONE);
                    assertTrue(report.isEnough(EACH_AT_LEAST), () -> "seed " + seed + ": " + report);
                    return "seed " + seed + ": " + report;
                })
                .toList();
        reports.forEach(report -> reporter.publishEntry("report", report));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void noticesEverySabotage(Sabotage sabotage) {
        long base = System.nanoTime();
        for (long seed = base; seed < base + SABOTAGE_SEEDS; seed++) {
            try {
                run(seed, sabotage);
            } catch (AssertionError noticed) {
                Throwable cause = noticed.getCause();
                assertTrue(cause instanceof AssertionError || cause instanceof ReplayMismatch, () -> "" + cause);
                return;
            }
        }
        fail(sabotage + " went unnoticed from seed " + base + " on");
    }

    private static SimReport run(long seed, Sabotage sabotage) {
        try {
            return new LogSimulation(seed, sabotage).run(STEPS);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("replay with -Dweir.seed=" + seed + ": " + e.getMessage(), e);
        }
    }
}
