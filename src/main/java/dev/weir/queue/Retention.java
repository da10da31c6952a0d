package dev.weir.queue;

import org.jspecify.annotations.Nullable;

/**
 * Decides below which offset nothing is held any longer.
 *
 * <p>In memory, what nobody needs: all links that receive and the pop group have passed it. On disk, what the log's limits
 * say, and readers hold nothing. There the pop group holds back what it has not done while it is in use, and beyond the
 * hard limit only if {@link Overflow#REJECT} says so.
 */
final class Retention {
    private final CoreSettings settings;

    Retention(CoreSettings settings) {
        this.settings = settings;
    }

    /** The offset for a log in memory; 0 while nobody has come who could need or not need anything. */
    long inMemory(Positions positions, @Nullable PopGroup pop, long nowMs) {
        Long floor = positions.floor();
        if (pop != null && holds(pop, nowMs)) {
            return floor == null ? pop.floor() : Math.min(floor, pop.floor());
        }
        return floor == null ? 0 : floor;
    }

    /** The offset for a log on disk whose limits allow {@code candidate}. */
    long durable(long candidate, @Nullable PopGroup pop, boolean overHardLimit, long nowMs) {
        boolean discards = overHardLimit && settings.overflow() == Overflow.DISCARD_OLDEST;
        boolean held = pop != null && holds(pop, nowMs) && !discards;
        return pop != null && held ? Math.min(candidate, pop.floor()) : candidate;
    }

    private boolean holds(PopGroup pop, long nowMs) {
        return settings.popAllowed() && pop.holds(nowMs, settings.popIdleMs());
    }
}
