package dev.weir.msgqueue;

import dev.weir.message.BatchView;
import dev.weir.protocol.MessageEncoder;
import dev.weir.queue.Effects;
import dev.weir.queue.QueueCore;
import dev.weir.queue.group.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The seed's poppers, which are members of a group like others but have no link. Owned by the queue's loop. */
final class Poppers {
    private final QueueCore core;
    private final LongSupplier clock;
    private final Effects effects;
    private final MessageEncoder encoder = new MessageEncoder();
    private final Map<Member, PopSession> sessions = new HashMap<>();

    /** Those to whom something is delivered in this turn. */
    private final List<PopSession> served = new ArrayList<>();

    private long nextNumber = 1;

    Poppers(QueueCore core, LongSupplier clock, Effects effects) {
        this.core = core;
        this.clock = clock;
        this.effects = effects;
    }

    /** The new member; null when this queue has no poppers. */
    @Nullable
    Member join(PopSession session, long bytesMax) {
        Member member = core.popJoined(nextNumber++, bytesMax, clock.getAsLong(), effects);
        if (member != null) {
            sessions.put(member, session);
        }
        return member;
    }

    void leave(Member member) {
        if (sessions.remove(member) != null) {
            core.groups().leave(member, false, clock.getAsLong(), effects);
        }
    }

    /** The member has received everything up to this tag. */
    void proved(Member member, long upTo) {
        core.groups().proved(member, upTo, clock.getAsLong());
    }

    MessageEncoder encoder() {
        return encoder;
    }

    void deliver(Member member, long tag, BatchView batch, int m) {
        PopSession session = sessions.get(member);
        if (session != null) {
            if (session.add(tag, batch, m)) {
                served.add(session);
            }
        }
    }

    /** Sends everybody what was delivered in this turn. */
    void send() {
        served.forEach(PopSession::endDelivery);
        served.clear();
    }

    /** Those that are being closed get nothing more, and what they have goes to others. */
    void leaveClosing() {
        List<Member> closing = null;
        for (Map.Entry<Member, PopSession> each : sessions.entrySet()) {
            if (!each.getValue().isOpen()) {
                closing = closing == null ? new ArrayList<>() : closing;
                closing.add(each.getKey());
            }
        }
        if (closing != null) {
            closing.forEach(this::leave);
        }
    }

    /** Somebody has deleted the group. */
    void left(Member member) {
        PopSession session = sessions.remove(member);
        if (session != null) {
            session.left();
        }
    }
}
