package dev.weir.client;

/** What a publish does that finds the client's room for unconfirmed publishes taken. */
public enum WhenFull {
    /** Blocks the caller until there is room, at most for the publish time limit. */
    WAIT,
    /** Fails at once with {@link WeirException#TOO_MANY}. */
    FAIL
}
