package dev.weir.message;

import org.jspecify.annotations.Nullable;

/** How the members of a group share its messages. */
public enum GroupMode {
    /** Each message to any member. */
    SHARED(1, "shared"),
    /** Of the messages with one key one at a time, in order. */
    KEY_ORDERED(2, "keyOrdered");

    private final int number;
    private final String word;

    GroupMode(int number, String word) {
        this.number = number;
        this.word = word;
    }

    /** What stands for it on links and in the log. */
    public int number() {
        return number;
    }

    /** What stands for it in frames. */
    public String word() {
        return word;
    }

    public static @Nullable GroupMode of(int number) {
        return switch (number) {
            case 1 -> SHARED;
            case 2 -> KEY_ORDERED;
            default -> null;
        };
    }
}
