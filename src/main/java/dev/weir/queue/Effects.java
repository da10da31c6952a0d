package dev.weir.queue;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.LinkId;
import dev.weir.queue.group.GroupEffects;
import io.netty.buffer.ByteBuf;

/**
 * What the core wants done. Called while an input is decided, in order. {@link #append} and {@link #note} are entries of
 * the log, in the order of the calls. {@link #confirm} and {@link #free} wait until every entry before
 * them is committed, and are dropped when one of those fails; {@link #refuse} need not wait.
 */
public interface Effects extends GroupEffects {
    /**
     * Log the batch, stamped, with the offsets {@code first..last}; {@code last} is {@code first - 1} when none of its
     * members is stored. Hands the reference over.
     */
    void append(BatchView batch, long first, long last);

    /** Log an entry that is no batch; {@link QueueCore#replayEntry} reads it again. Hands the reference over. */
    @Override
    void note(ByteBuf entry);

    /** Tell the link what became of its batch. */
    void confirm(LinkId link, long batchSeq, BatchResult result);

    /** The link broke the numbering of its batches; it cannot go on. */
    void refuse(LinkId link, long batchSeq, String why);

    /** Nobody needs what lies below this offset any longer. */
    void free(long below);
}
