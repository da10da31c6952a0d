package dev.weir.msgqueue;

import java.util.function.LongSupplier;

/**
 * The times the queue goes by, all in milliseconds.
 *
 * @param monotonicMs only goes forward: everything that has a time limit
 * @param epochMs the time of day, stamped into messages
 * @param expiryMs by which messages on disk age
 */
record Clocks(LongSupplier monotonicMs, LongSupplier epochMs, LongSupplier expiryMs) {}
