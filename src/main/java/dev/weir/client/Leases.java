package dev.weir.client;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Extends the leases of what is in hand once half of a lease has passed, by a whole one; lets go what waits and may be
 * extended no more. To be asked at least four times
 * within a lease. Owned by the loop.
 */
final class Leases {
    private final String group;
    private final LongSupplier ids;
    private final Hand hand;
    private final long extendNanosMax;
    private final Map<Long, List<Held>> unconfirmed = new HashMap<>();

    Leases(String group, LongSupplier ids, Hand hand, long extendMsMax) {
        this.group = group;
        this.ids = ids;
        this.hand = hand;
        extendNanosMax = TimeUnit.MILLISECONDS.toNanos(extendMsMax);
    }

    void extend(Line line, int leaseMs) {
        long now = System.nanoTime();
        long leaseNanos = TimeUnit.MILLISECONDS.toNanos(leaseMs);
        List<Held> due = hand.due(now, leaseNanos, extendNanosMax);
        for (int from = 0; from < due.size(); from += Answers.TAGS_MAX) {
            List<Held> part = due.subList(from, Math.min(due.size(), from + Answers.TAGS_MAX));
            long id = ids.getAsLong();
            part.forEach(held -> held.extended(now));
            unconfirmed.put(id, part);
            line.finish(
                    GroupFrames.extend(id, group, part.stream().map(Held::tag).toList(), leaseMs));
        }
    }

    /** What is over comes again: nothing that waits is begun in vain. */
    void settled(ServerFrame.Settled reply) {
        if (unconfirmed.remove(reply.id()) != null && !reply.stale().isEmpty()) {
            hand.over(new HashSet<>(reply.stale()));
        }
    }

    /** Tried again at the next turn. False if the frame was none of these. */
    boolean refused(ServerFrame.Failure failure, int leaseMs) {
        List<Held> all = unconfirmed.remove(failure.id());
        if (all == null) {
            return false;
        }
        long due = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(leaseMs);
        all.forEach(held -> held.extended(due));
        return true;
    }

    void lost() {
        unconfirmed.clear();
    }
}
