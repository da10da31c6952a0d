package dev.weir.queue;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchResult.Odd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one link's last 256 logged batches, so that a batch sent again is answered and not stored again.
 * Durable; what only this life of the queue knows of the link is in {@link LinkState}.
 *
 * <p>256 is also the most batches an edge may have unconfirmed, so an honest edge never asks for a result that is
 * gone.
 */
final class LinkLedger {
    static final int RESULTS = 256;

    private final long[] bases = new long[RESULTS];

    /** 0 where there is no result: numbers may be left out. */
    private final int[] counts = new int[RESULTS];

    /** Only where members were not stored. */
    private @Nullable List<Odd> @Nullable [] odd;

    private long nextSeq;

    /** The number behind the last batch that was logged; 0 before the first. */
    long nextSeq() {
        return nextSeq;
    }

    void record(long seq, BatchResult result) {
        if (seq < nextSeq) {
            throw new IllegalStateException("batch " + seq + " behind " + nextSeq);
        }
        for (long left = Math.max(nextSeq, seq - RESULTS + 1); left < seq; left++) {
            counts[slot(left)] = 0;
        }
        int slot = slot(seq);
        bases[slot] = result.base();
        counts[slot] = result.count();
        if (odd != null || !result.odd().isEmpty()) {
            odds()[slot] = result.odd();
        }
        nextSeq = seq + 1;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private @Nullable List<Odd>[] odds() {
        @Nullable List<Odd>[] o = odd;
        if (o == null) {
            o = new List[RESULTS];
            odd = o;
        }
        return o;
    }

    /** Null when the batch was not logged, or too long ago. */
    @Nullable
    BatchResult result(long seq) {
        if (seq >= nextSeq || seq < Math.max(1, nextSeq - RESULTS) || counts[slot(seq)] == 0) {
            return null;
        }
        List<Odd> odds = odd == null ? null : odd[slot(seq)];
        return new BatchResult(bases[slot(seq)], counts[slot(seq)], odds == null ? List.of() : odds);
    }

    private static int slot(long seq) {
        return (int) (seq % RESULTS);
    }

    /** The numbers that have a result, rising. */
    List<Long> known() {
        List<Long> known = new ArrayList<>();
        for (long seq = Math.max(1, nextSeq - RESULTS); seq < nextSeq; seq++) {
            if (counts[slot(seq)] != 0) {
                known.add(seq);
            }
        }
        return Collections.unmodifiableList(known);
    }
}
