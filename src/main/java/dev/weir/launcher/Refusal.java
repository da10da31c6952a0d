package dev.weir.launcher;

import java.util.List;

/** A reason not to start that the caller can mend, as the lines to show. Ends in exit code {@link ExitCode#USAGE}. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> lines;

    Refusal(String line) {
        this(List.of(line));
    }

    Refusal(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    List<String> lines() {
        return lines;
    }
}
