package dev.weir.queue.group;

import dev.weir.message.LinkId;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's part in a group, as its edge numbered it. Volatile. What is in flight to it is bounded by count and by bytes; one message
 * always may be.
 */
public final class Member {
    private static final int ANSWERED_MAX = 1_000;
    private static final int STALE_MAX = 8;

    final LinkId link;
    final long number;
    final Group group;
    final int inFlightMax;
    final long bytesMax;

    /** In flight, by rising tag. */
    final LinkedHashMap<Long, Item> leases = new LinkedHashMap<>();

    /** What it was told of what it said lately, by the numbers of that: its edge may say it again. */
    private final LinkedHashMap<Long, List<Long>> answered = new LinkedHashMap<>();

    long bytes;

    /** Whether it stands in line among those with credit. */
    boolean queued;

    /** It is a member no longer. */
    boolean gone;

    /** Its link is lost: nothing is sent to it. */
    boolean away;

    long awaySinceMs;

    Member(LinkId link, long number, Group group, int inFlightMax, long bytesMax) {
        this.link = link;
        this.number = number;
        this.group = group;
        this.inFlightMax = inFlightMax;
        this.bytesMax = bytesMax;
    }

    public LinkId link() {
        return link;
    }

    public long number() {
        return number;
    }

    public Group group() {
        return group;
    }

    /** The stale tags of what it said under this number, if it was said before; else null. */
    public @Nullable List<Long> answered(long id) {
        return answered.get(id);
    }

    /** Said again, many stale tags are stale once more; that needs no memory. */
    void answer(long id, List<Long> stale) {
        if (stale.size() > STALE_MAX) {
            return;
        }
        answered.put(id, stale);
        if (answered.size() > ANSWERED_MAX) {
            answered.remove(answered.keySet().iterator().next());
        }
    }

    boolean hasCredit() {
        return !away && !gone && leases.size() < inFlightMax && (bytes < bytesMax || leases.isEmpty());
    }

    void take(Item item) {
        leases.put(item.tag, item);
        bytes += item.bytes;
        item.member = this;
        group.members.mayTake(this);
    }

    void give(Item item) {
        leases.remove(item.tag);
        bytes -= item.bytes;
        item.member = null;
        group.members.mayTake(this);
    }
}
