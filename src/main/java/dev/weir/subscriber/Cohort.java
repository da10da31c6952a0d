package dev.weir.subscriber;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * All clients that want the same: what matches is put together once, and each member gets a reference to the same
 * bytes. Members that are behind are only counted: readers serve them. Owned by the edge's loop.
 */
final class Cohort {
    private final Wants wants;
    private final List<Member> members = new ArrayList<>();
    private int behind;

    /** Start and end of each run of frames in the turn's encoding, in pairs. */
    private int[] runs = new int[8];

    private int runsLength;

    Cohort(Wants wants) {
        this.wants = wants;
    }

    Wants wants() {
        return wants;
    }

    boolean isEmpty() {
        return members.isEmpty() && behind == 0;
    }

    /** Whether anybody is to be sent what comes. */
    boolean isLive() {
        return !members.isEmpty();
    }

    void add(Member member) {
        if (member.isBehind()) {
            behind++;
            return;
        }
        member.place = members.size();
        members.add(member);
    }

    /** The last member takes the place of the one that goes. */
    void remove(Member member) {
        if (member.isBehind()) {
            behind--;
            return;
        }
        Member last = members.remove(members.size() - 1);
        if (last != member) {
            members.set(member.place, last);
            last.place = member.place;
        }
    }

    /** The frame at {@code start..end} of the turn's encoding is for this cohort. True for the first of a slice. */
    boolean wants(int start, int end) {
        if (runsLength > 0 && runs[runsLength - 1] == end) {
            return false; // another of its filters had matched
        }
        if (runsLength > 0 && runs[runsLength - 1] == start) {
            runs[runsLength - 1] = end;
            return false;
        }
        if (runsLength == runs.length) {
            runs = Arrays.copyOf(runs, 2 * runsLength);
        }
        runs[runsLength++] = start;
        runs[runsLength++] = end;
        return runsLength == 2;
    }

    /** Sends a gap or a mark. It is lent. */
    void tellAll(ByteBuf frame) {
        for (int i = members.size() - 1; i >= 0; i--) {
            members.get(i).connection().send(frame.retainedDuplicate());
        }
    }

    /** The log began a new life. */
    void restart() {
        List.copyOf(members).forEach(member -> member.subscriber().restart());
    }

    /** Hands every member what it wants of the turn's encoding. {@code slow} is told of each that does not take it. */
    void send(ByteBuf encoding, ByteBufAllocator alloc, Consumer<Member> slow) {
        ByteBuf frames = join(encoding, alloc);
        runsLength = 0;
        // Downwards, so that a member that goes meanwhile is replaced by one already served.
        for (int i = members.size() - 1; i >= 0; i--) {
            Member member = members.get(i);
            if (!member.subscriber().catchesUp()) {
                member.connection().send(frames.retainedDuplicate());
            } else if (!member.connection().sendNow(frames.retainedDuplicate())) {
                slow.accept(member);
            }
        }
        frames.release();
    }

    private ByteBuf join(ByteBuf encoding, ByteBufAllocator alloc) {
        if (runsLength == 2) {
            return encoding.retainedSlice(runs[0], runs[1] - runs[0]);
        }
        int bytes = 0;
        for (int i = 0; i < runsLength; i += 2) {
            bytes += runs[i + 1] - runs[i];
        }
        ByteBuf joined = alloc.directBuffer(bytes);
        for (int i = 0; i < runsLength; i += 2) {
            joined.writeBytes(encoding, runs[i], runs[i + 1] - runs[i]);
        }
        return joined;
    }
}
