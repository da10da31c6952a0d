/**
 * The core: order, producers' numbers, links' batches, positions, the pop group, what may be freed. Decides and applies;
 * knows no Vert.x, no clock, no thread and no log. May use {@code message} and {@code topic}.
 *
 * <p>{@link dev.weir.queue.QueueCore} is the door. What a log gives back is {@link dev.weir.queue.CoreState}, changed by
 * {@link dev.weir.queue.BatchWalk} and {@link dev.weir.queue.Entries} alone and kept by
 * {@link dev.weir.queue.CoreSnapshot}; {@link dev.weir.queue.Links}, {@link dev.weir.queue.Positions} and
 * {@link dev.weir.queue.PopGroup} are what one life of the queue knows.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.queue;
