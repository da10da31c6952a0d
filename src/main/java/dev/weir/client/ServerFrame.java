package dev.weir.client;

import org.jspecify.annotations.Nullable;

/** What the server sends, understood. An id of -1 stands for none. */
sealed interface ServerFrame {
    record Welcome(String epoch, long heartbeatMs, int maxFrameBytes) implements ServerFrame {}

    record Confirm(long id, Published published) implements ServerFrame {}

    record Subscribed(
            long id,
            String epoch,
            long offset,
            boolean recovered,
            @Nullable Gap gap) implements ServerFrame {}

    record Arrived(Message message) implements ServerFrame {}

    record Missing(Gap gap) implements ServerFrame {}

    /** Everything up to this offset has been sent. */
    record Mark(long offset) implements ServerFrame {}

    record Ping() implements ServerFrame {}

    record GoAway(String reason, long reconnectInMs) implements ServerFrame {}

    record Failure(long id, WeirException problem) implements ServerFrame {}

    /** A type that this client has no use for, such as one of a later server. */
    record Other(String type) implements ServerFrame {}
}
