package dev.weir.message;

import org.jspecify.annotations.Nullable;

/** What became of one message of a batch. The number goes over links and is never given another meaning. */
public enum MemberStatus {
    /** It has the next offset. */
    STORED(0),
    /** The producer's number was there before: nothing is stored again, the offset is the first one's, 0 if forgotten. */
    DUPLICATE(1),
    /** The producer's number is below what is remembered of it: whether it was stored is not known. */
    TOO_OLD(2),
    /** No space: nothing was stored; it may be sent again later. */
    STORAGE_FULL(3),
    /** The queue can store nothing until it is restarted. */
    UNAVAILABLE(4);

    private final int number;

    MemberStatus(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Null for a number nobody has given. */
    public static @Nullable MemberStatus of(int number) {
        return number >= 0 && number < values().length ? values()[number] : null;
    }
}
