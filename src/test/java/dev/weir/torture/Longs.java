package dev.weir.torture;

import java.util.Arrays;

/** Numbers by index, without end: 0 where none was put. Millions of them must fit beside each other. Not thread safe. */
final class Longs {
    private long[] values = new long[1024];
    private int size;

    /** One above the highest index that was put. */
    int size() {
        return size;
    }

    long get(long index) {
        return index < size ? values[(int) index] : 0;
    }

    void put(long index, long value) {
        int at = Math.toIntExact(index);
        if (at >= values.length) {
            values = Arrays.copyOf(values, Math.max(at + 1, values.length + values.length / 2));
        }
        values[at] = value;
        size = Math.max(size, at + 1);
    }

    void add(long value) {
        put(size, value);
    }

    /** Where the value is among rising ones; negative if it is nowhere. */
    int find(long value) {
        return Arrays.binarySearch(values, 0, size, value);
    }
}
