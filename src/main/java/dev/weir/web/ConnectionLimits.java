package dev.weir.web;

import dev.weir.config.LimitsConfig;

/**
 * What one connection may take.
 *
 * @param messageBytesMax bytes of one message, in fragments or whole; above: Close 1009
 * @param fragmentsMax fragments of one message; above: Close 1009
 * @param outboxBytesMax bytes that wait because the peer does not read; above: Close 4001
 */
public record ConnectionLimits(int messageBytesMax, int fragmentsMax, long outboxBytesMax) {
    /** The configured ones, with another bound of the outbox where something else bounds what waits. */
    public static ConnectionLimits of(LimitsConfig limits, long outboxBytesMax) {
        return new ConnectionLimits(limits.messageBytesMax(), limits.fragmentsMax(), outboxBytesMax);
    }

    public static ConnectionLimits of(LimitsConfig limits) {
        return of(limits, limits.outboxBytesMax());
    }
}
