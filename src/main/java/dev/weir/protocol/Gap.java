package dev.weir.protocol;

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
        SLOW("slow"),
        /** Kept no longer. */
        RETENTION("retention"),
        /** The offset is of another life of the log. */
        EPOCH("epoch"),
        /** The offset is beyond the newest message. */
        BEYOND_END("beyondEnd"),
        /** The log is damaged there. */
        CORRUPT("corrupt");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** As frames carry it. */
        public String word() {
            return word;
        }
    }
}
