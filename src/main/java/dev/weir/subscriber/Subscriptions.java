package dev.weir.subscriber;

import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What one client has subscribed to, and from which offset on.
 *
 * @param <K> {@link Topic} for the seed's clients, {@link TopicFilter} for native ones
 */
final class Subscriptions<K> {
    private final Map<K, Span> spans = new HashMap<>(4);

    /** Holds from this offset on; whatever held before for the same is forgotten. */
    void add(K one, long from) {
        spans.put(one, Span.from(from));
    }

    boolean remove(K one) {
        return spans.remove(one) != null;
    }

    boolean has(K one) {
        return spans.containsKey(one);
    }

    int size() {
        return spans.size();
    }

    void clear() {
        spans.clear();
    }

    /** What is there now; a view. */
    Set<K> all() {
        return spans.keySet();
    }

    Map<K, Span> spans() {
        return spans;
    }

    /** All of them hold for every offset there is. */
    void holdAlways() {
        spans.replaceAll((one, span) -> Span.from(0));
    }

    /** All that is wanted below this offset has been sent. */
    void sentBelow(long offset) {
        spans.replaceAll((one, span) -> span.sentBelow(offset));
    }
}
