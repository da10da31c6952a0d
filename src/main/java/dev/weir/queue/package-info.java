/**
 * The core: order, links' batches, positions, the pop group, what may be freed. Decides and applies; knows no Vert.x, no
 * clock, no thread and no log. May use {@code message} and {@code topic}.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.queue;
