package dev.weir.link;

/** The edge's own end of its link, whichever way the link takes. Owned by the edge's loop. */
public interface Edge extends EdgePort {
    /** A way to the queue is there; the edge says {@link QueuePort#hello} to it now. */
    void linked(QueuePort queue);
}
