package dev.weir.torture;

/** A broken promise, as a {@link Checker} finds it. */
public enum Fault {
    /** Confirmed, and not in the log in the end. */
    LOST,
    /** In the log more often than it may be: with producer and seq once, without as often as it was sent. */
    TWICE,
    /** As {@link #TWICE}, and confirmed as no duplicate. */
    DUPLICATE_NOT_TOLD,
    /** Confirmed as a duplicate, though it has no producer and seq to know it by. */
    FALSE_DUPLICATE,
    /** Confirmed more often than once by one client. */
    CONFIRMED_TWICE,
    /** The confirm, or what a subscriber received, names an offset that holds something else. */
    OTHER_MESSAGE,
    /** Stored under another topic than it was published on. */
    OTHER_TOPIC,
    /** Offsets of another life of the log, though everything was synced. */
    OTHER_EPOCH,
    /** A publisher's messages do not lie in the log, or were not confirmed, in the order of its numbers. */
    OUT_OF_ORDER,
    /** In the log or confirmed, and never sent. */
    NOT_SENT,
    /** Received with other bytes than were sent. */
    GARBLED,
    /** Sent, and neither confirmed nor refused in the end. */
    NEVER_CONFIRMED,
    /** Refused, though all it took was to wait. */
    REFUSED,
    /** A subscriber got an offset that is not above the one before it; across its connections, too. */
    NOT_RISING,
    /** A message's predecessor on its topic is not the one the subscriber has seen; or offsets of the log are left out. */
    HOLE,
    /** In the log from where a subscriber began, wanted by its filter, and never received. */
    MISSED,
    /** Delivered, and not in the log in the end. */
    PHANTOM,
    /** The server said that it cannot send something, though nothing is old enough to have gone. */
    GAP_TOLD,
    /** Not serving within the limit after a kill. */
    LATE
}
