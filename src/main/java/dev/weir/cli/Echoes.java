package dev.weir.cli;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which of the demo's own messages have still to come back, because it subscribes to their topics. Remembers the
 * latest {@link #WAITED_MAX} different ones; as they come back in order, those are the ones worth waiting for. Owned
 * by the demo's thread.
 */
final class Echoes {
    static final int WAITED_MAX = 10_000;

    private final Set<String> topics = new HashSet<>();
    private final Map<SeedMessage, Integer> waited = new LinkedHashMap<>();

    void subscribed(String topic) {
        topics.add(topic);
    }

    void unsubscribed(String topic) {
        topics.remove(topic);
        waited.keySet().removeIf(message -> message.topic().equals(topic));
    }

    void sent(SeedMessage message) {
        if (!topics.contains(message.topic())) {
            return;
        }
        waited.merge(message, 1, Integer::sum);
        if (waited.size() > WAITED_MAX) {
            waited.remove(waited.keySet().iterator().next());
        }
    }

    void received(SeedMessage message) {
        waited.computeIfPresent(message, (same, count) -> count == 1 ? null : count - 1);
    }

    boolean complete() {
        return waited.isEmpty();
    }
}
