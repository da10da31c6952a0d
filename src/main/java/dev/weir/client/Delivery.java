package dev.weir.client;

/**
 * A message that a group hands to one of its members, until it is answered or its lease ends.
 *
 * @param message with 0 as {@link Message#prev}
 * @param tag what stands for this delivery on the connection that it came on
 * @param attempt 1 for the first time that the group hands the message out
 * @param redelivered whether it may have been handled before, wholly or in part
 */
public record Delivery(Message message, String group, long tag, int attempt, boolean redelivered) {}
