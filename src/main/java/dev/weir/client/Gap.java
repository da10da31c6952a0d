package dev.weir.client;

/**
 * Offsets that a subscription does not get.
 *
 * @param from the first
 * @param to the last; below {@code from} if the log is a new one and nothing can be said of the old
 * @param reason as the server names it: {@code slow}, {@code retention}, {@code corrupt}, {@code epoch}, {@code
 *     beyondEnd}; or {@link #MISSED}
 */
public record Gap(long from, long to, String reason) {
    /** The server announced nothing; the chain of predecessors showed the loss. */
    public static final String MISSED = "missed";
}
