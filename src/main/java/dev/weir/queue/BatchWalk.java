package dev.weir.queue;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchResult.Odd;
import dev.weir.message.BatchView;
import dev.weir.message.MemberStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of each member of a batch, and applies it at once: the next member already knows. A live batch is
 * stamped with the outcome; one that is replayed must bear the same stamps.
 */
final class BatchWalk {
    private final CoreState state;

    BatchWalk(CoreState state) {
        this.state = state;
    }

    /** Stamps a batch that came. */
    BatchResult decide(BatchView batch, long nowMs) {
        batch.stampBase(state.nextOffset);
        return walk(batch, nowMs, false);
    }

    /** Applies a batch that was decided before. */
    BatchResult replay(BatchView batch) {
        ReplayMismatch.same("a batch from offset", batch.baseOffset(), state.nextOffset);
        return walk(batch, 0, true);
    }

    /** Stamps the one message of a batch that is a dead letter of a group; the offset it has. The group's message is done with it. */
    long decideLetter(BatchView batch, long from, long nowMs) {
        batch.stampBase(state.nextOffset);
        batch.stampLetter(batch.first(), from);
        store(batch, batch.first(), null, nowMs, false);
        bury(batch);
        return state.nextOffset - 1;
    }

    /** Applies such a batch. */
    void replayLetter(BatchView batch) {
        ReplayMismatch.same("a dead letter at offset", batch.baseOffset(), state.nextOffset);
        store(batch, batch.first(), null, 0, true);
        bury(batch);
    }

    private void bury(BatchView batch) {
        long of = batch.sequence(batch.first());
        boolean buried = state.groups.buried(batch.linkId().low(), batch.letterFrom(batch.first()), of);
        ReplayMismatch.check(buried, "a dead letter of offset", of, 0);
    }

    private BatchResult walk(BatchView batch, long nowMs, boolean replayed) {
        long base = state.nextOffset;
        List<Odd> odd = List.of();
        int member = 0;
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            ProducerWindow window = state.producers.of(batch, m);
            long known = window == null ? ProducerWindow.FRESH : window.look(batch.sequence(m));
            if (known == ProducerWindow.FRESH) {
                store(batch, m, window, nowMs, replayed);
            } else {
                boolean duplicate = known != ProducerWindow.TOO_OLD;
                odd = odd.isEmpty() ? new ArrayList<>() : odd;
                odd.add(refuse(batch, m, member, duplicate, duplicate ? known : 0, nowMs, replayed));
            }
            if (window != null) {
                window.touch(state.nextOffset);
            }
            member++;
        }
        BatchResult result = new BatchResult(base, member, odd);
        state.ledgers.computeIfAbsent(batch.linkId(), link -> new LinkLedger()).record(batch.batchSeq(), result);
        return result;
    }

    private void store(BatchView batch, int m, @Nullable ProducerWindow window, long nowMs, boolean replayed) {
        long offset = state.nextOffset++;
        long prev = state.topics.replace(batch, m, offset);
        if (window != null) {
            window.stored(batch.sequence(m), offset);
        }
        if (replayed) {
            ReplayMismatch.check(!batch.refused(m), "a refusal of offset", batch.offset(m), offset);
            ReplayMismatch.same("offset", batch.offset(m), offset);
            ReplayMismatch.same("at offset " + offset + " the predecessor", batch.prev(m), prev);
        } else {
            batch.stamp(m, offset, nowMs, prev);
        }
    }

    private Odd refuse(
            BatchView batch, int m, int member, boolean duplicate, long offset, long nowMs, boolean replayed) {
        if (replayed) {
            ReplayMismatch.check(
                    batch.refused(m) && batch.duplicate(m) == duplicate,
                    "behind offset " + (state.nextOffset - 1) + " the duplicate with number",
                    batch.sequence(m),
                    offset);
            ReplayMismatch.same("a duplicate's first offset", batch.offset(m), offset);
        } else {
            batch.stampRefused(m, duplicate, offset, nowMs);
        }
        return new Odd(member, duplicate ? MemberStatus.DUPLICATE : MemberStatus.TOO_OLD, offset);
    }
}
