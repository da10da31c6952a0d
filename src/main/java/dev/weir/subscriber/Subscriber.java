package dev.weir.subscriber;

import dev.weir.protocol.Gap;
import dev.weir.web.Connection;

/** A client's session, as fan-out and readers see it. Called on the edge's loop. */
interface Subscriber {
    Connection connection();

    /** What it wants now; asked once for many changes. */
    Wants wants();

    /** Chooses from the log by what it wants now. */
    Picker picker();

    /** Whether it is to get all when it reads slowly, though later; else it is cut off when too much waits for it. */
    boolean catchesUp();

    /** The log began a new life: the offsets it was told or counts by are void. */
    void restart();

    /** It cannot be sent these offsets. */
    void missed(Gap gap);

    /** All that it wants up to this offset has been sent. */
    default void mark(long offset) {}
}
