package dev.weir.client;

/**
 * How far a subscription has come. To go on later, subscribe from {@link From#offset} of {@code offset + 1}.
 *
 * @param offset everything up to and including it has been handled
 * @param epoch the life of the log that the offset belongs to
 */
public record Position(long offset, String epoch) {}
