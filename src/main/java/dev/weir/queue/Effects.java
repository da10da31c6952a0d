package dev.weir.queue;

import dev.weir.message.BatchView;
import dev.weir.message.LinkId;

/**
 * What the core wants done. Called with primitives while an input is decided, in order; whoever performs them holds back
 * a confirm until the offsets it names are committed.
 */
public interface Effects {
    /** Log the batch, stamped, with the offsets {@code first..last}; the core keeps no reference to it. */
    void append(BatchView batch, long first, long last);

    /** Tell the link, once {@code base + count - 1} is committed, what became of its batch. */
    void confirm(LinkId link, long batchSeq, long base, int count);

    /** The link broke the numbering of its batches; it cannot go on. */
    void refuse(LinkId link, long batchSeq, String why);

    /** Nobody needs what lies below this offset any longer. */
    void free(long below);
}
