package dev.weir.subscriber;

import dev.weir.link.GroupReply;
import dev.weir.message.GroupAsk;
import dev.weir.protocol.StartFrom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** One client's part in one group, as its edge keeps it for a queue that may come back. Owned by the edge's loop. */
final class Membership {
    /** Who hears what the queue says to it. */
    interface Listener {
        void consuming(Membership member, GroupReply.Consuming reply);

        void refused(Membership member, GroupReply.Refused reply);

        /** Hands the reference of the batch over. */
        void delivery(Membership member, GroupReply.Delivery delivery);

        void lost(Membership member, GroupReply.Lost lost);

        void left(Membership member);
    }

    final long number;
    final Listener listener;
    final int maxInFlight;
    private GroupAsk ask;
    private final StartFrom from;
    private boolean in;
    private long groupId;
    private long logId;

    /** Tags that the client was sent and that are not settled. Those above {@link #maxInFlight} have come to the end of their leases. */
    private final TreeSet<Long> held = new TreeSet<>();

    Membership(long number, Listener listener, GroupAsk ask, StartFrom from, int maxInFlight) {
        this.number = number;
        this.listener = listener;
        this.ask = ask;
        this.from = from;
        this.maxInFlight = maxInFlight;
    }

    String group() {
        return ask.name();
    }

    GroupAsk ask() {
        return ask;
    }

    StartFrom from() {
        return from;
    }

    /** Whether the queue has taken it in, once at least. */
    boolean isIn() {
        return in;
    }

    /** It is in this group of this log; false when it was in another one of the name before. */
    boolean is(GroupReply.Consuming found, long log) {
        boolean same = !in || (groupId == found.group() && logId == log);
        in = true;
        groupId = found.group();
        logId = log;
        ask = GroupAsk.of(group());
        return same;
    }

    /** The lowest tag that may still be its client's. */
    long lowestHeld() {
        return held.isEmpty() ? 0 : held.first();
    }

    void delivered(List<GroupReply.Tag> tags) {
        tags.forEach(tag -> held.add(tag.tag()));
        while (held.size() > maxInFlight) {
            held.pollFirst();
        }
    }

    void settled(List<Long> tags, long upTo) {
        held.removeAll(tags);
        held.headSet(upTo, true).clear();
    }

    List<Long> held() {
        return new ArrayList<>(held);
    }
}
