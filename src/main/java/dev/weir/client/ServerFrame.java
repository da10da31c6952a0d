package dev.weir.client;

import java.util.List;
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

    /** The answer to a consume. */
    record TakenIn(long id, Joined joined) implements ServerFrame {}

    record Delivered(Delivery delivery) implements ServerFrame {}

    /** The answer to an ack, a nack or an extend, with the tags that it had no effect on. */
    record Settled(long id, List<Long> stale) implements ServerFrame {}

    /** The answer to a leave; without an id, a membership that ended otherwise, and why. */
    record Left(long id, String reason) implements ServerFrame {}

    record Groups(long id, List<GroupInfo> groups) implements ServerFrame {}

    /** Altered or reset; the offset is -1 where there is none. */
    record GroupChanged(long id, long offset) implements ServerFrame {}

    record Ping() implements ServerFrame {}

    record GoAway(String reason, long reconnectInMs) implements ServerFrame {}

    record Failure(long id, WeirException problem) implements ServerFrame {}

    /** A type that this client has no use for, such as one of a later server. */
    record Other(String type) implements ServerFrame {}
}
