package dev.weir.link;

import dev.weir.message.BatchResult;

/** Who has messages in a batch and wants to know what became of each. Called on the edge's loop. */
@FunctionalInterface
public interface ResultListener {
    /** The batch is decided and committed. */
    void result(long batchSeq, BatchResult result);
}
