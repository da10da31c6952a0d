package dev.weir.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as options take it: a number and {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. */
final class DurationWord {
    private static final Pattern WORD = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private DurationWord() {}

    /** In ms, at most what fits an int. */
    static int parseMs(String option, String word) throws UsageError {
        Matcher parts = WORD.matcher(word);
        if (parts.matches()) {
            long ms = Long.parseLong(parts.group(1)) * unitMs(parts.group(2));
            if (ms <= Integer.MAX_VALUE) {
                return (int) ms;
            }
        }
        throw new UsageError(option + " must be a time like 500ms, 30s, 5m, 2h or 1d");
    }

    private static long unitMs(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }
}
