package dev.weir.link;

import org.jspecify.annotations.Nullable;

/** What a native session wants to know of its edge before it welcomes a client. Called on the edge's loop. */
public interface LinkedEdge {
    /** Runs the task once there is a link, or at once. */
    void whenLinked(Runnable task);

    /** The task is not to be run any more. */
    void forget(Runnable task);

    /** The queue as it has named itself; null while there is no link. */
    @Nullable
    QueueHello queue();

    /** Names this edge, for people. */
    String name();

    /** The offset of the newest message this edge knows of; 0 for none. */
    long head();
}
