package dev.weir.queue.group;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who shares a group's messages. Each next message goes to the next one who has credit. Volatile. */
final class Members {
    private final List<Member> all = new ArrayList<>();

    /** Whoever has credit, the next first; and some who have none any more. */
    private final ArrayDeque<Member> queue = new ArrayDeque<>();

    void add(Member member) {
        all.add(member);
        mayTake(member);
    }

    boolean remove(Member member) {
        member.gone = true;
        if (member.queued) {
            queue.remove(member);
            member.queued = false;
        }
        return all.remove(member);
    }

    List<Member> all() {
        return all;
    }

    /** The member may have credit now. */
    void mayTake(Member member) {
        if (!member.queued && member.hasCredit()) {
            member.queued = true;
            queue.add(member);
        }
    }

    boolean hasCredit() {
        for (Member member = queue.peek(); member != null; member = queue.peek()) {
            if (member.hasCredit()) {
                return true;
            }
            queue.remove().queued = false;
        }
        return false;
    }

    /** Whose turn it is, which is over with that; null when nobody has credit. */
    @Nullable
    Member next() {
        if (!hasCredit()) {
            return null;
        }
        Member member = queue.remove();
        member.queued = false;
        return member;
    }

    int inFlight() {
        int inFlight = 0;
        for (Member member : all) {
            inFlight += member.leases.size();
        }
        return inFlight;
    }
}
