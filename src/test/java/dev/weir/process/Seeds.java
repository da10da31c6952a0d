package dev.weir.process;

import java.io.PrintStream;
import java.util.Random;

/** Where random tests get their seeds, and say them: {@code -Dweir.seed=N} runs one again. */
final class Seeds {
    private static final Random RANDOM = new Random();

    private Seeds() {}

    static long next(String what) {
        Long given = Long.getLong("weir.seed");
        long seed = given == null ? RANDOM.nextInt(1_000_000) : given;
        say(what + ": -Dweir.seed=" + seed);
        return seed;
    }

    /** A line for the test's report. */
    static void say(String line) {
        PrintStream report = System.err;
        report.println(line);
    }
}
