package dev.weir.link;

import dev.weir.message.TopicFilter;
import java.util.List;

/**
 * A question for a piece of the log.
 *
 * @param from the first offset wanted; below what the edge expects next of the live stream
 * @param bytesMax bytes of batches in the answer; passed only by a single batch
 * @param topics wanted, byte for byte; an edge within the queue's process gets all others too
 * @param filters wanted, with wildcards; likewise. With neither topics nor filters everything is
 */
public record Fetch(long id, long from, int bytesMax, List<byte[]> topics, List<TopicFilter> filters) {
    /** How many an edge may have unanswered. */
    public static final int UNANSWERED_MAX = 8;

    /** Bytes of topics and filters in a question; with more of them it is for everything, and the edge chooses. */
    static final int WANTS_BYTES_MAX = 64 * 1024;

    /** The largest {@code bytesMax}. */
    public static final int BYTES_MAX = 256 * 1024;

    /** Asks for what is wanted, or for everything if that takes too many words. */
    public static Fetch of(long id, long from, int bytesMax, List<byte[]> topics, List<TopicFilter> filters) {
        long bytes = 0;
        for (byte[] topic : topics) {
            bytes += topic.length;
        }
        for (TopicFilter filter : filters) {
            bytes += filter.toString().length();
        }
        boolean few = bytes <= WANTS_BYTES_MAX;
        return new Fetch(id, from, bytesMax, few ? topics : List.of(), few ? filters : List.of());
    }

    public boolean isForAll() {
        return topics.isEmpty() && filters.isEmpty();
    }
}
