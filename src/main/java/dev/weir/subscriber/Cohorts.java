package dev.weir.subscriber;

import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import dev.weir.topic.FilterTrie;
import dev.weir.topic.TopicTable;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which cohorts there are, and which of them want a topic. Owned by the edge's loop. */
final class Cohorts {
    private final Map<Wants, Cohort> byWants = new HashMap<>();
    private final TopicTable<List<Cohort>> byTopic = new TopicTable<>();
    private final FilterTrie<Cohort> byFilter = new FilterTrie<>();
    private final Map<TopicFilter, Integer> filters = new HashMap<>();
    private final List<Cohort> matched = new ArrayList<>();

    /** The seed cohorts that want the topic whose bytes lie there; null when none does. */
    @Nullable
    List<Cohort> wantingTopic(ByteBuf buf, int at, int length) {
        return byTopic.get(buf, at, length);
    }

    /** The native cohorts with a filter that matches; one with several of them comes as often. Good until the next call. */
    List<Cohort> matching(ByteBuf buf, int at, int length) {
        matched.clear();
        byFilter.match(buf, at, length, matched);
        return matched;
    }

    /** The cohorts of native clients. */
    List<Cohort> natives() {
        return byWants.values().stream()
                .filter(cohort -> cohort.wants().codec() == Codec.NATIVE)
                .toList();
    }

    List<Cohort> all() {
        return List.copyOf(byWants.values());
    }

    boolean hasFilters() {
        return byFilter.size() > 0;
    }

    boolean isWanted(byte[] topic) {
        return byTopic.get(topic) != null;
    }

    boolean isWanted(TopicFilter filter) {
        return filters.containsKey(filter);
    }

    /** Moves a member from its cohort to that of other wishes; with none it is in no cohort. */
    @Nullable
    Cohort move(Member member, @Nullable Cohort from, Wants wants) {
        if (from != null) {
            from.remove(member);
        }
        Cohort to = wants.isNothing() ? null : byWants.computeIfAbsent(wants, this::open);
        if (to != null) {
            to.add(member);
        }
        if (from != null && from.isEmpty()) {
            close(from);
        }
        return to;
    }

    private Cohort open(Wants wants) {
        Cohort cohort = new Cohort(wants);
        for (Topic topic : wants.topics()) {
            byte[] bytes = topic.toBytes();
            List<Cohort> wanting = byTopic.get(bytes);
            if (wanting == null) {
                wanting = new ArrayList<>(2);
                byTopic.put(bytes, wanting);
            }
            wanting.add(cohort);
        }
        for (TopicFilter filter : wants.filters()) {
            byFilter.add(filter, cohort);
            filters.merge(filter, 1, Integer::sum);
        }
        return cohort;
    }

    private void close(Cohort cohort) {
        byWants.remove(cohort.wants());
        for (Topic topic : cohort.wants().topics()) {
            byte[] bytes = topic.toBytes();
            List<Cohort> wanting = byTopic.get(bytes);
            if (wanting != null) {
                wanting.remove(cohort);
                if (wanting.isEmpty()) {
                    byTopic.remove(bytes);
                }
            }
        }
        for (TopicFilter filter : cohort.wants().filters()) {
            byFilter.remove(filter, cohort);
            filters.computeIfPresent(filter, (f, count) -> count == 1 ? null : count - 1);
        }
    }
}
