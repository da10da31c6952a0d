package dev.weir.cli;

/** A command cannot do what it should; the message says what to do about it. Exit code 1. */
final class ToolFailure extends Exception {
    private static final long serialVersionUID = 1;

    ToolFailure(String message) {
        super(message);
    }
}
