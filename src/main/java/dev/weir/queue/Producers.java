package dev.weir.queue;

import dev.weir.message.BatchView;
import dev.weir.topic.TopicTable;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The producers whose numbers are remembered, found by the bytes of user and name where they lie. Durable. */
final class Producers {
    private final TopicTable<ProducerWindow> windows = new TopicTable<>();

    int size() {
        return windows.size();
    }

    /** The window of a message's producer, made if it is new; null when the message has no number. */
    @Nullable
    ProducerWindow of(BatchView batch, int m) {
        int length = batch.producerLength(m);
        if (length == 0 || batch.sequence(m) <= 0) {
            return null;
        }
        ProducerWindow window = windows.get(batch.bytes(), batch.producerAt(m), length);
        if (window == null) {
            window = new ProducerWindow();
            windows.put(batch.bytes(), batch.producerAt(m), length, window);
        }
        return window;
    }

    /** Forgets all that were last used before this offset was the next. */
    void evict(long touchedBelow) {
        windows.retainIf((key, window) -> window.touched() >= touchedBelow);
    }

    boolean anyTouchedBelow(long mark) {
        boolean[] any = new boolean[1];
        windows.forEach((key, window) -> any[0] |= window.touched() < mark);
        return any[0];
    }

    /** The mark for {@link #evict} that leaves about nine tenths of {@code max}: always fewer than there are. */
    long markForRoom(int max) {
        long[] touched = new long[windows.size()];
        int[] i = new int[1];
        windows.forEach((key, window) -> touched[i[0]++] = window.touched());
        Arrays.sort(touched);
        int surplus = Math.max(1, touched.length - (int) (max * 9L / 10));
        // Those used at the same offset go together.
        return Math.max(touched[Math.min(surplus, touched.length - 1)], touched[0] + 1);
    }

    // ---- for the snapshot

    void forEach(BiConsumer<byte[], ProducerWindow> action) {
        windows.forEach(action);
    }

    void put(byte[] key, ProducerWindow window) {
        windows.put(key, window);
    }
}
