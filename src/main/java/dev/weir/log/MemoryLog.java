package dev.weir.log;

import dev.weir.message.BatchView;
import org.jspecify.annotations.Nullable;

/**
 * The log in memory, bounded in bytes. A batch is committed when it is appended and gone when the process ends:
 * durability {@code memory}.
 */
public final class MemoryLog implements MessageLog {
    private final long bytesMax;
    private final EntryRing entries = new EntryRing();
    private long committed;

    /** @param bytesMax memory held at most; one batch is taken however large, when the log is empty */
    public MemoryLog(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public boolean hasRoom(int footprintBytes) {
        return entries.isEmpty() || entries.bytes() + footprintBytes <= bytesMax;
    }

    @Override
    public void append(BatchView batch, long first, long last) {
        if (first != committed + 1 || last < first - 1) {
            throw new IllegalStateException(
                    "append of " + first + ".." + last + " behind " + committed + " would leave a hole");
        }
        if (last < first) {
            batch.release();
            return;
        }
        entries.add(new LogEntry(first, last, batch));
        committed = last;
    }

    @Override
    public long committed() {
        return committed;
    }

    @Override
    public long first() {
        return entries.isEmpty() ? committed + 1 : entries.oldest().first();
    }

    @Override
    public @Nullable LogEntry at(long offset) {
        return entries.at(offset);
    }

    @Override
    public void free(long below) {
        entries.removeBelow(below);
    }

    @Override
    public long bytes() {
        return entries.bytes();
    }

    @Override
    public void close() {
        free(Long.MAX_VALUE);
    }
}
