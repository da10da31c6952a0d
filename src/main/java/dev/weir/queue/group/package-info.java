/**
 * Groups: members share the messages that a filter matches, under leases, until each is acknowledged or a dead letter.
 * Part of the core, so without Vert.x, clock, thread or log.
 *
 * <p>{@link dev.weir.queue.group.Groups} is the door, {@link dev.weir.queue.group.Group} decides. What a log gives back is
 * {@link dev.weir.queue.group.GroupState}, changed by {@link dev.weir.queue.group.GroupEntries} alone; {@link
 * dev.weir.queue.group.Work} and {@link dev.weir.queue.group.Member} are what one life of the queue knows. The states of a message are
 * drawn at {@link dev.weir.queue.group.Item}.
 */
@org.jspecify.annotations.NullMarked
package dev.weir.queue.group;
