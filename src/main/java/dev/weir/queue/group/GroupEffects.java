package dev.weir.queue.group;

import dev.weir.message.BatchView;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** What groups want done, beside what the core as a whole does. */
public interface GroupEffects {
    /** Bytes that one group writes at most within one input. */
    int BYTES_MAX = 512 * 1024;

    /** Whether one group can note what one input may make it note. */
    boolean canNote();

    /** Log an entry. Hands the reference over. */
    void note(ByteBuf entry);

    /** Offer this group nothing more until all that is noted so far is committed. */
    void fence(Group group);

    /** Send the message at {@code m} of the batch, which is lent. */
    void deliver(Member member, long tag, int attempt, boolean redelivered, BatchView batch, int m);

    /**
     * Make a dead letter of the message at {@code m} of the batch, which is lent, and hand it to {@code QueueCore.bury}; or, if it
     * cannot be stored now, {@link Group#buryLater}.
     */
    void letter(Group group, long offset, int attempts, String reason, BatchView batch, int m);

    /** Tell the member that what it said is done, but for these tags; once all noted before is committed. */
    void settled(Member member, long id, List<Long> stale);

    /** The group's messages in {@code from..to} are lost to it. */
    void lost(Group group, long from, long to, boolean corrupt);

    /** The group is gone, and with it the membership. */
    void left(Member member);
}
