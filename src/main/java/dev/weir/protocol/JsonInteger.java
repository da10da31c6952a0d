package dev.weir.protocol;

/** Integers of frames: 0 to 2^53 - 1, so that every client can hold them, and without fraction or exponent. */
final class JsonInteger {
    static final long MAX = (1L << 53) - 1;
    private static final int DIGITS_MAX = 16;

    private JsonInteger() {}

    /** The integer written between two places, which is JSON; -1 when it is none of ours. */
    static long read(byte[] text, int from, int to) {
        int digits = to - from;
        if (digits < 1 || digits > DIGITS_MAX) {
            return -1;
        }
        long n = 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            n = n * 10 + digit;
        }
        return n <= MAX ? n : -1;
    }
}
