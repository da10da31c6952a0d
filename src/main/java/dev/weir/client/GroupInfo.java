package dev.weir.client;

import java.util.List;

/**
 * A group as the server lists it. Names and units are those of the protocol; what a group of the server's own has not is
 * empty or 0.
 *
 * @param offset everything below is done for the group
 * @param lag offsets from there to the newest that are not done, whether they match or not
 * @param inFlight deliveries without an answer
 * @param delayed messages that wait out their back-off
 * @param parked messages that wait for an earlier one of their key
 * @param dead messages that became dead letters
 */
public record GroupInfo(
        String group,
        String filter,
        String mode,
        int leaseMs,
        int maxAttempts,
        List<Integer> backoffMs,
        String deadLetter,
        long offset,
        long lag,
        long inFlight,
        long delayed,
        long parked,
        long dead,
        long members) {}
