package dev.weir.queue;

import org.jspecify.annotations.Nullable;

/**
 * Which of a producer's numbers were there: the highest, and for the {@link #WINDOW} below it one bit each. As long as
 * they came without gaps there is no bitmap, only the first of them.
 */
final class SequenceBits {
    static final int WINDOW = 4_096;
    static final int WORDS = WINDOW / 64;

    /** Bit {@code n % WINDOW} is for the number n of {@code highest - WINDOW .. highest - 1}. */
    private long @Nullable [] bits;

    private long low;
    private long highest;

    long highest() {
        return highest;
    }

    boolean below(long sequence) {
        return highest - sequence > WINDOW;
    }

    /** Whether the number was there; only for one that is not {@link #below}. */
    boolean seen(long sequence) {
        if (sequence >= highest) {
            return sequence == highest;
        }
        long[] b = bits;
        return b == null ? sequence >= low : (b[word(sequence)] >>> sequence & 1) != 0;
    }

    /** The number is there now; it was not seen and is not below. */
    void add(long sequence) {
        if (sequence < highest) {
            set(bitmap(), sequence);
        } else if (highest == 0 || sequence - highest > WINDOW) {
            bits = null;
            low = sequence;
            highest = sequence;
        } else {
            advance(sequence);
        }
    }

    private void advance(long sequence) {
        if (bits != null || sequence - highest > 1) {
            long[] b = bitmap();
            set(b, highest);
            for (long s = highest + 1; s < sequence; s++) {
                b[word(s)] &= ~(1L << s);
            }
        }
        highest = sequence;
    }

    private long[] bitmap() {
        long[] b = bits;
        if (b == null) {
            b = new long[WORDS];
            for (long s = Math.max(low, highest - WINDOW); s < highest; s++) {
                set(b, s);
            }
            bits = b;
            low = 0;
        }
        return b;
    }

    private static void set(long[] b, long sequence) {
        b[word(sequence)] |= 1L << sequence;
    }

    private static int word(long sequence) {
        return (int) (sequence & (WINDOW - 1)) >>> 6;
    }

    // ---- for the snapshot

    long low() {
        return low;
    }

    long @Nullable [] words() {
        return bits;
    }

    static SequenceBits of(long highest, long low, long @Nullable [] words) {
        SequenceBits loaded = new SequenceBits();
        loaded.highest = highest;
        loaded.low = low;
        loaded.bits = words;
        return loaded;
    }
}
