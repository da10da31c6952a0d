package dev.weir.subscriber;

import dev.weir.web.Connection;
import org.jspecify.annotations.Nullable;

/** A session's seat among the cohorts. Owned by the edge's loop. */
final class Member {
    private final Subscriber subscriber;
    private final Connection connection;

    /** Where it stands in its cohort; the cohort's to change. */
    int place;

    /** Its cohort, which may lag behind what it wants until the turn ends; the fan-out's to change. */
    @Nullable
    Cohort cohort;

    /** Whether what it wants has changed in this turn; the fan-out's to change. */
    boolean moving;

    /** Serves it as long as it is not where the others are; the readers' to change. Its cohort counts it, and sends it nothing. */
    @Nullable
    Reader reader;

    Member(Subscriber subscriber, Connection connection) {
        this.subscriber = subscriber;
        this.connection = connection;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    Connection connection() {
        return connection;
    }

    boolean isBehind() {
        return reader != null;
    }
}
