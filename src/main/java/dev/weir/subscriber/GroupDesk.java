package dev.weir.subscriber;

import dev.weir.link.GroupCall;
import dev.weir.link.GroupReply;
import dev.weir.link.QueuePort;
import dev.weir.message.GroupAsk;
import dev.weir.protocol.ErrorCode;
import dev.weir.protocol.MessageEncoder;
import dev.weir.protocol.StartFrom;
import dev.weir.protocol.Verb;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The edge's side of groups: numbers what its clients ask, and knows who is to hear the answer. What clients say of deliveries goes
 * out once a turn. When the link comes back, members say what they hold, and what had no answer is said again. Owned by the edge's loop.
 */
final class GroupDesk {
    /** Why nothing of groups goes over a link to an original queue. */
    static final String ORIGINAL = "the queue behind this service is an original one: it has no groups";

    /** Settles in one call: it stays far below what a link takes. */
    private static final int SETTLES_MAX = 500;

    private record Asked(GroupCall.Settle settle, Consumer<GroupReply> then) {}

    private final MessageEncoder encoder = new MessageEncoder();
    private final TurnTask report;
    private final Map<Long, Membership> members = new LinkedHashMap<>();
    private final Map<Long, Asked> settles = new LinkedHashMap<>();
    private final Map<Long, Consumer<GroupReply>> asked = new HashMap<>();
    private List<GroupCall.Settle> unsent = new ArrayList<>();
    private @Nullable QueuePort queue;
    private long last;
    private long logId;

    GroupDesk(Turn turn) {
        this.report = new TurnTask(turn, this::report);
    }

    MessageEncoder encoder() {
        return encoder;
    }

    // ---- what clients ask

    /** The listener hears what becomes of it. */
    Membership consume(Membership.Listener listener, GroupAsk ask, StartFrom from, int maxInFlight) {
        Membership member = new Membership(++last, listener, ask, from, maxInFlight);
        members.put(member.number, member);
        consume(member);
        return member;
    }

    private void consume(Membership member) {
        QueuePort port = queue;
        if (port != null) {
            port.group(new GroupCall.Consume(
                    member.number, member.ask(), member.from(), member.maxInFlight, member.held()));
        }
    }

    /** The client has left. What it said before holds, and is answered. */
    void leave(Membership member) {
        leave(member, false);
    }

    /** The client is gone, and hears nothing any more. */
    void gone(Membership member, boolean lost) {
        leave(member, lost);
        settles.values().removeIf(each -> each.settle().member() == member.number);
    }

    private void leave(Membership member, boolean lost) {
        if (members.remove(member.number) != null) {
            report();
            leave(member.number, lost);
        }
    }

    private void leave(long number, boolean lost) {
        QueuePort port = queue;
        if (port != null) {
            port.group(new GroupCall.Leave(number, lost));
        }
    }

    /** The answer is {@link GroupReply.Settled} or {@link GroupReply.Refused}. */
    void settle(
            Membership member,
            Verb verb,
            List<Long> tags,
            long upTo,
            int ms,
            boolean dead,
            String reason,
            Consumer<GroupReply> then) {
        long id = ++last;
        GroupCall.Settle settle = new GroupCall.Settle(id, member.number, verb, tags, upTo, ms, dead, reason);
        settles.put(id, new Asked(settle, then));
        unsent.add(settle);
        report.ask();
    }

    /** Any other call, by its id. Without a link it is refused. */
    void ask(LongFunction<GroupCall> call, Consumer<GroupReply> then) {
        long id = ++last;
        QueuePort port = queue;
        if (port == null) {
            then.accept(noLink(id));
        } else {
            asked.put(id, then);
            port.group(call.apply(id));
        }
    }

    private static GroupReply noLink(long id) {
        return new GroupReply.Refused(id, ErrorCode.UNAVAILABLE, "no link to the queue at the moment");
    }

    private void report() {
        QueuePort port = queue;
        if (port == null || unsent.isEmpty()) {
            return;
        }
        List<GroupCall.Settle> all = unsent;
        unsent = new ArrayList<>();
        for (int i = 0; i < all.size(); i += SETTLES_MAX) {
            port.group(new GroupCall.Settles(List.copyOf(all.subList(i, Math.min(all.size(), i + SETTLES_MAX)))));
        }
    }

    // ---- the link

    void linked(QueuePort port, long log) {
        queue = port;
        logId = log;
        members.values().forEach(this::consume);
        unsent = new ArrayList<>();
        settles.values().forEach(each -> unsent.add(each.settle()));
        report();
    }

    void unlinked() {
        queue = null;
        List<Consumer<GroupReply>> open = List.copyOf(asked.values());
        asked.clear();
        open.forEach(then -> then.accept(noLink(0)));
    }

    /** The queue is an original one, which has no groups. */
    void original() {
        for (Membership member : List.copyOf(members.values())) {
            refused(new GroupReply.Refused(member.number, ErrorCode.UNAVAILABLE, ORIGINAL));
        }
    }

    void heard(GroupReply reply) {
        if (reply instanceof GroupReply.Delivery delivery) {
            delivery(delivery);
        } else if (reply instanceof GroupReply.Settled settled) {
            Asked what = settles.remove(settled.id());
            if (what != null) {
                settled(what);
                what.then().accept(settled);
            }
        } else if (reply instanceof GroupReply.Consuming consuming) {
            consuming(consuming);
        } else if (reply instanceof GroupReply.Refused refused) {
            refused(refused);
        } else if (reply instanceof GroupReply.Left left) {
            Membership member = members.remove(left.member());
            if (member != null) {
                member.listener.left(member);
            }
        } else if (reply instanceof GroupReply.Lost lost) {
            Membership member = members.get(lost.member());
            if (member != null) {
                member.listener.lost(member, lost);
            }
        } else if (reply instanceof GroupReply.Listed listed) {
            answer(listed.id(), listed);
        } else if (reply instanceof GroupReply.Managed managed) {
            answer(managed.id(), managed);
        }
    }

    private void consuming(GroupReply.Consuming consuming) {
        Membership member = members.get(consuming.member());
        boolean first = member != null && !member.isIn();
        if (member == null) {
            leave(consuming.member(), false); // it has left meanwhile
        } else if (!member.is(consuming, logId)) {
            leave(member, false);
            member.listener.left(member);
        } else if (first) {
            member.listener.consuming(member, consuming);
        }
    }

    private void delivery(GroupReply.Delivery delivery) {
        Membership member = members.get(delivery.member());
        if (member == null || !member.isIn()) {
            delivery.batch().release();
            leave(delivery.member(), false); // it has left, and the queue has not heard of it
        } else {
            member.delivered(delivery.tags());
            member.listener.delivery(member, delivery);
        }
    }

    private void settled(Asked what) {
        Membership member = members.get(what.settle().member());
        if (member != null && what.settle().verb() != Verb.EXTEND) {
            member.settled(what.settle().tags(), what.settle().upTo());
        }
    }

    private void refused(GroupReply.Refused refused) {
        Asked settle = settles.remove(refused.id());
        Membership member = members.get(refused.id());
        if (settle != null) {
            settle.then().accept(refused);
        } else if (member == null) {
            answer(refused.id(), refused);
        } else if (!member.isIn()) {
            members.remove(member.number);
            member.listener.refused(member, refused);
        } else if (!refused.code()
                .retryable()) { // else the log has failed, and it is asked again when the queue is back
            members.remove(member.number);
            member.listener.left(member); // the group is there no longer
        }
    }

    private void answer(long id, GroupReply reply) {
        Consumer<GroupReply> then = asked.remove(id);
        if (then != null) {
            then.accept(reply);
        }
    }
}
