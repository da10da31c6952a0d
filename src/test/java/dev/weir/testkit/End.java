package dev.weir.testkit;

/** How a connection's input ended. */
public enum End {
    /** TLS close_notify came: the polite end. */
    TLS_CLOSE,
    /** TCP ended; over TLS this means without close_notify. */
    EOF,
    /** The other side reset the connection. */
    RESET
}
