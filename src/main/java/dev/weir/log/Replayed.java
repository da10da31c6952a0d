package dev.weir.log;

import dev.weir.message.BatchView;
import io.netty.buffer.ByteBuf;

/**
 * State that is made from the log: the core's side. Calls come in the order of the log, first at most one {@link
 * #load}; all on one thread at a time. What is lent is valid only within the call.
 */
public interface Replayed {
    /** Starts from what {@link #save} wrote. */
    void load(ByteBuf snapshot);

    /** A batch as it was appended, with its stamps. */
    void batch(BatchView lent);

    /** An entry as it was appended. */
    void entry(ByteBuf lent);

    /** Writes the whole state. */
    void save(ByteBuf out);
}
