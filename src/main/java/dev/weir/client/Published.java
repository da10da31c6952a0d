package dev.weir.client;

/**
 * A publish was confirmed.
 *
 * @param offset the message's place in the log; 0 if it is a duplicate whose place is no longer known
 * @param epoch the life of the log that the offset belongs to
 * @param duplicate the log had the message already, from an earlier sending; it is in the log once
 */
public record Published(long offset, String epoch, Durability durability, boolean duplicate) {}
