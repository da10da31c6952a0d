package dev.weir.link;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.protocol.Gap;

/**
 * What the queue tells an edge. Calls arrive in order; {@link #hello} is the first, {@link #closed} the last.
 *
 * <p>Called on the edge's loop.
 */
public interface EdgePort {
    /** The queue is there. */
    void hello(QueueHello hello);

    /** The oldest batch without a result is decided, and committed as the queue's hello promises. */
    void result(long batchSeq, BatchResult result);

    /** Every message from this offset on is sent if it is in the interest of this version. */
    void interestAt(long version, long offset);

    /**
     * All messages of interest with offsets {@code from..to}, the next after the range before. The batch may hold
     * others too, and its messages say their offsets. Hands a reference over.
     */
    void range(long from, long to, BatchView batch);

    /** Offsets {@code gap.from..to}, next after the range before, cannot be sent any more. Edges that only publish never hear of it. */
    default void lost(Gap gap) {}

    /** The answer to {@link QueuePort#start}, behind all ranges below the offset. */
    default void started(long id, Started started) {}

    /** The answer to {@link QueuePort#fetch}. Hands a reference of each batch over. */
    default void fetched(long id, Fetched fetched) {
        fetched.release();
    }

    /** Something of the queue's groups. A delivery hands a reference over. */
    default void group(GroupReply reply) {
        if (reply instanceof GroupReply.Delivery delivery) {
            delivery.batch().release();
        }
    }

    /** The link is gone, with a reason for the log. */
    void closed(String why);
}
