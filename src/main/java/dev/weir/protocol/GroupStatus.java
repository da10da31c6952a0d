package dev.weir.protocol;

import dev.weir.message.GroupSettings;

/**
 * How a group is doing.
 *
 * @param offset all below is done
 * @param lag offsets from there to the newest that are not done, whether the filter matches them or not
 * @param delayed waiting for their back-off to end
 * @param parked waiting behind an earlier message with their key
 * @param dead so many dead letters were published since the queue started
 */
public record GroupStatus(
        GroupSettings settings, long offset, long lag, int inFlight, int delayed, int parked, long dead, int members) {}
