package dev.weir.queue.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import dev.weir.message.LinkId;
import dev.weir.queue.CoreSettings;
import dev.weir.queue.Overflow;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The seed's poppers, as members of a group. */
class PopGroupTest {
    private static final LinkId READER = new LinkId(0, 9);
    private static final long MANY = 1_000_000;

    private GroupBench bench = new GroupBench();

    private static GroupBench inMemory(boolean fromStart) {
        return new GroupBench(CoreSettings.inMemory(fromStart, true, GroupBench.POP_IDLE_MS, 100, 5_000));
    }

    private Group pop() {
        return Objects.requireNonNull(bench.core.groups().find("$pop"));
    }

    private List<String> retained(long candidate, boolean overHardLimit) {
        bench.core.retain(bench.now, candidate, overHardLimit, bench);
        return bench.take();
    }

    @Test
    void getsWhatWaitedAndWhatComesWithATopicOrWithout() {
        bench.publish("a", "");
        bench.pops(1, MANY);
        assertEquals(List.of("1 gets 1 #1", "1 gets 2 #2"), bench.run());
        bench.publish("", "$dead/g");
        assertEquals(List.of("1 gets 3 #3", "1 gets 4 #4"), bench.run());
    }

    @Test
    void givesEachMessageToOneInTurn() {
        bench.pops(1, MANY);
        bench.pops(2, MANY);
        bench.publish("a", "b", "c");
        assertEquals(List.of("1 gets 1 #1", "2 gets 2 #2", "1 gets 3 #3"), bench.run());
    }

    @Test
    void isDoneUpToTheOldestThatIsNotProved() {
        Member one = bench.pops(1, MANY);
        Member two = bench.pops(2, MANY);
        bench.publish("a", "b", "c");
        bench.run();
        bench.proves(two, 2);
        assertEquals(1, pop().floor());
        assertEquals(2, pop().lag(3));
        bench.proves(one, 2);
        assertEquals(3, pop().floor());
        bench.proves(one, 1);
        bench.proves(one, 3);
        assertEquals(4, pop().floor());
        assertEquals(0, pop().lag(3));
    }

    @Test
    void returnsWhatALostOneHadNotProvedToTheHead() {
        Member one = bench.pops(1, MANY);
        bench.publish("a", "b", "c");
        bench.run();
        bench.proves(one, 1);
        bench.core.groups().leave(one, false, bench.now, bench);
        bench.proves(one, 3);
        bench.publish("d");
        bench.pops(2, MANY);
        assertEquals(List.of("2 gets 2 #4 again", "2 gets 3 #5 again", "2 gets 4 #6"), bench.run());
    }

    @Test
    void stopsAtBytesThatAreNotProvedButAlwaysGivesOne() {
        Member one = bench.pops(1, 2 * GroupBench.MESSAGE_BYTES);
        Member two = bench.pops(2, 1);
        bench.publish("a", "b", "c", "d", "e");
        assertEquals(List.of("1 gets 1 #1", "2 gets 2 #2", "1 gets 3 #3"), bench.run());
        bench.proves(two, 2);
        assertEquals(List.of("2 gets 4 #4"), bench.run());
        bench.proves(one, 1);
        assertEquals(List.of("1 gets 5 #5"), bench.run());
    }

    /** Who proves nothing keeps what its credit allows, and nobody else waits for it. */
    @Test
    void oneThatProvesNothingStopsNoOther() {
        bench.pops(1, MANY);
        Member two = bench.pops(2, MANY);
        String[] messages = new String[40_000];
        Arrays.fill(messages, "a");
        bench.publish(messages);
        long given = 0;
        List<String> run = bench.run();
        while (!run.isEmpty()) {
            given += run.stream().filter(line -> line.startsWith("2 ")).count();
            bench.proves(two, Long.MAX_VALUE);
            run = bench.run();
        }
        assertEquals(40_000 - GroupSettings.IN_FLIGHT_MAX, given);
    }

    @Test
    void endsNoLeaseAndNeverExpires() {
        bench.pops(1, MANY);
        bench.publish("a");
        bench.run();
        bench.after(20 * 3_600_000L);
        assertEquals(List.of(), bench.run());
        bench.core.groups().leave(bench.core.groups().all().get(0).members().get(0), false, bench.now, bench);
        bench.after(2 * GroupBench.EXPIRE_MS);
        assertEquals(1, pop().floor());
    }

    /** Whether there is room in the log makes no difference to it. */
    @Test
    void notesHowFarItIsOnceATickAndNothingElse() {
        Member one = bench.pops(1, MANY);
        assertEquals(List.of("created 1"), bench.notes());
        bench.publish("a", "b");
        bench.run();
        bench.after(1);
        assertEquals(List.of(), bench.notes());
        bench.proves(one, 2);
        assertEquals(List.of(), bench.notes());
        bench.after(1);
        bench.after(1);
        assertEquals(List.of("passed 3"), bench.notes());
    }

    @Test
    void goesOnAfterARestartWhereItIsKnownToBeDone() {
        Member one = bench.pops(1, MANY);
        bench.publish("a", "b", "c");
        bench.run();
        bench.proves(one, 1);
        bench.after(1);
        bench.proves(one, 2);
        bench.commit();
        bench.restart();
        bench.pops(1, MANY);
        assertEquals(List.of("1 gets 2 #1", "1 gets 3 #2"), bench.run());
    }

    @Test
    void holdsBackOnDiskWhatIsNotDoneWhileItIsInUse() {
        Member one = bench.pops(1, MANY);
        bench.publish("a", "b", "c", "d", "e");
        bench.run();
        assertEquals(List.of(), retained(4, false));
        assertEquals("$pop", bench.core.heldBy(4, bench.now));
        bench.proves(one, 2);
        assertEquals(List.of("free 3"), retained(4, true));
        bench.core.groups().leave(one, false, bench.now, bench);
        bench.now += GroupBench.POP_IDLE_MS - 1;
        assertEquals(List.of(), retained(4, false));
        bench.now += 1;
        assertNull(bench.core.heldBy(4, bench.now));
        assertEquals(List.of("free 4"), retained(4, false));
        bench.pops(2, MANY);
        assertEquals(List.of("2 gets 4 #6 again", "2 gets 5 #7 again"), bench.run());
    }

    @Test
    void losesWhatIsDiscardedAtTheHardLimit() {
        bench = new GroupBench(Overflow.DISCARD_OLDEST);
        Member one = bench.pops(1, MANY);
        bench.publish("a", "b", "c", "d", "e");
        bench.run();
        bench.proves(one, 2);
        assertEquals(List.of("lost 3-4", "free 5"), retained(5, true));
        assertEquals(5, pop().floor());
        bench.proves(one, 5);
        assertEquals(6, pop().floor());
    }

    @Test
    void keepsInMemoryWhatReadersHaveHad() {
        bench = inMemory(false);
        bench.core.linkOpened(READER, 1, bench.now);
        bench.core.readerJoined(READER);
        Member one = bench.pops(1, MANY);
        bench.publish("a", "b", "c");
        bench.run();
        bench.core.readerReceived(READER, 4);
        assertEquals(List.of(), retained(0, false));
        bench.proves(one, 2);
        assertEquals(List.of("free 3"), retained(0, false));
        bench.core.groups().leave(one, false, bench.now, bench);
        bench.now += GroupBench.POP_IDLE_MS;
        assertEquals(List.of("free 4"), retained(0, false));
    }

    @Test
    void isThereFromTheStartIfToldTo() {
        bench = inMemory(true);
        bench.core.readerJoined(READER);
        bench.publish("a");
        bench.run();
        bench.core.readerReceived(READER, 2);
        bench.now += GroupBench.POP_IDLE_MS - 1;
        assertEquals(List.of(), retained(0, false));
        bench.now += 1;
        assertEquals(List.of("free 2"), retained(0, false));
    }

    @Test
    void isNotThereIfNotAllowed() {
        bench = new GroupBench(CoreSettings.inMemory(false, false, 1, 100, 5_000));
        assertNull(bench.core.popJoined(1, MANY, bench.now, bench));
        assertNull(bench.core.groups().find("$pop"));
    }

    @Test
    void beginsAtTheOldestHeldAndAgainWhenItWasDeleted() {
        bench.publish("a", "b", "c");
        bench.commit();
        assertEquals(List.of("free 2"), retained(2, false));
        bench.pops(1, MANY);
        assertEquals(List.of("1 gets 2 #1", "1 gets 3 #2"), bench.run());
        bench.core.groups().delete(pop(), bench);
        assertEquals(List.of("1 is out"), bench.take());
        assertNull(bench.core.groups().find("$pop"));
        bench.pops(2, MANY);
        assertEquals(List.of("2 gets 2 #1", "2 gets 3 #2"), bench.run());
        assertNotNull(pop());
    }

    @Test
    void goesOnWhereItIsResetTo() {
        Member one = bench.pops(1, MANY);
        bench.publish("a", "b", "c");
        bench.run();
        bench.core.groups().reset(pop(), 3, bench);
        bench.proves(one, 3);
        assertEquals(3, pop().floor());
        assertEquals(List.of("1 gets 3 #4 again"), bench.run());
    }

    @Test
    void takesNoNumberFromOtherGroups() {
        assertEquals(1, bench.shared().id());
        bench.pops(1, MANY);
        assertEquals(0, pop().id());
        assertEquals(
                2,
                bench.create(GroupBench.settings("h", GroupMode.SHARED, "#"), 1).id());
        bench.commit();
        bench.restart();
        assertEquals(3, bench.core.groups().all().size());
    }
}
