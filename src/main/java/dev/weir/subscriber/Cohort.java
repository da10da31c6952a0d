package dev.weir.subscriber;

import dev.weir.auth.Rights;
import dev.weir.message.BatchView;
import dev.weir.message.Topic;
import dev.weir.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All clients that want the same: what matches is put together once, and each member gets a reference to the same
 * bytes. Owned by the edge's loop.
 */
final class Cohort {
    private final Wants wants;
    private final List<Member> members = new ArrayList<>();

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
        return members.isEmpty();
    }

    void add(Member member) {
        member.place = members.size();
        members.add(member);
    }

    /** The last member takes the place of the one that goes. */
    void remove(Member member) {
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

    /** Whether its members may have this message: its filters may be wider than their rights. */
    boolean mayHave(BatchView batch, int m) {
        Rights rights = wants.rights();
        if (rights == null) {
            return true;
        }
        byte[] bytes = new byte[batch.topicLength(m)];
        batch.bytes().getBytes(batch.topicAt(m), bytes);
        Topic topic = Topic.parse(bytes, 0, bytes.length);
        return topic != null && rights.maySubscribe(topic);
    }

    /** Sends these frames to every member. They are lent. */
    void sendAll(ByteBuf frames) {
        // Downwards, so that a member that goes meanwhile is replaced by one already served.
        for (int i = members.size() - 1; i >= 0; i--) {
            members.get(i).connection().send(frames.retainedDuplicate());
        }
    }

    /** Sends every member away, to come back at once. */
    void restart() {
        for (Member member : List.copyOf(members)) {
            member.connection().close(CloseCode.RESTART, "the queue began anew: connect and resume");
        }
    }

    /** Hands every member what it wants of the turn's encoding. */
    void send(ByteBuf encoding, ByteBufAllocator alloc) {
        ByteBuf frames = join(encoding, alloc);
        runsLength = 0;
        sendAll(frames);
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
