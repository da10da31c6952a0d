package dev.weir.queue;

import java.util.Arrays;

/**
 * The offsets that a producer's last {@link #KEPT} numbers were given: those above {@code highest - KEPT}. Grows only as
 * far as numbers that are kept lie apart.
 */
final class RecentOffsets {
    static final int KEPT = 64;

    /** The offset of number n at {@code n % length}, 0 for none; all numbers are above {@code highest - length}. */
    private long[] offsets = new long[1];

    private long highest;

    /** 0 when it is forgotten or never was. */
    long of(long sequence) {
        return highest - sequence < offsets.length && sequence <= highest ? offsets[slot(sequence)] : 0;
    }

    void put(long sequence, long offset) {
        if (sequence > highest) {
            advance(sequence);
        } else if (highest - sequence >= KEPT) {
            return;
        } else if (highest - sequence >= offsets.length) {
            grow(highest - sequence);
        }
        offsets[slot(sequence)] = offset;
    }

    private void advance(long sequence) {
        long step = sequence - highest;
        if (step >= KEPT) {
            Arrays.fill(offsets, 0);
        } else {
            long span = sequence - lowest();
            if (span >= offsets.length && offsets.length < KEPT) {
                grow(span);
            }
            for (long s = Math.max(highest + 1, sequence - offsets.length + 1); s <= sequence; s++) {
                offsets[slot(s)] = 0;
            }
        }
        highest = sequence;
    }

    /** The lowest number with an offset, the highest if there is none. */
    private long lowest() {
        for (long s = highest - offsets.length + 1; s < highest; s++) {
            if (offsets[slot(s)] != 0) {
                return s;
            }
        }
        return highest;
    }

    /** Makes room for a number so far below the highest. */
    private void grow(long span) {
        int wanted = (int) Math.min(KEPT, Long.highestOneBit(span) * 2);
        long[] wider = new long[wanted];
        for (long s = highest - offsets.length + 1; s <= highest; s++) {
            wider[(int) (s & (wanted - 1))] = offsets[slot(s)];
        }
        offsets = wider;
    }

    private int slot(long sequence) {
        return (int) (sequence & (offsets.length - 1));
    }

    // ---- for the snapshot

    void highest(long sequence) {
        highest = sequence;
    }
}
