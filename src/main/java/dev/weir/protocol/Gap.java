package dev.weir.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Offsets a client will not be sent.
 *
 * @param from the first of them
 * @param to the last of them
 */
public record Gap(long from, long to, Reason reason) {
    /** Why. */
    public enum Reason {
        /** The client read too slowly for what is kept. */
        SLOW(1, "slow"),
        /** Kept no longer. */
        RETENTION(2, "retention"),
        /** The offset is of another life of the log. */
        EPOCH(3, "epoch"),
        /** The offset is beyond the newest message. */
        BEYOND_END(4, "beyondEnd"),
        /** The log is damaged there. */
        CORRUPT(5, "corrupt");

        private final int number;
        private final String word;

        Reason(int number, String word) {
            this.number = number;
            this.word = word;
        }

        /** As links carry it; 0 is none. */
        public int number() {
            return number;
        }

        /** The reason of this number; null when it is none. */
        public static @Nullable Reason of(int number) {
            for (Reason reason : values()) {
                if (reason.number == number) {
                    return reason;
                }
            }
            return null;
        }

        /** As frames carry it. */
        public String word() {
            return word;
        }
    }
}
