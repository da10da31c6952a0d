package dev.weir.subscriber;

import dev.weir.message.BatchView;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import dev.weir.topic.FilterTrie;
import dev.weir.topic.TopicTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which messages of the log a reader sends: those that one of its client's subscriptions wants and none has had. Made anew
 * whenever these change. Owned by the edge's loop.
 */
final class Picker {
    private final Wants wants;
    private final TopicTable<Span> topics = new TopicTable<>();
    private final FilterTrie<Span> filters = new FilterTrie<>();
    private final List<Span> matched = new ArrayList<>(2);

    private Picker(Wants wants) {
        this.wants = wants;
    }

    static Picker ofTopics(Wants wants, Map<Topic, Span> spans) {
        Picker picker = new Picker(wants);
        spans.forEach((topic, span) -> picker.topics.put(topic.toBytes(), span));
        return picker;
    }

    static Picker ofFilters(Wants wants, Map<TopicFilter, Span> spans) {
        Picker picker = new Picker(wants);
        spans.forEach(picker.filters::add);
        return picker;
    }

    Wants wants() {
        return wants;
    }

    boolean picks(BatchView batch, int m) {
        int length = batch.topicLength(m);
        if (length == 0 || batch.refused(m)) {
            return false;
        }
        matched.clear();
        if (wants.codec() == Codec.SEED) {
            Span span = topics.get(batch.bytes(), batch.topicAt(m), length);
            return span != null && span.holdsAt(batch.offset(m));
        }
        filters.match(batch.bytes(), batch.topicAt(m), length, matched);
        return holds(batch.offset(m)) && wants.mayHave(batch, m);
    }

    private boolean holds(long offset) {
        boolean holds = false;
        for (int i = 0; i < matched.size(); i++) {
            Span span = matched.get(i);
            if (span.wasSent(offset)) {
                return false;
            }
            holds |= span.holdsAt(offset);
        }
        return holds;
    }
}
