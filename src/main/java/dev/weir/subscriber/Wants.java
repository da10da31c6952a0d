package dev.weir.subscriber;

import dev.weir.auth.Rights;
import dev.weir.message.BatchView;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client is to be sent; clients that want the same form a cohort. Immutable.
 *
 * @param topics matched byte for byte, as the seed's protocol does
 * @param filters matched with wildcards, as native clients do
 * @param rights to be asked for every message, because a filter is wider than they are; null when there is nothing to ask
 */
record Wants(
        Codec codec,
        Set<Topic> topics,
        Set<TopicFilter> filters,
        @Nullable Rights rights) {
    static Wants seed(Set<Topic> topics) {
        return new Wants(Codec.SEED, Set.copyOf(topics), Set.of(), null);
    }

    static Wants natively(Set<TopicFilter> filters, Rights rights) {
        boolean covered = filters.stream().allMatch(rights::covers);
        return new Wants(Codec.NATIVE, Set.of(), Set.copyOf(filters), covered ? null : rights);
    }

    /** Whether this message may be sent to whom wants this: its filters may be wider than its rights. */
    boolean mayHave(BatchView batch, int m) {
        if (rights == null) {
            return true;
        }
        byte[] bytes = new byte[batch.topicLength(m)];
        batch.bytes().getBytes(batch.topicAt(m), bytes);
        Topic topic = Topic.parse(bytes, 0, bytes.length);
        return topic != null && rights.maySubscribe(topic);
    }

    boolean isNothing() {
        return topics.isEmpty() && filters.isEmpty();
    }
}
