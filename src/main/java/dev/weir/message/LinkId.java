package dev.weir.message;

import java.security.SecureRandom;

/** Names one edge process and loop: 128 random bits, made anew at each start. */
public record LinkId(long high, long low) {
    /** "WeirGrps". */
    private static final long QUEUE = 0x5765697247727073L;

    private static final SecureRandom RANDOM = new SecureRandom();

    public static LinkId random() {
        return new LinkId(RANDOM.nextLong(), RANDOM.nextLong());
    }

    /** What stands in a batch that the queue itself makes for one of its groups, and for the link of members that have none. */
    public static LinkId ofGroup(long group) {
        return new LinkId(QUEUE, group);
    }

    /** Whether no edge may have it. */
    public boolean isQueue() {
        return high == QUEUE;
    }

    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}
