package dev.weir.msgqueue;

import dev.weir.log.MessageLog;
import dev.weir.log.Room;
import dev.weir.message.BatchView;
import dev.weir.message.Durability;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import dev.weir.queue.Effects;
import dev.weir.queue.QueueCore;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Hands batches to the core when the log has room for them.
 *
 * <pre>
 *   batch ──room──▶ core
 *     ├──full, or failed, all may be told──▶ refused
 *     └──full with seed messages, or the log is behind──▶ waits, and what its link sends behind it
 * </pre>
 *
 * Owned by the queue's loop.
 */
final class Admission {
    private final QueueCore core;
    private final MessageLog log;
    private final LongSupplier epochMs;
    private final Effects effects;
    private final boolean durable;
    private final ArrayDeque<BatchView> waiting = new ArrayDeque<>();
    private boolean seedsInHand;

    Admission(QueueCore core, MessageLog log, LongSupplier epochMs, Effects effects) {
        this.core = core;
        this.log = log;
        this.epochMs = epochMs;
        this.effects = effects;
        this.durable = log.durability() != Durability.MEMORY;
    }

    /** Whether a publisher of the seed's protocol is among those of the batch that the core has now. */
    boolean seedsInHand() {
        return seedsInHand;
    }

    /** Takes the reference over. */
    void take(BatchView batch) {
        if (isWaiting(batch.linkId()) || !admit(batch)) {
            waiting.add(batch);
        }
    }

    /** Batches of one link are decided in order; those of others need not wait for a seed batch that cannot be refused. */
    private boolean isWaiting(LinkId link) {
        return !waiting.isEmpty()
                && waiting.stream().anyMatch(batch -> batch.linkId().equals(link));
    }

    /** Hands a batch to the core if that can decide it now. What has no way to be told of a refusal waits for room. */
    private boolean admit(BatchView batch) {
        Room room = log.roomFor(batch.footprint());
        if (room == Room.LATER) {
            return false;
        }
        seedsInHand = durable && holdsSeeds(batch);
        if (room == Room.YES) {
            core.publish(batch, epochMs.getAsLong(), effects);
            return true;
        }
        if (seedsInHand) {
            return false;
        }
        core.refuseBatch(batch, log.failed() == null ? MemberStatus.STORAGE_FULL : MemberStatus.UNAVAILABLE, effects);
        return true;
    }

    private static boolean holdsSeeds(BatchView batch) {
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            if (batch.seed(m)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Tries those that wait once more, in order.
     *
     * @param isThere what waits of other links is let go: it was not confirmed, and all of it is sent again
     * @return whether any was decided
     */
    boolean again(Predicate<LinkId> isThere) {
        if (waiting.isEmpty()) {
            return false;
        }
        List<BatchView> all = List.copyOf(waiting);
        waiting.clear();
        Set<LinkId> held = new HashSet<>();
        boolean any = false;
        for (BatchView batch : all) {
            LinkId link = batch.linkId();
            if (!isThere.test(link)) {
                batch.release();
            } else if (held.contains(link) || !admit(batch)) {
                held.add(link);
                waiting.add(batch);
            } else {
                any = true;
            }
        }
        return any;
    }

    /** An edge that comes back sends all that is unconfirmed again, so what waited of a lost link would only pile up. */
    void forget(LinkId link) {
        waiting.removeIf(batch -> {
            boolean again = batch.linkId().equals(link);
            if (again) {
                batch.release();
            }
            return again;
        });
    }

    void close() {
        waiting.forEach(BatchView::release);
        waiting.clear();
    }
}
