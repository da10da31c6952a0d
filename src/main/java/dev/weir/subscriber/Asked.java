package dev.weir.subscriber;

import dev.weir.link.Started;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.FrameId;
import dev.weir.protocol.OnSlow;
import dev.weir.protocol.StartFrom;
import org.jspecify.annotations.Nullable;

/**
 * A subscribe that waits for its answer.
 *
 * @param version of the edge's interest with which all of it is sent
 */
record Asked(
        TopicFilter filter,
        StartFrom from,
        OnSlow onSlow,
        @Nullable FrameId id,
        long version) {

    /** Whether the queue has to say where it begins. */
    boolean beginsAtAPlace() {
        return !(from instanceof StartFrom.New);
    }

    /** Takes effect. */
    interface Holds {
        /**
         * It holds from now on.
         *
         * @param start null for one that begins at what comes next
         */
        void holds(Asked asked, @Nullable Started start);
    }
}
