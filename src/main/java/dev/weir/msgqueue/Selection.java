package dev.weir.msgqueue;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.topic.TopicTable;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** The messages of a batch that an edge at the end of a wire asked for. Owned by the queue's loop. */
record Selection(TopicTable<Boolean> topics) {
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
        return !batch.refused(m)
                && batch.offset(m) >= from
                && batch.topicLength(m) > 0
                && topics.get(batch.bytes(), batch.topicAt(m), batch.topicLength(m)) != null;
    }
}
