package dev.weir.queue;

/** What happens at the log's hard limit when the pop group still needs what would have to go. */
public enum Overflow {
    /** Nothing it needs is freed; whoever holds the log refuses what is published. */
    REJECT,
    /** The oldest messages go, and how many of them the pop group lost is said. */
    DISCARD_OLDEST
}
