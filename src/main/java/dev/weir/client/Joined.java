package dev.weir.client;

import java.util.List;

/**
 * A group as it is for a member that was taken in. Names and units are those of the protocol.
 *
 * @param created whether it was made for this member
 * @param offset everything below is done for the group
 * @param epoch the life of the log that the offset belongs to
 */
public record Joined(
        String group,
        boolean created,
        String filter,
        String mode,
        int leaseMs,
        int maxAttempts,
        List<Integer> backoffMs,
        String deadLetter,
        int maxInFlight,
        long offset,
        String epoch) {}
