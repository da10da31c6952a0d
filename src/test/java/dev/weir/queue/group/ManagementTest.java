package dev.weir.queue.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.GroupAsk;
import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Groups that are altered, reset, deleted or abandoned. */
class ManagementTest {
    private final GroupBench bench = new GroupBench();
    private final Group group = bench.shared();
    private final Groups groups = bench.core.groups();
    private final Member one = bench.join(1, 2);

    private void delivered(String... messages) {
        bench.publish(messages);
        bench.run();
    }

    private void again() {
        bench.commit();
        bench.restart();
    }

    @Test
    void actsByItsNewSettingsAtOnceAndAfterARestart() {
        delivered("a");
        GroupSettings altered = new GroupAsk("g", null, null, 5_000, 2, List.of(7), null).over(group.settings());
        groups.alter(group, altered, bench);
        assertEquals(List.of("altered"), bench.notes());
        bench.nack(one, -1, false, 1L);
        bench.after(7);
        assertEquals(List.of("settled 1/1", "1 gets 1 #2 x2 again"), bench.run());
        bench.after(4_999);
        assertEquals(1, group.inFlight());
        bench.after(1);
        assertEquals(List.of("letter 1 x2 the lease ended", "2 is the dead letter of 1-1"), bench.run());
        again();
        assertEquals(altered, bench.found().settings());
    }

    @Test
    void goesBackWhenItIsResetAndWhatWasInFlightIsNobodys() {
        delivered("a", "a", "a");
        bench.ack(one, 1L);
        bench.nack(one, 9_000, false, 2L);
        bench.run(); // 3 is in flight
        groups.reset(group, 1, bench);
        assertEquals(List.of("note reset 1", "fence"), bench.takeAll());
        assertEquals(0, group.inFlight() + group.delayed() + group.parked());
        assertEquals(List.of("1 gets 1 #4 again", "1 gets 2 #5 again"), bench.run());
        bench.ack(one, 3L, 4L);
        assertEquals(List.of("settled 1/3 but [3]", "1 gets 3 #6 again"), bench.run());
        bench.publish("a");
        bench.ack(one, 5L);
        assertEquals(List.of("settled 1/5", "1 gets 4 #7"), bench.run());
    }

    @Test
    void goesForwardWhenItIsReset() {
        delivered("a", "a", "a", "a", "a");
        groups.reset(group, 4, bench);
        assertEquals(4, group.floor());
        assertEquals(2, group.lag(5));
        assertEquals(List.of("1 gets 4 #3", "1 gets 5 #4"), bench.run());
        groups.reset(group, 100, bench);
        assertEquals(List.of("reset 6"), bench.notes());
        assertEquals(List.of(), bench.run());
        again();
        assertEquals(6, bench.found().floor());
    }

    @Test
    void neverGoesBackToWhatIsNotHeld() {
        delivered("a", "a", "a");
        bench.ack(one, 1L, 2L);
        bench.core.retain(bench.now, 3, false, bench);
        bench.takeAll();
        groups.reset(group, 1, bench);
        assertEquals(List.of("reset 3"), bench.notes());
    }

    @Test
    void saysAfterAResetAndARestartThatItComesAgain() {
        delivered("a", "a");
        bench.ack(one, 1L, 2L);
        groups.reset(group, 1, bench);
        again();
        bench.join(1, 2);
        assertEquals(List.of("1 gets 1 #8193 again", "1 gets 2 #8194 again"), bench.run());
    }

    @Test
    void tellsItsMembersWhenItIsDeleted() {
        Member two = bench.join(2, 1);
        delivered("a", "a");
        groups.delete(group, bench);
        assertEquals(List.of("note deleted", "1 is out", "2 is out"), bench.takeAll());
        assertNull(groups.find("g"));
        assertNull(groups.member(GroupBench.EDGE, 1));
        assertTrue(groups.isEmpty());
        groups.leave(two, true, bench.now, bench);
        bench.after(5_000);
        assertEquals(List.of(), bench.takeAll());
        again();
        assertNull(bench.core.groups().find("g"));
    }

    @Test
    void isAnotherGroupWhenItIsCreatedAgain() {
        delivered("a");
        long id = group.id();
        groups.delete(group, bench);
        Group next = bench.create(GroupBench.settings(GroupMode.KEY_ORDERED, "a"), 1);
        assertNotEquals(id, next.id());
        assertEquals(List.of(next), groups.all());
        bench.join(1, 1);
        assertEquals(List.of("1 is out", "1 gets 1 #1"), bench.run());
        again();
        groups.all().forEach(g -> assertNotEquals(id, g.id()));
        assertEquals(GroupMode.KEY_ORDERED, bench.found().settings().mode());
    }

    @Test
    void isDeletedWhenItHadNoMemberForLong() {
        groups.leave(one, false, bench.now, bench);
        bench.after(GroupBench.EXPIRE_MS - 1);
        Member two = bench.join(2, 1);
        bench.after(GroupBench.EXPIRE_MS);
        groups.leave(two, true, bench.now, bench);
        bench.after(GroupBench.EXPIRE_MS - 1);
        assertEquals(List.of("created 1"), bench.notes());
        bench.after(1);
        assertEquals(List.of("deleted"), bench.notes());
        assertNull(groups.find("g"));
    }

    @Test
    void countsAnewAfterARestartHowLongItHadNoMember() {
        groups.leave(one, false, bench.now, bench);
        bench.after(GroupBench.EXPIRE_MS - 1);
        again();
        bench.after(GroupBench.EXPIRE_MS - 1);
        assertEquals(List.of(), bench.notes());
        bench.after(1);
        assertEquals(List.of("deleted"), bench.notes());
    }
}
