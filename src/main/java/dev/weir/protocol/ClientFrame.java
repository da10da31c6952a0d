package dev.weir.protocol;

import dev.weir.message.TopicFilter;
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

    /** To be answered with a pong. */
    record Ping(@Nullable FrameId id) implements ClientFrame {}

    /** Not understood; the error is the answer. */
    record BadFrame(NativeError error) implements ClientFrame {}
}
