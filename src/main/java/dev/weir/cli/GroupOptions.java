package dev.weir.cli;

import dev.weir.client.ConsumeOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The settings of a group that may be altered. What is left out is the default, or as the group has it. */
final class GroupOptions {
    @Option(
            names = "--lease",
            paramLabel = "TIME",
            description = "How long a delivery may stay unanswered: 100ms to 12h (30s where the group is new).")
    private @Nullable String lease;

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            description = "The failure that makes a message a dead letter: 1 to 1000 (5).")
    private @Nullable Integer maxAttempts;

    @Option(
            names = "--back-off",
            paramLabel = "TIMES",
            description = "How long a message waits after its first failure, its second, ...; the last for all further"
                    + " ones; \"none\" for not at all (1s,5s,30s).")
    private @Nullable String backOff;

    @Option(names = "--dead-letter", paramLabel = "TOPIC", description = "Where dead letters go ($dead/GROUP).")
    private @Nullable String deadLetter;

    boolean isEmpty() {
        return lease == null && maxAttempts == null && backOff == null && deadLetter == null;
    }

    void putInto(ConsumeOptions.Builder options) throws UsageError {
        if (lease != null) {
            options.leaseMs(DurationWord.parseMs("--lease", lease));
        }
        if (maxAttempts != null) {
            options.maxAttempts(maxAttempts);
        }
        if (backOff != null) {
            options.backoffMs(times(backOff));
        }
        if (deadLetter != null) {
            options.deadLetter(deadLetter);
        }
    }

    private static List<Integer> times(String words) throws UsageError {
        List<Integer> all = new ArrayList<>();
        if (!words.equals("none")) {
            for (String word : words.split(",", -1)) {
                all.add(DurationWord.parseMs("--back-off", word));
            }
        }
        return all;
    }
}
