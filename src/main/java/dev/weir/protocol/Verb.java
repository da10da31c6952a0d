package dev.weir.protocol;

import org.jspecify.annotations.Nullable;

/** What is said of a delivery. */
public enum Verb {
    /** It is done. */
    ACK(1, "ack", "acked"),
    /** It failed: again later, or to the dead letters. */
    NACK(2, "nack", "nacked"),
    /** It takes longer: its lease goes on. */
    EXTEND(3, "extend", "extended");

    private final int number;
    private final String word;
    private final String answer;

    Verb(int number, String word, String answer) {
        this.number = number;
        this.word = word;
        this.answer = answer;
    }

    /** As links carry it. */
    public int number() {
        return number;
    }

    /** The type of a client's frame that says it. */
    public String word() {
        return word;
    }

    /** The type of the frame that answers that. */
    String answer() {
        return answer;
    }

    /** The verb of this number; null when it is none. */
    public static @Nullable Verb of(int number) {
        return switch (number) {
            case 1 -> ACK;
            case 2 -> NACK;
            case 3 -> EXTEND;
            default -> null;
        };
    }
}
