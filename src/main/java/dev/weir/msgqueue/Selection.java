package dev.weir.msgqueue;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.TopicFilter;
import dev.weir.topic.FilterTrie;
import dev.weir.topic.TopicTable;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of a batch that an edge at the end of a wire asked for. Owned by the queue's loop. */
final class Selection {
    private final TopicTable<Boolean> topics = new TopicTable<>();
    private final FilterTrie<Boolean> filters = new FilterTrie<>();
    private boolean all;
    private final List<Boolean> matched = new ArrayList<>();

    /** Everything that has a topic. */
    void wantAll() {
        all = true;
    }

    void want(byte[] topic) {
        topics.put(topic, Boolean.TRUE);
    }

    void wantNot(byte[] topic) {
        topics.remove(topic);
    }

    void want(TopicFilter filter) {
        filters.add(filter, Boolean.TRUE);
    }

    void wantNot(TopicFilter filter) {
        filters.remove(filter, Boolean.TRUE);
    }

    /**
     * The batch itself when all of it is wanted, a copy of the wanted part, or null when nothing is. The caller gets a
     * reference.
     *
     * @param from leaves out lower offsets
     */
    @Nullable
    BatchView of(BatchView batch, long from) {
        int wanted = 0;
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            wanted += wanted(batch, m, from) ? 1 : 0;
        }
        if (wanted == batch.count()) {
            return batch.retain();
        }
        return wanted == 0 ? null : copy(batch, from);
    }

    private BatchView copy(BatchView batch, long from) {
        BatchWriter writer = new BatchWriter(PooledByteBufAllocator.DEFAULT, batch.linkId());
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            if (wanted(batch, m, from)) {
                writer.copy(batch, m);
            }
        }
        return writer.finish(batch.batchSeq(), batch.baseOffset());
    }

    private boolean wanted(BatchView batch, int m, long from) {
        int length = batch.topicLength(m);
        if (batch.refused(m) || batch.offset(m) < from || length == 0) {
            return false;
        }
        return all || topics.get(batch.bytes(), batch.topicAt(m), length) != null || matches(batch, m, length);
    }

    private boolean matches(BatchView batch, int m, int length) {
        if (filters.size() == 0) {
            return false;
        }
        matched.clear();
        filters.match(batch.bytes(), batch.topicAt(m), length, matched);
        return !matched.isEmpty();
    }
}
