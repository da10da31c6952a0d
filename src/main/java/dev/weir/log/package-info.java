/** Keeping batches in order: the port {@link dev.weir.log.MessageLog} and its logs. May use {@code message}. */
@org.jspecify.annotations.NullMarked
package dev.weir.log;
