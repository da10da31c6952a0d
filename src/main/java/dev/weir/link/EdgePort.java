package dev.weir.link;

import dev.weir.message.BatchView;

/**
 * What the queue tells an edge. Calls arrive in order; {@link #hello} is the first, {@link #closed} the last.
 *
 * <p>Called on the edge's loop.
 */
public interface EdgePort {
    /**
     * The queue is there.
     *
     * @param epoch names this life of the log; offsets of another mean nothing here
     * @param next the offset the first range begins with
     */
    void hello(long epoch, long next);

    /** A batch is committed: its {@code count} messages have the offsets from {@code base} on. */
    void result(long batchSeq, long base, int count);

    /** Every message from this offset on is sent if it is in the interest of this version. */
    void interestAt(long version, long offset);

    /**
     * All messages of interest with offsets {@code from..to}, the next after the range before. The batch may hold
     * others too, and its messages say their offsets. Hands a reference over.
     */
    void range(long from, long to, BatchView batch);

    /** The link is gone, with a reason for the log. */
    void closed(String why);
}
