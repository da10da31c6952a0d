package dev.weir.link;

import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import org.jspecify.annotations.Nullable;

/**
 * How an edge names itself.
 *
 * @param link this edge and loop, the same until its process ends
 * @param receives whether it wants ranges; else it only publishes
 * @param nextSeq number of the oldest batch it will send (again)
 * @param epoch the epoch of {@code next}; null when it has met no queue yet
 * @param next the offset it expects first; 0 for what comes from now on
 */
public record EdgeHello(
        LinkId link,
        boolean receives,
        long nextSeq,
        @Nullable Epoch epoch,
        long next) {}
