package dev.weir.log;

import dev.weir.message.BatchView;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import io.netty.buffer.ByteBuf;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The log in memory, bounded in bytes. A batch is committed when it is appended and gone when the process ends:
 * durability {@code memory}.
 */
public final class MemoryLog implements MessageLog {
    private final long bytesMax;
    private final EntryRing entries = new EntryRing();
    private final Epoch epoch = new Epoch(Math.max(1, new SecureRandom().nextLong() >>> 1), 1);
    private long committed;
    private long index;

    /** @param bytesMax memory held at most; one batch is taken however large, when the log is empty */
    public MemoryLog(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public Room roomFor(int footprintBytes) {
        return entries.isEmpty() || entries.bytes() + footprintBytes <= bytesMax ? Room.YES : Room.LATER;
    }

    @Override
    public Room roomForEntry(int bytes) {
        return Room.YES;
    }

    /** Nothing is ever replayed, so nothing is kept. */
    @Override
    public void appendEntry(ByteBuf entry) {
        entry.release();
        index++;
    }

    @Override
    public long appendedIndex() {
        return index;
    }

    @Override
    public long committedIndex() {
        return index;
    }

    /** Everything is committed when it is appended: there is nothing to tell. */
    @Override
    public void onCommitted(Runnable then) {}

    @Override
    public @Nullable String failed() {
        return null;
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public Durability durability() {
        return Durability.MEMORY;
    }

    @Override
    public Epoch epoch() {
        return epoch;
    }

    @Override
    public boolean isGood(Epoch other, long offset) {
        return epoch.equals(other) && offset >= first() && offset <= committed + 1;
    }

    @Override
    public long anewFrom(Epoch other) {
        return first();
    }

    @Override
    public void chain(long offset, int steps, LongConsumer then) {
        long at = offset;
        for (int i = 0; i < steps; i++) {
            LogEntry entry = entries.at(at);
            long prev = entry == null ? 0 : prev(entry.batch(), at);
            if (prev < first()) {
                break;
            }
            at = prev;
        }
        then.accept(at);
    }

    private static long prev(BatchView batch, long offset) {
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            if (!batch.refused(m) && batch.offset(m) == offset) {
                return batch.prev(m);
            }
        }
        return 0;
    }

    @Override
    public void offsetAtTime(long epochMs, LongConsumer then) {
        // All messages of a batch have one time.
        LogEntry found = entries.first(entry -> entry.batch().time(entry.batch().first()) >= epochMs);
        then.accept(found == null ? committed + 1 : found.first());
    }

    /** All that is held is in memory. */
    @Override
    public void read(long from, int bytesMax, Consumer<LogPiece> then) {
        then.accept(new LogPiece(first(), first() - 1, List.of(), null));
    }

    @Override
    public long expired(long nowMs) {
        return first();
    }

    @Override
    public void append(BatchView batch, long first, long last) {
        if (first != committed + 1 || last < first - 1) {
            throw new IllegalStateException(
                    "append of " + first + ".." + last + " behind " + committed + " would leave a hole");
        }
        index++;
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
