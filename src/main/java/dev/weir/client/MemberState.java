package dev.weir.client;

import java.util.Map;
import java.util.Set;

/** The life of a {@link Member}, whatever its connection does meanwhile. */
enum MemberState {
    /** Takes deliveries, or tries to. */
    STAYING,
    /** Begins no more handlers; waits for those that run and for the confirms of their answers. */
    DRAINING,
    /** Has told the group that it goes. */
    LEAVING,
    ENDED;

    private static final Map<MemberState, Set<MemberState>> MAY = Map.of(
            STAYING, Set.of(DRAINING, ENDED),
            DRAINING, Set.of(LEAVING, ENDED),
            LEAVING, Set.of(ENDED),
            ENDED, Set.of());

    MemberState to(MemberState next) {
        if (!MAY.getOrDefault(this, Set.of()).contains(next)) {
            throw new IllegalStateException(this + " to " + next);
        }
        return next;
    }
}
