package dev.weir.link;

import dev.weir.message.BatchView;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.StartFrom;
import java.util.List;

/**
 * What an edge tells the queue. Calls arrive in order, each once per connection; {@link #hello} is the first.
 *
 * <p>Called on the edge's loop.
 */
public interface QueuePort {
    /** Who is there. */
    void hello(EdgeHello hello);

    /** The next batch, with the link's id and its number in it; takes the reference over. */
    void batch(BatchView batch);

    /**
     * From now on these topics too, and those no longer. Answered by {@link EdgePort#interestAt} with the version. After a
     * hello the queue knows of no interest.
     */
    void interest(long version, List<byte[]> added, List<byte[]> removed);

    /** Likewise for filters, which match with wildcards and any message with a topic. */
    void filters(long version, List<TopicFilter> added, List<TopicFilter> removed);

    /** The edge takes so many bytes more, and has received all ranges below {@code next}. */
    void credit(long bytes, long next);

    /**
     * Where a subscription to this filter would begin. Answered by {@link EdgePort#started} with the id. Only for edges that
     * receive, and not asked of an original queue, which has no offsets; both like {@link #fetch}.
     */
    default void start(long id, StartFrom from, TopicFilter filter) {}

    /** Asks for a piece of the log. Answered by {@link EdgePort#fetched}; at most {@link Fetch#UNANSWERED_MAX} at a time. */
    default void fetch(Fetch fetch) {}

    /** Something for the queue's groups. Only for edges that receive, and not asked of an original queue, which has none. */
    default void group(GroupCall call) {}

    /** The edge leaves for good: nothing is kept for it. */
    void bye();

    /** The connection is gone, or to be given up. No call follows. */
    void close();
}
