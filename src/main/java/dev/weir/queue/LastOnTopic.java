package dev.weir.queue;

import dev.weir.message.BatchView;
import dev.weir.topic.TopicTable;
import java.util.function.BiConsumer;

/** The offset of the last message on each topic: what the next one names as its predecessor. Durable. */
final class LastOnTopic {
    static final int SWEEP_MIN = 1024;

    private final TopicTable<long[]> lasts = new TopicTable<>();
    private int sweepAt = SWEEP_MIN;

    int size() {
        return lasts.size();
    }

    /** The last message's offset; 0 when none is known. */
    long last(byte[] topic) {
        long[] last = lasts.get(topic);
        return last == null ? 0 : last[0];
    }

    /** The predecessor of a message, 0 if none is known or it has no topic; from now on the message is the last. */
    long replace(BatchView batch, int m, long offset) {
        int length = batch.topicLength(m);
        if (length == 0) {
            return 0;
        }
        long[] last = lasts.get(batch.bytes(), batch.topicAt(m), length);
        if (last == null) {
            lasts.put(batch.bytes(), batch.topicAt(m), length, new long[] {offset});
            return 0;
        }
        long prev = last[0];
        last[0] = offset;
        return prev;
    }

    /**
     * A topic whose last message is gone has no predecessor to name; forgetting it bounds the table by what is held.
     * When that is done shows in {@code prev}, so it must be done at the same entry in every replay.
     */
    void sweep(long firstHeld) {
        if (lasts.size() >= sweepAt) {
            lasts.retainIf((topic, last) -> last[0] >= firstHeld);
            sweepAt = Math.max(SWEEP_MIN, 2 * lasts.size());
        }
    }

    // ---- for the snapshot

    int sweepAt() {
        return sweepAt;
    }

    void sweepAt(int topics) {
        sweepAt = topics;
    }

    void forEach(BiConsumer<byte[], long[]> action) {
        lasts.forEach(action);
    }

    void put(byte[] topic, long last) {
        lasts.put(topic, new long[] {last});
    }
}
