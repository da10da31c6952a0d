package dev.weir.queue.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.GroupMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that fail: when they come again. */
class FailureTest {
    private final GroupBench bench = new GroupBench();
    private final Group group = bench.shared();
    private final Member one = bench.join(1, 10);

    private void delivered(String... messages) {
        bench.publish(messages);
        bench.run();
    }

    private List<String> runAfter(long ms) {
        bench.after(ms);
        return bench.run();
    }

    @Test
    void waitsAsItsSettingsSayByTheNumberOfFailures() {
        delivered("a");
        bench.nack(one, -1, false, 1L);
        assertEquals(List.of("note failed [1] -1 no", "fence", "settled 1/1"), bench.takeAll());
        assertEquals(1, group.delayed());
        assertEquals(0, group.inFlight());
        assertEquals(List.of(), runAfter(99));
        assertEquals(List.of("1 gets 1 #2 x2 again"), runAfter(1));
        assertEquals(0, group.delayed());
        bench.nack(one, -1, false, 2L);
        assertEquals(List.of("settled 1/2"), runAfter(199));
        assertEquals(List.of("1 gets 1 #3 x3 again"), runAfter(1));
    }

    @Test
    void waitsAsLongAsTheMemberSays() {
        delivered("a", "a");
        bench.nack(one, 0, false, 1L);
        assertEquals(List.of("settled 1/1", "1 gets 1 #3 x2 again"), bench.run());
        bench.nack(one, 5_000, false, 3L);
        bench.ack(one, 2L);
        assertEquals(List.of("settled 1/3", "settled 1/2"), runAfter(4_999));
        assertEquals(1, group.floor());
        assertEquals(List.of("1 gets 1 #4 x3 again"), runAfter(1));
    }

    @Test
    void comesAgainOnlyWhenItsFailureIsCommitted() {
        delivered("a");
        bench.nack(one, 0, false, 1L);
        assertFalse(bench.offer(group));
        bench.commit();
        assertTrue(bench.offer(group));
    }

    @Test
    void comesAgainAtOnceInAGroupWithoutBackOff() {
        bench.core.groups().alter(group, GroupBench.settings(GroupMode.SHARED, "#"), bench);
        delivered("a");
        bench.nack(one, -1, false, 1L);
        assertEquals(List.of("settled 1/1", "1 gets 1 #2 x2 again"), bench.run());
    }

    @Test
    void failsWhenItsLeaseEnds() {
        delivered("a", "a");
        bench.ack(one, 2L);
        bench.takeAll();
        bench.after(999);
        assertEquals(List.of(), bench.takeAll());
        bench.after(1);
        assertEquals(List.of("note failed [1] -1 the lease ended", "fence"), bench.takeAll());
        bench.ack(one, 1L);
        assertEquals(List.of("settled 1/1 but [1]", "1 gets 1 #3 x2 again"), runAfter(100));
    }

    @Test
    void staysWithAMemberThatExtendsItsLease() {
        delivered("a", "a");
        bench.now += 900;
        group.extend(one, 9, List.of(1L), 0, 500, bench.now);
        group.flush(bench);
        assertEquals(List.of("settled 1/9"), bench.takeAll());
        bench.after(100);
        assertEquals(List.of("failed [2] -1 the lease ended"), bench.notes());
        bench.after(399);
        assertEquals(1, group.inFlight());
        bench.after(1);
        assertEquals(0, group.inFlight());
    }

    @Test
    void extendsAllTagsOfTheSenderUpToOneAlsoToAnEarlierEnd() {
        Member two = bench.join(2, 10);
        delivered("a", "a", "a", "a", "a");
        group.extend(one, 9, List.of(), 4, 200, bench.now);
        bench.after(200);
        assertEquals(List.of("failed [1, 3] -1 the lease ended"), bench.notes());
        group.extend(two, 9, List.of(), 2, 5_000, bench.now);
        bench.after(800);
        assertEquals(List.of("failed [5, 4] -1 the lease ended"), bench.notes());
        assertEquals(1, group.inFlight());
    }

    private long due() {
        Groups groups = bench.core.groups();
        groups.tick(bench.now, bench);
        return groups.nextDueMs();
    }

    @Test
    void tellsWhenItIsNextDueAtTheLatest() {
        delivered("a", "a");
        assertEquals(bench.now + 1_000, due());
        bench.nack(one, 300, false, 1L);
        assertEquals(bench.now + 300, due());
        bench.ack(one, 2L);
        bench.now += 300;
        bench.core.groups().tick(bench.now, bench);
        assertEquals(List.of("settled 1/1", "settled 1/2", "1 gets 1 #3 x2 again"), bench.run());
        long due = due();
        assertTrue(due > bench.now && due <= bench.now + 1_000, "due at " + due);
    }
}
