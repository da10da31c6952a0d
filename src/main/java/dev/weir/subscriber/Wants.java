package dev.weir.subscriber;

import dev.weir.auth.Rights;
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

    boolean isNothing() {
        return topics.isEmpty() && filters.isEmpty();
    }
}
