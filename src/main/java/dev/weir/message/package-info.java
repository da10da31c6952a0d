/** The values that every room speaks of (topics, filters, offsets, batches); it does no I/O and may use only {@code io.netty.buffer}. */
@org.jspecify.annotations.NullMarked
package dev.weir.message;
