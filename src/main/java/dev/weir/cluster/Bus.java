package dev.weir.cluster;

/** Addresses on the event bus, the only ones that Weir uses. */
final class Bus {
    /** Queues say who they are: {@link Announcement}. */
    static final String QUEUE = "weir.queue";

    /** Whoever wants to know asks: {@code {"node":n,"starting":b}}; {@code starting}: the asker wants to be the queue. */
    static final String ASK = "weir.queue.ask";

    /** Services are asked for a {@link NodeReport}: {@code {"to":address}}. */
    static final String NODES = "weir.nodes";

    private Bus() {}
}
