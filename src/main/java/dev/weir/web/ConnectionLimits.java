package dev.weir.web;

/**
 * What one connection may take.
 *
 * @param messageBytesMax bytes of one message, in fragments or whole; above: Close 1009
 * @param fragmentsMax fragments of one message; above: Close 1009
 * @param outboxBytesMax bytes that wait because the peer does not read; above: Close 4001
 */
public record ConnectionLimits(int messageBytesMax, int fragmentsMax, long outboxBytesMax) {}
