package dev.weir.log;

import dev.weir.message.BatchView;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Batches in memory, in the order of their offsets, each with one reference. Owned by a loop. */
final class EntryRing {
    private static final int CAPACITY_MIN = 64;

    /** The {@code size} entries from {@code head} on, in order. */
    private @Nullable LogEntry[] ring = new LogEntry[CAPACITY_MIN];

    private int head;
    private int size;
    private long bytes;

    boolean isEmpty() {
        return size == 0;
    }

    /** Memory held. */
    long bytes() {
        return bytes;
    }

    /** Takes the reference over. */
    void add(LogEntry entry) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = entry;
        size++;
        bytes += entry.batch().footprint();
    }

    private void grow() {
        @Nullable LogEntry[] wider = new LogEntry[ring.length * 2];
        for (int i = 0; i < size; i++) {
            wider[i] = entry(i);
        }
        ring = wider;
        head = 0;
    }

    private LogEntry entry(int i) {
        return Objects.requireNonNull(ring[(head + i) & (ring.length - 1)]);
    }

    LogEntry oldest() {
        return entry(0);
    }

    void removeOldest() {
        BatchView batch = entry(0).batch();
        bytes -= batch.footprint();
        batch.release();
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
    }

    void removeBelow(long offset) {
        while (size > 0 && entry(0).last() < offset) {
            removeOldest();
        }
    }

    /** The oldest entry that is as asked; null when none is. */
    @Nullable
    LogEntry first(Predicate<LogEntry> asked) {
        for (int i = 0; i < size; i++) {
            if (asked.test(entry(i))) {
                return entry(i);
            }
        }
        return null;
    }

    /** The entry with this offset; null when it is not here. */
    @Nullable
    LogEntry at(long offset) {
        if (size == 0 || offset < entry(0).first() || offset > entry(size - 1).last()) {
            return null;
        }
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (entry(middle).first() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return entry(low);
    }
}
