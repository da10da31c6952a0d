package dev.weir.queue.group;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who shares a group's messages. Each next message goes to the next one who has credit. Volatile. */
final class Members {
    private final List<Member> all = new ArrayList<>();
    private int next;

    void add(Member member) {
        all.add(member);
    }

    boolean remove(Member member) {
        return all.remove(member);
    }

    List<Member> all() {
        return all;
    }

    boolean hasCredit() {
        for (Member member : all) {
            if (member.hasCredit()) {
                return true;
            }
        }
        return false;
    }

    /** Whose turn it is; null when nobody has credit. */
    @Nullable
    Member next() {
        for (int i = 0; i < all.size(); i++) {
            Member member = all.get((next + i) % all.size());
            if (member.hasCredit()) {
                next = (next + i + 1) % all.size();
                return member;
            }
        }
        return null;
    }

    int inFlight() {
        int inFlight = 0;
        for (Member member : all) {
            inFlight += member.leases.size();
        }
        return inFlight;
    }
}
