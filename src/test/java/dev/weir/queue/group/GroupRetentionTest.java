package dev.weir.queue.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.message.GroupMode;
import dev.weir.queue.CoreSettings;
import dev.weir.queue.Overflow;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What groups hold back, and what they are told when it goes nevertheless. */
class GroupRetentionTest {
    private GroupBench bench = new GroupBench();

    private void discarding() {
        bench = new GroupBench(Overflow.DISCARD_OLDEST);
    }

    private List<String> retained(long candidate, boolean overHardLimit) {
        bench.commit();
        bench.takeAll();
        bench.core.retain(bench.now, candidate, overHardLimit, bench);
        return bench.takeAll();
    }

    @Test
    void holdsOnDiskWhatItHasNotDone() {
        bench.shared();
        Member member = bench.join(1, 10);
        bench.publish("a", "a", "a", "a");
        bench.run();
        assertEquals(List.of(), retained(4, true));
        bench.ack(member, 1L, 3L);
        assertEquals(List.of("note kind 3 2", "free 2"), retained(4, true));
        bench.ack(member, 2L);
        assertEquals(List.of("note kind 3 4", "free 4"), retained(9, false));
    }

    @Test
    void holdsForTheSlowestGroupAndNobodyForNone() {
        assertNull(bench.core.groups().heldFrom(bench.now));
        bench.shared();
        Member member = bench.join(1, 10);
        bench.create(GroupBench.settings("other", GroupMode.SHARED, "a"), 1);
        bench.publish("a", "a", "a");
        bench.run();
        bench.ack(member, 1L, 2L);
        assertEquals(1, bench.core.groups().heldFrom(bench.now));
        assertEquals(List.of(), retained(3, false));
        bench.core.groups().delete(bench.core.groups().all().get(1), bench);
        assertEquals(List.of("note kind 3 3", "free 3"), retained(3, false));
        bench.core.groups().delete(bench.found(), bench);
        assertEquals(List.of("note kind 3 4", "free 4"), retained(9, false));
    }

    @Test
    void holdsInMemoryWhatItHasNotDone() {
        bench = new GroupBench(CoreSettings.inMemory(false, true, 1_000, 100, 5_000));
        bench.shared();
        Member member = bench.join(1, 10);
        bench.publish("a", "a", "a");
        bench.run();
        bench.core.readerJoined(GroupBench.EDGE);
        assertEquals(List.of(), retained(0, false));
        bench.ack(member, 1L, 2L);
        assertEquals(List.of("free 3"), retained(0, false));
        bench.ack(member, 3L);
        assertEquals(List.of("free 4"), retained(0, false));
    }

    @Test
    void isToldWhatItLosesBeyondTheHardLimit() {
        discarding();
        Group group = bench.keyOrdered();
        Member member = bench.join(1, 10);
        bench.publish("a:k", "a:k", "a:l", "a:k", "a:m", "a:m");
        bench.run();
        bench.ack(member, 2L); // offset 3; 1 and 5 are in flight
        assertEquals(List.of("note kind 3 4", "lost 1-3", "free 4"), retained(4, true));
        assertEquals(4, group.floor());
        bench.ack(member, 1L);
        assertEquals(List.of("settled 1/1 but [1]", "1 gets 4 #4"), bench.run());
        assertEquals(1, group.parked());
        bench.restart();
        assertEquals(4, bench.found().floor());
    }

    @Test
    void losesWhatItHasNotReadToo() {
        discarding();
        bench.shared();
        bench.publish("a", "a", "a", "a");
        assertEquals(List.of("note kind 3 4", "lost 1-3", "free 4"), retained(4, true));
        bench.join(1, 10);
        assertEquals(List.of("1 gets 4 #1"), bench.run());
    }

    @Test
    void losesNothingThatItHasDone() {
        discarding();
        bench.shared();
        Member member = bench.join(1, 10);
        bench.publish("a", "a", "a");
        bench.run();
        bench.ack(member, 1L, 2L);
        assertEquals(List.of("note kind 3 3", "free 3"), retained(3, true));
    }

    @Test
    void losesNothingThatIsNotForIt() {
        discarding();
        bench.create(GroupBench.settings(GroupMode.SHARED, "x"), 1);
        bench.join(1, 10);
        bench.publish("a", "a", "a", "x");
        assertEquals(List.of("1 gets 4 #1"), bench.run());
        assertEquals(List.of("note kind 3 4", "free 4"), retained(4, true));
    }

    @Test
    void forgetsTheFailuresOfWhatIsGone() {
        discarding();
        Group group = bench.shared();
        Member member = bench.join(1, 10);
        bench.publish("a", "a");
        bench.run();
        bench.nack(member, 0, false, 1L, 2L);
        retained(2, true);
        assertEquals(List.of(2L), List.copyOf(group.state.failures.keySet()));
        assertEquals(List.of("1 gets 2 #3 x2 again"), bench.run());
    }

    @Test
    void isDoneWithWhatCannotBeReadAndToldSo() {
        Group group = bench.shared();
        Member member = bench.join(1, 2);
        bench.publish("a", "a", "a", "a", "a", "a");
        bench.run();
        bench.takeAll();
        group.unreadable(2, 4, bench.now, bench);
        assertEquals(List.of("note done 2-4", "corrupt 2-4"), bench.takeAll());
        assertEquals(1, group.inFlight());
        assertEquals(List.of("1 gets 5 #3"), bench.run());
        bench.ack(member, 1L, 2L);
        assertEquals(List.of("settled 1/1 but [2]", "1 gets 6 #4"), bench.run());
        assertEquals(5, group.floor());
        bench.restart();
        assertEquals(5, bench.found().floor());
    }

    /** Everything from the unreadable messages on is settled by what comes behind them. */
    @Test
    void saysNothingOfTheUnreadableWhenTheNextIsAcknowledged() {
        Group group = bench.create(GroupBench.settings(GroupMode.SHARED, "a"), 1);
        Member member = bench.join(1, 1);
        bench.publish("b", "a", "a", "b", "a");
        bench.run();
        group.unreadable(3, 3, bench.now, bench);
        bench.ack(member, 1L);
        bench.run();
        bench.notes();
        bench.ack(member, 2L);
        assertEquals(List.of("done 4-5"), bench.notes());
        assertEquals(6, group.floor());
    }
}
