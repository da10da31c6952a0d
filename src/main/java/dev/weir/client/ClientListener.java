package dev.weir.client;

/** Told what happens beside messages and confirms. On the thread {@code weir-client-calls}; must not block for long. */
public interface ClientListener {
    /** Which connection. */
    enum Side {
        PUBLISH,
        SUBSCRIBE
    }

    /** What became of a connection. */
    enum Event {
        /** Open and welcomed. */
        OPENED,
        /** Ended or not reached; the client tries again by itself. */
        LOST,
        /** Ended for good; what hangs on it has failed. */
        FAILED
    }

    /** A connection changed; {@code words} is one line for people. */
    default void connection(Side side, Event event, String words) {}

    /** A subscription does not get these offsets; in order with its messages. */
    default void gap(String filter, Gap gap) {}

    /** A group never gets these offsets; in no order with its deliveries. */
    default void groupGap(String group, Gap gap) {}

    /**
     * How a handler ended does not count, and the message may come again: the connection it came on was lost, or its
     * lease had ended.
     *
     * @param offset of the message
     */
    default void stale(String group, long offset) {}

    /** An error that belongs to no publish, subscription or group, or a handler that threw. */
    default void problem(Throwable problem) {}
}
