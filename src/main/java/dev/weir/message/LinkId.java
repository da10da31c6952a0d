package dev.weir.message;

import java.security.SecureRandom;

/** Names one edge process and loop: 128 random bits, made anew at each start. */
public record LinkId(long high, long low) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public static LinkId random() {
        return new LinkId(RANDOM.nextLong(), RANDOM.nextLong());
    }

    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}
