package dev.weir.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Every error a native client can be told. The number has the meaning it has in HTTP; {@link #retryable} alone says
 * whether sending the same frame again can help.
 */
public enum ErrorCode {
    /** Not a frame of the protocol. */
    BAD_FRAME(400, "badFrame", false),
    BAD_TOPIC(400, "badTopic", false),
    BAD_FILTER(400, "badFilter", false),
    UNAUTHORIZED(401, "unauthorized", false),
    FORBIDDEN(403, "forbidden", false),
    UNKNOWN_GROUP(404, "unknownGroup", false),
    UNKNOWN_TAG(404, "unknownTag", false),
    /** The producer's number is below what is remembered of it: whether it was stored is not known. */
    TOO_OLD(409, "tooOld", false),
    GROUP_DIFFERS(409, "groupDiffers", false),
    TOO_LARGE(413, "tooLarge", false),
    RATE_LIMITED(429, "rateLimited", true),
    INTERNAL(500, "internal", false),
    /** The queue cannot be asked, or did not answer in time; then it may have stored the message. */
    UNAVAILABLE(503, "unavailable", true),
    STORAGE_FULL(507, "storageFull", true);

    private final int number;
    private final String word;
    private final boolean retryable;

    ErrorCode(int number, String word, boolean retryable) {
        this.number = number;
        this.word = word;
        this.retryable = retryable;
    }

    /** The frame's {@code code}. */
    public int number() {
        return number;
    }

    /** The frame's {@code name}; no two codes share one. */
    public String word() {
        return word;
    }

    /** The code of this name; null when it is none. */
    public static @Nullable ErrorCode of(String word) {
        for (ErrorCode code : values()) {
            if (code.word.equals(word)) {
                return code;
            }
        }
        return null;
    }

    public boolean retryable() {
        return retryable;
    }
}
