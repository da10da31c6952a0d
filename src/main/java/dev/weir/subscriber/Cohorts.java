package dev.weir.subscriber;

import dev.weir.message.Topic;
import dev.weir.topic.TopicTable;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which cohorts there are, and which of them want a topic. Owned by the edge's loop. */
final class Cohorts {
    private final Map<Set<Topic>, Cohort> bySet = new HashMap<>();
    private final TopicTable<List<Cohort>> byTopic = new TopicTable<>();
    /** The cohorts that want the topic whose bytes lie there; null when none does. */
    @Nullable
    List<Cohort> wanting(ByteBuf buf, int at, int length) {
        return byTopic.get(buf, at, length);
    }

    boolean isWanted(byte[] topic) {
        return byTopic.get(topic) != null;
    }

    /** Moves a session from its cohort to that of other topics; with none it is in no cohort. */
    @Nullable
    Cohort move(SeedSubscribeSession session, @Nullable Cohort from, Set<Topic> topics) {
        if (from != null) {
            from.remove(session);
        }
        Cohort to = topics.isEmpty() ? null : bySet.computeIfAbsent(new HashSet<>(topics), this::open);
        if (to != null) {
            to.add(session);
        }
        if (from != null && from.isEmpty()) {
            close(from);
        }
        return to;
    }

    private Cohort open(Set<Topic> topics) {
        Cohort cohort = new Cohort(topics);
        for (Topic topic : topics) {
            byte[] bytes = topic.toBytes();
            List<Cohort> wanting = byTopic.get(bytes);
            if (wanting == null) {
                wanting = new ArrayList<>(2);
                byTopic.put(bytes, wanting);
            }
            wanting.add(cohort);
        }
        return cohort;
    }

    private void close(Cohort cohort) {
        bySet.remove(cohort.topics());
        for (Topic topic : cohort.topics()) {
            byte[] bytes = topic.toBytes();
            List<Cohort> wanting = byTopic.get(bytes);
            if (wanting != null) {
                wanting.remove(cohort);
                if (wanting.isEmpty()) {
                    byTopic.remove(bytes);
                }
            }
        }
    }
}
