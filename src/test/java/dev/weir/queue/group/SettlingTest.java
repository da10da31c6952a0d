package dev.weir.queue.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.message.GroupMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an acknowledgement does, and whose. */
class SettlingTest {
    private final GroupBench bench = new GroupBench();
    private final Group group = bench.shared();
    private final Member one = bench.join(1, 3);
    private final Member two = bench.join(2, 3);

    /** One has the tags 1, 3, 5, and two 2, 4, 6, of the offsets with the same numbers. */
    private void sixDelivered() {
        bench.publish("a", "a", "a", "a", "a", "a");
        assertEquals(6, bench.run().size());
    }

    @Test
    void isNotedInOneEntryForAllThatWasSaidAndToldBehindIt() {
        sixDelivered();
        group.ack(one, 10, List.of(5L), 0, bench.now);
        group.ack(two, 11, List.of(2L), 0, bench.now);
        group.ack(one, 12, List.of(1L), 0, bench.now);
        assertEquals(List.of(), bench.takeAll());
        group.flush(bench);
        assertEquals(List.of("note done 1-2 5-5", "settled 1/10", "settled 2/11", "settled 1/12"), bench.takeAll());
        group.flush(bench);
        assertEquals(List.of(), bench.takeAll());
        assertEquals(3, group.floor());
    }

    @Test
    void upToMeansTheSendersOwnTags() {
        sixDelivered();
        group.ack(one, 10, List.of(), 4, bench.now);
        group.flush(bench);
        assertEquals(List.of("note done 1-1 3-3", "settled 1/10"), bench.takeAll());
        group.ack(two, 11, List.of(), 1_000, bench.now);
        group.flush(bench);
        assertEquals(List.of("note done 2-2 4-4 6-6", "settled 2/11"), bench.takeAll());
        group.ack(two, 12, List.of(), 1_000, bench.now);
        group.flush(bench);
        assertEquals(List.of("settled 2/12"), bench.takeAll());
    }

    @Test
    void namesTheTagsThatHadNoEffect() {
        sixDelivered();
        bench.ack(one, 1L, 2L, 99L, 1L);
        assertEquals(List.of("note done 1-1", "settled 1/1 but [2, 99, 1]"), bench.takeAll());
        bench.ack(one, 1L);
        assertEquals(List.of("settled 1/1 but [1]"), bench.takeAll());
        bench.nack(one, 0, false, 1L, 3L);
        assertEquals(List.of("note failed [3] 0 no", "fence", "settled 1/1 but [1]"), bench.takeAll());
        bench.ack(one, 3L);
        assertEquals(List.of("settled 1/3 but [3]"), bench.takeAll());
        group.extend(one, 4, List.of(3L, 4L, 5L), 0, 100, bench.now);
        group.flush(bench);
        assertEquals(List.of("settled 1/4 but [3, 4]"), bench.takeAll());
        assertEquals(4, group.inFlight());
    }

    @Test
    void anOldTagIsStaleWhenItsMessageIsDeliveredAgain() {
        sixDelivered();
        bench.nack(one, 0, false, 1L);
        assertEquals(List.of("settled 1/1", "1 gets 1 #7 x2 again"), bench.run());
        bench.ack(one, 1L);
        assertEquals(List.of("settled 1/1 but [1]"), bench.run());
        bench.ack(one, 7L);
        assertEquals(List.of("settled 1/7"), bench.run());
    }

    @Test
    void coversWhatLiesBetweenTwoMessagesAndIsNotForTheGroup() {
        Group some = bench.create(GroupBench.settings("some", GroupMode.SHARED, "a"), 1);
        Member member = bench.core.groups().join(some, GroupBench.EDGE, 3, 10);
        bench.core.groups().delete(group, bench);
        bench.publish("b", "a", "b", "a", "b", "b", "a", "b");
        bench.run();
        some.ack(member, 0, List.of(2L), 0, bench.now);
        some.ack(member, 0, List.of(1L), 0, bench.now);
        some.flush(bench);
        assertEquals(List.of("done 1-4"), bench.notes());
        bench.core.tick(bench.now, bench);
        assertEquals(List.of("passed 7"), bench.notes());
        some.ack(member, 0, List.of(3L), 0, bench.now);
        some.flush(bench);
        bench.core.tick(bench.now, bench);
        assertEquals(List.of("done 5-7", "passed 9"), bench.notes());
    }

    @Test
    void splitsWhatIsTooMuchForOneEntry() {
        bench.core.groups().leave(one, false, bench.now, bench);
        bench.core.groups().leave(two, false, bench.now, bench);
        int count = 2 * GroupEntries.LIST_MAX + 2;
        for (int i = 0; i < count; i++) {
            bench.publish("a");
            bench.join(10 + i, 1);
        }
        bench.run();
        assertEquals(count, group.inFlight());
        List<Member> all = group.members();
        for (int i = 0; i < count; i += 2) {
            group.ack(all.get(i), 0, List.of(), Long.MAX_VALUE, bench.now);
        }
        group.flush(bench);
        List<String> notes = bench.notes();
        assertEquals(2, notes.size());
        assertEquals("done 4001-4001", notes.get(1));
        bench.after(1_000);
        assertEquals(2, bench.notes().size()); // the leases of the other 2,001 have ended
        bench.commit();
        bench.restart();
    }

    @Test
    void whatWasAcknowledgedBeforeAResetIsNotDoneBehindIt() {
        sixDelivered();
        group.ack(one, 10, List.of(1L), 0, bench.now);
        bench.core.groups().reset(group, 1, bench);
        group.flush(bench);
        assertEquals(List.of("note done 1-1", "settled 1/10", "note reset 1", "fence"), bench.takeAll());
        assertEquals("1 gets 1 #7 again", bench.run().get(0));
    }

    @Test
    void whatWasAcknowledgedBeforeTheGroupWasDeletedIsSettled() {
        sixDelivered();
        group.ack(one, 10, List.of(1L), 0, bench.now);
        bench.core.groups().delete(group, bench);
        group.flush(bench);
        assertEquals(List.of("note done 1-1", "settled 1/10", "note deleted", "1 is out", "2 is out"), bench.takeAll());
    }
}
