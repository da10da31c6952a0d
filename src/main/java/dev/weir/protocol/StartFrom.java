package dev.weir.protocol;

/** Where a subscription starts. */
public sealed interface StartFrom {
    /** Behind everything that is there when the subscription takes effect. */
    record New() implements StartFrom {}

    /** The oldest message held. */
    record Earliest() implements StartFrom {}

    /**
     * A message a client wants next.
     *
     * @param offset 0 to 2^53 - 1
     * @param epoch as some {@code welcome} or {@code published} carried it; which life of the log it names, if any, is
     *     for the queue to say
     */
    record Offset(long offset, String epoch) implements StartFrom {}

    /**
     * The first message that is not older.
     *
     * @param epochMs 0 to 2^53 - 1
     */
    record Time(long epochMs) implements StartFrom {}

    /**
     * The newest messages of one topic.
     *
     * @param count 1 to {@link #LAST_MAX}
     */
    record Last(int count) implements StartFrom {}

    int LAST_MAX = 10_000;
}
