package dev.weir.link;

import dev.weir.message.BatchResult;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/** Who waits for which batch's result, in the order of the batches. Owned by one loop. */
final class ResultListeners {
    private record Waiting(long batchSeq, Set<ResultListener> listeners) {}

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    /** The listener has messages in this batch, which is the newest so far. */
    void await(long batchSeq, ResultListener listener) {
        Waiting last = waiting.peekLast();
        if (last == null || last.batchSeq() != batchSeq) {
            last = new Waiting(batchSeq, new LinkedHashSet<>());
            waiting.add(last);
        }
        last.listeners().add(listener);
    }

    /** The oldest batch without a result has one. */
    void reached(long batchSeq, BatchResult result) {
        Waiting first = waiting.peek();
        if (first != null && first.batchSeq() == batchSeq) {
            waiting.remove();
            first.listeners().forEach(listener -> listener.result(batchSeq, result));
        }
    }

    /** The listener is gone. */
    void forget(ResultListener listener) {
        waiting.forEach(w -> w.listeners().remove(listener));
    }
}
