package dev.weir.link;

import dev.weir.message.BatchView;
import dev.weir.message.GroupSettings;
import dev.weir.protocol.ErrorCode;
import dev.weir.protocol.Gap;
import dev.weir.protocol.GroupStatus;
import java.util.List;

/** What the queue tells an edge of groups. */
public sealed interface GroupReply {
    /**
     * The client is a member now. Everything below {@code offset} is done for the group.
     *
     * @param group its number, which no other group of this log has or had
     */
    record Consuming(long member, long group, boolean created, GroupSettings settings, long offset)
            implements GroupReply {}

    /** What was asked with this id, or for this member, is not done. */
    record Refused(long id, ErrorCode code, String message) implements GroupReply {}

    /**
     * Messages for a member, in the order of the batch. Hands a reference over.
     *
     * @param tags one for each message of the batch
     */
    record Delivery(long member, List<Tag> tags, BatchView batch) implements GroupReply {}

    /** What was said of deliveries is done, as durably as the log makes it, but for these tags. */
    record Settled(long id, List<Long> stale) implements GroupReply {}

    /** The client is a member no longer: the group was deleted. */
    record Left(long member) implements GroupReply {}

    /** The group will not get these messages. */
    record Lost(long member, Gap gap) implements GroupReply {}

    record Listed(long id, List<GroupStatus> groups) implements GroupReply {}

    /** Done. {@code offset} is the group's, after a reset. */
    record Managed(long id, long offset) implements GroupReply {}

    /** One delivery: attempts count from 1. */
    record Tag(long tag, int attempt, boolean redelivered) {}
}
