package dev.weir.link;

import dev.weir.message.GroupAsk;
import dev.weir.protocol.StartFrom;
import dev.weir.protocol.Verb;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an edge asks of the queue's groups for its clients. {@code member} and {@code id} are numbers that the edge gives each once, out
 * of one row: a member is one client's part in one group.
 */
public sealed interface GroupCall {
    /**
     * A client wants to be a member, or, after a broken link, still is one. Answered by {@link GroupReply.Consuming} or
     * {@link GroupReply.Refused} with {@code member} as id.
     *
     * @param from where the group begins, if it is new
     * @param held tags of deliveries that the client has and has not answered; what else was on the way to it goes to others
     */
    record Consume(long member, GroupAsk ask, StartFrom from, int maxInFlight, List<Long> held) implements GroupCall {}

    /** What clients say of deliveries, in order; each is answered by {@link GroupReply.Settled}. */
    record Settles(List<Settle> all) implements GroupCall {}

    /** A member is one no longer. What it holds goes to others; {@code lost}: and counts as a failed attempt. Not answered. */
    record Leave(long member, boolean lost) implements GroupCall {}

    /** Asks for a group, or for all. Answered by {@link GroupReply.Listed}. */
    record ListGroups(long id, @Nullable String group) implements GroupCall {}

    /** Answered by {@link GroupReply.Managed} or {@link GroupReply.Refused}, as the two below. */
    record Alter(long id, GroupAsk ask) implements GroupCall {}

    /** The group goes on from another place, with nothing done behind it. */
    record Reset(long id, String group, StartFrom from) implements GroupCall {}

    record Delete(long id, String group) implements GroupCall {}

    /**
     * What one client says of deliveries.
     *
     * @param tags empty where {@code upTo} says it
     * @param upTo all of the member's tags up to this one; 0 where {@code tags} say it
     * @param ms of a NACK the delay, -1 for the group's back-off; of an EXTEND how long the lease goes on from now
     * @param dead of a NACK: a dead letter at once
     * @param reason of a NACK; may be empty
     */
    record Settle(long id, long member, Verb verb, List<Long> tags, long upTo, int ms, boolean dead, String reason) {}
}
