package dev.weir.queue;

import dev.weir.message.BatchView;
import dev.weir.queue.group.Group;
import dev.weir.queue.group.Member;
import java.util.List;

/** Effects of a core that has no group. */
interface WithoutGroups extends Effects {
    @Override
    default boolean canNote() {
        return true;
    }

    @Override
    default void fence(Group group) {}

    @Override
    default void deliver(Member member, long tag, int attempt, boolean redelivered, BatchView batch, int m) {}

    @Override
    default void letter(Group group, long offset, int attempts, String reason, BatchView batch, int m) {}

    @Override
    default void settled(Member member, long id, List<Long> stale) {}

    @Override
    default void lost(Group group, long from, long to, boolean corrupt) {}

    @Override
    default void left(Member member) {}
}
