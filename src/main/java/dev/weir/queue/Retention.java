package dev.weir.queue;

import org.jspecify.annotations.Nullable;

/**
 * Decides below which offset nothing is held any longer.
 *
 * <p>In memory, what nobody needs: all links that receive and the pop group have passed it. On disk, what the log's limits
 * say, and readers hold nothing. There groups hold back what they have not done, the pop group while it is in use, and beyond the
 * hard limit only if {@link Overflow#REJECT} says so.
 */
final class Retention {
    private final CoreSettings settings;

    Retention(CoreSettings settings) {
        this.settings = settings;
    }

    /** The offset for a log in memory; 0 while nobody has come who could need or not need anything. */
    long inMemory(Positions positions, @Nullable PopGroup pop, @Nullable Long groups, long nowMs) {
        Long floor = lower(positions.floor(), groups);
        if (pop != null && holds(pop, nowMs)) {
            return floor == null ? pop.floor() : Math.min(floor, pop.floor());
        }
        return floor == null ? 0 : floor;
    }

    /** The offset for a log on disk whose limits allow {@code candidate}. */
    long durable(long candidate, @Nullable PopGroup pop, @Nullable Long groups, boolean overHardLimit, long nowMs) {
        boolean discards = overHardLimit && settings.overflow() == Overflow.DISCARD_OLDEST;
        boolean held = pop != null && holds(pop, nowMs) && !discards;
        long allowed = pop != null && held ? Math.min(candidate, pop.floor()) : candidate;
        return groups == null || discards ? allowed : Math.min(allowed, groups);
    }

    private static @Nullable Long lower(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.min(one, other);
    }

    private boolean holds(PopGroup pop, long nowMs) {
        return settings.popAllowed() && pop.holds(nowMs, settings.popIdleMs());
    }
}
