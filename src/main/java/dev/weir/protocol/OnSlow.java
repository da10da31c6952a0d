package dev.weir.protocol;

/** What is to happen to a client that reads more slowly than messages come. */
public enum OnSlow {
    /** It gets all of them, later. */
    CATCH_UP,
    /** Its connection is closed with {@link CloseCode#SLOW}. */
    DISCONNECT
}
