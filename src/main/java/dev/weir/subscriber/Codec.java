package dev.weir.subscriber;

/** How a client is told of a message. */
enum Codec {
    /** The seed's document, alone. */
    SEED,
    /** A {@code message} frame of the native protocol. */
    NATIVE
}
