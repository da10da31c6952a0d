package dev.weir.queue;

import org.jspecify.annotations.Nullable;

/**
 * Decides below which offset nothing is held any longer.
 *
 * <p>In memory, what nobody needs: all links that receive and all groups have passed it. On disk, what the log's limits
 * say, and readers hold nothing. There groups hold back what they have not done, and beyond the hard limit only if {@link
 * Overflow#REJECT} says so.
 */
final class Retention {
    private final CoreSettings settings;

    Retention(CoreSettings settings) {
        this.settings = settings;
    }

    /** The offset for a log in memory; 0 while nobody has come who could need or not need anything. */
    static long inMemory(Positions positions, @Nullable Long groups) {
        Long readers = positions.floor();
        if (readers == null || groups == null) {
            return readers != null ? readers : groups != null ? groups : 0;
        }
        return Math.min(readers, groups);
    }

    /** The offset for a log on disk whose limits allow {@code candidate}. */
    long durable(long candidate, @Nullable Long groups, boolean overHardLimit) {
        boolean discards = overHardLimit && settings.overflow() == Overflow.DISCARD_OLDEST;
        return groups == null || discards ? candidate : Math.min(candidate, groups);
    }
}
