package dev.weir.cli;

/** The command line cannot be followed; the message says why. Exit code 2. */
final class UsageError extends Exception {
    private static final long serialVersionUID = 1;

    private final String words;

    UsageError(String message) {
        super(message);
        words = message;
    }

    /** The message, never null. */
    String words() {
        return words;
    }
}
