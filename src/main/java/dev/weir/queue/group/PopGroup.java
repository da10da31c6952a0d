package dev.weir.queue.group;

import dev.weir.message.BatchView;
import java.util.ArrayList;
import java.util.List;

/**
 * The group of the seed's poppers. Everything is for it, also what has no topic. A delivery is its member's until that has proved its
 * receipt or is gone; then it goes back to the head, in order. Nothing fails, so nothing dies, and tags are good for one life of the
 * queue. What was proved is not noted at once but, up to the first that was not, at the next sweep: so proofs need no room in the log,
 * and a crash repeats more.
 */
final class PopGroup extends Group {
    PopGroup(GroupState state, Notes notes) {
        super(state, notes);
    }

    /** The member has received all up to this tag. */
    void proved(Member member, long upTo, long nowMs) {
        List<Item> proved = new ArrayList<>();
        for (Item item : member.leases.values()) {
            if (item.tag > upTo) {
                break;
            }
            proved.add(item);
        }
        proved.forEach(item -> resolve(item, nowMs));
    }

    @Override
    public boolean needsRoom() {
        return false;
    }

    @Override
    public long lag(long last) {
        return Math.max(0, last - readTo()) + work.size();
    }

    @Override
    boolean isMine(BatchView batch, int m) {
        return true;
    }

    /** What each of its members may have unproved bounds it: one that proves nothing must not stop the others. */
    @Override
    boolean isFull() {
        return false;
    }

    @Override
    boolean isReserved(long offset) {
        return true;
    }

    @Override
    long leaseEndMs(long nowMs) {
        return Long.MAX_VALUE;
    }
}
