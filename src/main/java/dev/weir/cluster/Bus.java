package dev.weir.cluster;

/** Addresses on the event bus, the only ones that Weir uses. */
final class Bus {
    /** Queues say who they are: {@link Announcement}; or that a process has none any more: {@code {"node":n,"gone":true}}. */
    static final String QUEUE = "weir.queue";

    /**
     * Whoever wants to know asks: {@code {"node":n,"starting":b,"chosen":b}}; {@code starting}: the asker wants to be the queue;
     * {@code chosen}: and will be, as soon as its log is open.
     */
    static final String ASK = "weir.queue.ask";

    /** Services are asked for a {@link NodeReport}: {@code {"to":address}}. */
    static final String NODES = "weir.nodes";

    private Bus() {}
}
