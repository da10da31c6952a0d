package dev.weir.queue.group;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Offsets that are done: all below the floor, and ranges above it that do not touch. */
final class DoneRanges {
    private final TreeMap<Long, Long> ranges = new TreeMap<>();
    private long floor;

    DoneRanges(long floor) {
        this.floor = floor;
    }

    /** The lowest offset that is not done. */
    long floor() {
        return floor;
    }

    boolean contains(long offset) {
        if (offset < floor) {
            return true;
        }
        Map.Entry<Long, Long> range = ranges.floorEntry(offset);
        return range != null && range.getValue() >= offset;
    }

    /** The offsets {@code from..to} are done now; some may have been before. */
    void add(long from, long to) {
        if (to < floor) {
            return;
        }
        long low = Math.max(from, floor);
        long high = to;
        for (Map.Entry<Long, Long> r = ranges.floorEntry(high + 1);
                r != null && r.getValue() >= low - 1;
                r = ranges.floorEntry(high + 1)) {
            low = Math.min(low, r.getKey());
            high = Math.max(high, r.getValue());
            ranges.remove(r.getKey());
        }
        if (low <= floor) {
            floor = high + 1;
        } else {
            ranges.put(low, high);
        }
    }

    /** Everything below is done. */
    void raise(long below) {
        if (below > floor) {
            add(floor, below - 1);
        }
    }

    /** How many offsets from the floor to {@code last} are not done. */
    long undone(long last) {
        long undone = Math.max(0, last - floor + 1);
        for (Map.Entry<Long, Long> r : ranges.headMap(last, true).entrySet()) {
            undone -= Math.min(r.getValue(), last) - r.getKey() + 1;
        }
        return undone;
    }

    int count() {
        return ranges.size();
    }

    void forEach(BiConsumer<Long, Long> each) {
        ranges.forEach(each);
    }
}
