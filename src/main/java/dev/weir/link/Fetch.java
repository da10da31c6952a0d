package dev.weir.link;

import dev.weir.message.TopicFilter;
import java.util.List;

/**
 * A question for a piece of the log.
 *
 * @param from the first offset wanted; below what the edge expects next of the live stream
 * @param bytesMax bytes of batches in the answer; passed only by a single batch
 * @param topics wanted, byte for byte; an edge within the queue's process gets all others too
 * @param filters wanted, with wildcards; likewise
 */
public record Fetch(long id, long from, int bytesMax, List<byte[]> topics, List<TopicFilter> filters) {
    /** How many an edge may have unanswered. */
    public static final int UNANSWERED_MAX = 8;

    /** The largest {@code bytesMax}. */
    public static final int BYTES_MAX = 256 * 1024;
}
