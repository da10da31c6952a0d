package dev.weir.cli;

/** What reaches the demo's thread from the outside. */
sealed interface Event {
    /** A typed line, without its end. */
    record Line(String text) implements Event {}

    /** No more lines. */
    record EndOfInput() implements Event {}

    /** A text message. */
    record Received(String text) implements Event {}

    /** A pong with its payload. */
    record Pong(String payload) implements Event {}

    /** The last message handed over was written to its socket. */
    record Written() implements Event {}

    /** Something to be told that does not end the demo. */
    record Noted(String words) implements Event {}

    /** A connection is gone; the words say which and what to do. */
    record Lost(String words) implements Event {}
}
