package dev.weir.log;

import dev.weir.message.BatchView;
import org.jspecify.annotations.Nullable;

/**
 * Batches in the order of their offsets, without holes.
 *
 * <p><b>Order</b>: batches are committed in the order they were appended. <b>Atomicity</b>: a batch is there whole or
 * not at all. <b>Durability</b>: as the implementation says; nobody is told of a message above {@link #committed()}.
 * <b>Thread</b>: all calls on the loop of the queue, which owns the log.
 */
public interface MessageLog {
    /** Whether a batch that holds so much memory can be taken now. Asked before anything is decided. */
    boolean hasRoom(int footprintBytes);

    /**
     * Adds a stamped batch with the offsets {@code first..last}, where {@code first} follows the last offset appended.
     * Where no member of the batch was stored, {@code last} is {@code first - 1}. Takes over the caller's reference.
     */
    void append(BatchView batch, long first, long last);

    /** The offset up to which everything is committed; 0 when nothing is. Readers never pass it. */
    long committed();

    /** The lowest offset held; {@code committed() + 1} when nothing is. */
    long first();

    /**
     * The entry that holds this offset; null when it is not in memory, or not yet committed. The batch is lent: whoever
     * keeps it beyond the call retains it.
     */
    @Nullable
    LogEntry at(long offset);

    /** Permission to let go of all entries that end below this offset; as many as the log can let go of at once. */
    void free(long below);

    /** Bytes held. */
    long bytes();

    /** Lets go of everything. */
    void close();
}
