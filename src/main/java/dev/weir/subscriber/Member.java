package dev.weir.subscriber;

import dev.weir.web.Connection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A session's seat among the cohorts. Owned by the edge's loop. */
final class Member {
    private final Connection connection;
    private final Supplier<Wants> wants;

    /** Where it stands in its cohort; the cohort's to change. */
    int place;

    /** Its cohort, which may lag behind what it wants until the turn ends; the fan-out's to change. */
    @Nullable
    Cohort cohort;

    /** Whether what it wants has changed in this turn; the fan-out's to change. */
    boolean moving;

    /** @param wants what the session wants now; asked once for many changes */
    Member(Connection connection, Supplier<Wants> wants) {
        this.connection = connection;
        this.wants = wants;
    }

    Connection connection() {
        return connection;
    }

    Wants wants() {
        return wants.get();
    }
}
