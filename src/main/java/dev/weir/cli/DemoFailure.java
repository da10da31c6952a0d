package dev.weir.cli;

/** The demo cannot go on; the message says what to do about it. Exit code 1. */
final class DemoFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final String words;

    DemoFailure(String message) {
        super(message);
        words = message;
    }

    /** The message, never null. */
    String words() {
        return words;
    }
}
