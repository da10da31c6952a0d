package dev.weir.log;

import dev.weir.message.BatchView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The log in memory, bounded in bytes. A batch is committed when it is appended and gone when the process ends:
 * durability {@code memory}.
 */
public final class MemoryLog implements MessageLog {
    private static final int CAPACITY_MIN = 64;

    private final long bytesMax;

    /** A ring: the {@code size} entries from {@code head} on, in order. */
    private @Nullable LogEntry[] ring = new LogEntry[CAPACITY_MIN];

    private int head;
    private int size;
    private long bytes;
    private long committed;

    /** @param bytesMax memory held at most; one batch is taken however large, when the log is empty */
    public MemoryLog(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public boolean hasRoom(int footprintBytes) {
        return size == 0 || bytes + footprintBytes <= bytesMax;
    }

    @Override
    public void append(BatchView batch, long first, long last) {
        if (first != committed + 1 || last < first) {
            throw new IllegalStateException(
                    "append of " + first + ".." + last + " behind " + committed + " would leave a hole");
        }
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = new LogEntry(first, last, batch);
        size++;
        bytes += batch.footprint();
        committed = last;
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

    @Override
    public long committed() {
        return committed;
    }

    @Override
    public long first() {
        return size == 0 ? committed + 1 : entry(0).first();
    }

    @Override
    public @Nullable LogEntry at(long offset) {
        if (offset > committed || offset < first()) {
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

    @Override
    public void free(long below) {
        while (size > 0 && entry(0).last() < below) {
            BatchView batch = entry(0).batch();
            bytes -= batch.footprint();
            batch.release();
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            size--;
        }
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        free(Long.MAX_VALUE);
    }
}
