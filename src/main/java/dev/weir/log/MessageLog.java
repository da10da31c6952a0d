package dev.weir.log;

import dev.weir.message.BatchView;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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
    Room roomFor(int footprintBytes);

    /** Whether an entry of the core of so many bytes can be taken now; there may be room for it when there is none for batches. */
    Room roomForEntry(int bytes);

    /** Whether a batch can be taken, as a yes or no. */
    default boolean hasRoom(int footprintBytes) {
        return roomFor(footprintBytes) == Room.YES;
    }

    /**
     * Adds a stamped batch with the offsets {@code first..last}, where {@code first} follows the last offset appended.
     * Where no member of the batch was stored, {@code last} is {@code first - 1}. Takes over the caller's reference.
     */
    void append(BatchView batch, long first, long last);

    /** Adds an entry of the core's own. Takes over the caller's reference. */
    void appendEntry(ByteBuf entry);

    /** The index of what was appended last; 0 before the first. */
    long appendedIndex();

    /** The index up to which everything is committed. */
    long committedIndex();

    /** Has this called, on the loop, when more is committed, when there may be room again, and when the log has failed. */
    void onCommitted(Runnable then);

    /** Why nothing is committed any more until a restart; null while all is well. */
    @Nullable
    String failed();

    /** Whether it holds as much as it may at most. */
    boolean isFull();

    /** How much of what it may hold at most it holds, in percent; 0 for one whose limit is no concern. */
    default int percentFull() {
        return 0;
    }

    /** What committed means. */
    Durability durability();

    /** This life of the log. */
    Epoch epoch();

    /** Whether somebody who has all below {@code offset} of that epoch misses nothing if it goes on here. */
    boolean isGood(Epoch epoch, long offset);

    /**
     * From where on somebody of that epoch has to be told everything anew: where the life after it began, or the lowest offset held
     * where nothing is known of that epoch or all that it saw has gone.
     */
    long anewFrom(Epoch epoch);

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

    /**
     * Reads from this offset on what {@link #at} does not have any more. Answers on the loop, later; whoever is answered
     * releases the batches.
     *
     * @param bytesMax passed only by a single batch
     */
    void read(long from, int bytesMax, Consumer<LogPiece> then);

    /**
     * Follows {@code prev} back from the message at {@code offset}, at most {@code steps} times. Answers on the loop, maybe at
     * once, with the lowest offset reached that is still kept; {@code offset} itself may be gone.
     */
    void chain(long offset, int steps, LongConsumer then);

    /** Answers on the loop, maybe at once, with the first offset of that time or later; {@code committed() + 1} if there is none. */
    void offsetAtTime(long epochMs, LongConsumer then);

    /** The lowest offset that its limits of age, size and count let it keep. */
    long expired(long nowMs);

    /** Permission to let go of all entries that end below this offset; as many as the log can let go of at once. */
    void free(long below);

    /** Bytes held. */
    long bytes();

    /** Lets go of everything. */
    void close();
}
