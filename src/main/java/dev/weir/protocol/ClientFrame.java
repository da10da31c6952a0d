package dev.weir.protocol;

import dev.weir.message.GroupAsk;
import dev.weir.message.TopicFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a native client says. A frame with an id is to be answered with exactly one frame that carries it. */
public sealed interface ClientFrame {
    /** To be stored. Not a record: {@link PublishFrame} is one object, filled anew for each frame. */
    sealed interface Publish extends ClientFrame permits PublishFrame {}

    /** To be sent every message that the filter matches, from a place on. */
    record Subscribe(
            TopicFilter filter,
            StartFrom from,
            OnSlow onSlow,
            @Nullable FrameId id) implements ClientFrame {}

    /** To be sent nothing more of this filter. */
    record Unsubscribe(TopicFilter filter, @Nullable FrameId id) implements ClientFrame {}

    /** About groups, for {@code /subscribe}. Names and values are within the limits of {@code GroupSettings}. */
    sealed interface OfGroups extends ClientFrame {
        /** The word in the frame's {@code type}. */
        String type();

        @Nullable
        FrameId id();
    }

    /**
     * To be a member of a group, which is made if there is none.
     *
     * @param from where it begins, if it is new; never {@link StartFrom.Last}
     * @param maxInFlight deliveries without an answer
     */
    record Consume(
            GroupAsk ask,
            StartFrom from,
            int maxInFlight,
            @Nullable FrameId id) implements OfGroups {
        @Override
        public String type() {
            return "consume";
        }
    }

    /**
     * What the client says of deliveries. Exactly one of {@code tags} and {@code upTo} says which.
     *
     * @param tags 1 to {@code TAGS_MAX}, as written, or empty
     * @param upTo all of its own tags up to this one, or 0
     * @param ms of a nack the delay, -1 for the group's back-off; of an extend how long the lease goes on from now
     * @param dead of a nack: to the dead letters at once
     * @param reason of a nack; may be empty
     */
    record Settle(
            Verb verb,
            String group,
            List<Long> tags,
            long upTo,
            int ms,
            boolean dead,
            String reason,
            @Nullable FrameId id)
            implements OfGroups {
        /** Tags in one frame. */
        public static final int TAGS_MAX = 1_000;

        @Override
        public String type() {
            return verb.word();
        }
    }

    /**
     * To be a member no longer.
     *
     * @param delete and the group is to be gone with all it knew
     */
    record Leave(String group, boolean delete, @Nullable FrameId id) implements OfGroups {
        @Override
        public String type() {
            return "leave";
        }
    }

    /**
     * To be told how groups are doing.
     *
     * @param group any string of 1 to 64 bytes, which need not be a name; null for all groups
     */
    record Groups(@Nullable String group, @Nullable FrameId id) implements OfGroups {
        @Override
        public String type() {
            return "groups";
        }
    }

    /** To change a group; says something, but neither filter nor mode. */
    record AlterGroup(GroupAsk ask, @Nullable FrameId id) implements OfGroups {
        @Override
        public String type() {
            return "alterGroup";
        }
    }

    /** A group is to go on from another place; never {@link StartFrom.Last}. */
    record ResetGroup(
            String group, StartFrom from, @Nullable FrameId id) implements OfGroups {
        @Override
        public String type() {
            return "resetGroup";
        }
    }

    /** To be answered with a pong. */
    record Ping(@Nullable FrameId id) implements ClientFrame {}

    /** Not understood; the error is the answer. */
    record BadFrame(NativeError error) implements ClientFrame {}
}
