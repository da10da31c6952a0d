package dev.weir.subscriber;

import dev.weir.link.Started;
import dev.weir.message.TopicFilter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscribes of one client that wait for their answer, in order. One takes effect once the queue sends all that is wanted, and,
 * where it begins at a place, once the queue has said which. Owned by the edge's loop.
 */
final class AskedQueue {
    private final QueueFeed feed;
    private final Asked.Holds holds;
    private final ArrayDeque<Asked> waiting = new ArrayDeque<>(2);
    private final Map<TopicFilter, Integer> filters = new HashMap<>(2);
    private final Runnable settled = this::settled;

    /** The one for which the queue has been asked where it begins. */
    private @Nullable Asked starting;

    AskedQueue(QueueFeed feed, Asked.Holds holds) {
        this.feed = feed;
        this.holds = holds;
    }

    void add(Asked asked) {
        waiting.add(asked);
        filters.merge(asked.filter(), 1, Integer::sum);
        settled();
    }

    int size() {
        return waiting.size();
    }

    boolean has(TopicFilter filter) {
        return filters.containsKey(filter);
    }

    /** Subscriptions that they will make, if none is there yet. */
    int filters() {
        return filters.size();
    }

    /** Takes out all that ask for this filter, after showing them. */
    void remove(TopicFilter filter, Consumer<Asked> each) {
        if (filters.remove(filter) != null) {
            waiting.removeIf(asked -> {
                boolean gone = asked.filter().equals(filter);
                if (gone) {
                    each.accept(asked);
                }
                return gone;
            });
            settled();
        }
    }

    private void remove(Asked asked) {
        waiting.remove(asked);
        filters.computeIfPresent(asked.filter(), (filter, count) -> count == 1 ? null : count - 1);
    }

    private void settled() {
        while (!waiting.isEmpty() && starting == null) {
            Asked first = waiting.peek();
            if (!feed.isSettled(first.version())) {
                feed.whenSettled(settled);
                return;
            }
            if (first.beginsAtAPlace() && !feed.isOriginal()) {
                starting = first;
                feed.start(first.from(), first.filter(), start -> started(first, start));
            } else {
                remove(first);
                holds.holds(first, null);
            }
        }
    }

    private void started(Asked asked, @Nullable Started start) {
        starting = null;
        // Else it was given up meanwhile, or the link is gone, and then it is asked again.
        if (start != null && waiting.contains(asked)) {
            remove(asked);
            holds.holds(asked, start);
        }
        settled();
    }

    void clear() {
        feed.forget(settled);
        waiting.clear();
        filters.clear();
    }
}
