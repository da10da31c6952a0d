package dev.weir.subscriber;

/**
 * For which offsets one topic or filter of a client holds. Immutable.
 *
 * @param from the first offset it holds for
 * @param sentBelow what it matches in {@code from..sentBelow - 1} has been sent, though its client reads there again for another one
 */
record Span(long from, long sentBelow) {
    static Span from(long offset) {
        return new Span(offset, offset);
    }

    /** All of it below this offset has been sent. */
    Span sentBelow(long offset) {
        return offset > sentBelow ? new Span(from, offset) : this;
    }

    boolean holdsAt(long offset) {
        return offset >= from;
    }

    boolean wasSent(long offset) {
        return offset >= from && offset < sentBelow;
    }
}
