package dev.weir.queue.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weir.message.GroupMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that become dead letters. */
class LettersTest {
    private final GroupBench bench = new GroupBench();
    private final Group group = bench.shared();
    private final Member one = bench.join(1, 10);

    private void delivered(String... messages) {
        bench.publish(messages);
        bench.run();
    }

    @Test
    void diesWhenItHasFailedAsOftenAsItMay() {
        delivered("a");
        bench.nack(one, 0, false, 1L);
        assertEquals(List.of("settled 1/1", "1 gets 1 #2 x2 again"), bench.run());
        bench.nack(one, 0, false, 2L);
        assertEquals(List.of("settled 1/2", "1 gets 1 #3 x3 again"), bench.run());
        bench.nack(one, 0, false, 3L);
        assertEquals(List.of("settled 1/3", "letter 1 x3 no", "2 is the dead letter of 1-1"), bench.run());
        assertEquals(1, group.dead());
        assertEquals(3, group.floor());
        bench.restart();
        assertEquals(2, bench.found().floor());
        assertEquals(2, bench.core.last());
    }

    @Test
    void diesAtOnceWhenItsMemberSaysSo() {
        delivered("a", "a");
        bench.nack(one, 7_000, true, 1L);
        assertEquals(List.of("note failed [1] 7000 dead no", "fence", "settled 1/1"), bench.takeAll());
        assertEquals(0, group.delayed());
        assertEquals(List.of("letter 1 x1 no", "3 is the dead letter of 1-1"), bench.run());
        assertEquals(1, group.inFlight());
    }

    @Test
    void tellsHowItFailedLast() {
        delivered("a");
        bench.nack(one, 0, false, 1L);
        bench.run();
        bench.nack(one, 0, false, 2L);
        bench.run();
        bench.after(1_000);
        assertEquals(List.of("letter 1 x3 the lease ended", "2 is the dead letter of 1-1"), bench.run());
    }

    @Test
    void diesAlsoWhenThereIsNoMemberLeft() {
        delivered("a");
        bench.nack(one, 0, true, 1L);
        bench.core.groups().leave(one, false, bench.now, bench);
        assertEquals(List.of("settled 1/1", "letter 1 x1 no", "2 is the dead letter of 1-1"), bench.run());
    }

    @Test
    void triesAgainASecondLaterWhenALetterCannotBeStored() {
        bench.noRoomForLetters(true);
        delivered("a", "a");
        bench.nack(one, 0, true, 1L);
        assertEquals(List.of("settled 1/1", "letter 1 x1 no"), bench.run());
        assertEquals(1, group.delayed());
        bench.after(999);
        assertEquals(List.of(), bench.run());
        bench.after(1); // the other one's lease ends too
        assertEquals(List.of("letter 1 x1 no"), bench.run());
        bench.noRoomForLetters(false);
        bench.after(1_000);
        assertEquals(List.of("letter 1 x1 no", "3 is the dead letter of 1-1", "1 gets 2 #3 x2 again"), bench.run());
    }

    @Test
    void isDoneWithWhatLiesBeforeItAndWasNotForTheGroup() {
        bench.core.groups().delete(group, bench);
        bench.create(GroupBench.settings(GroupMode.SHARED, "a"), 1);
        Member member = bench.join(2, 10);
        delivered("b", "b", "a", "b");
        bench.nack(member, 0, true, 1L);
        assertEquals(List.of("settled 2/1", "letter 3 x1 no", "5 is the dead letter of 1-3"), bench.run());
    }

    @Test
    void buriesOnlyWhatIsDyingAndThatOnce() {
        delivered("a", "a");
        assertEquals(0, group.burialFrom(1));
        group.buryLater(1, bench.now);
        assertEquals(2, group.inFlight());
        bench.nack(one, 0, true, 2L);
        assertEquals(2, group.burialFrom(2));
        bench.run();
        assertEquals(0, group.burialFrom(2));
        assertEquals(0, group.burialFrom(99));
    }

    /** A letter's fence holds for what comes behind it in the same batch. */
    @Test
    void nothingIsDeliveredBehindALetterBeforeItIsCommitted() {
        delivered("a", "a", "a", "a");
        bench.nack(one, 0, true, 1L);
        bench.nack(one, 0, false, 2L);
        bench.nack(one, 0, true, 3L);
        bench.commit();
        bench.takeAll();
        bench.offer(group);
        assertEquals(
                List.of(
                        "letter 1 x1 no",
                        "5 is the dead letter of 1-1",
                        "fence",
                        "letter 3 x1 no",
                        "6 is the dead letter of 3-3",
                        "fence"),
                bench.takeAll());
        assertFalse(bench.offer(group));
        assertEquals(List.of("1 gets 2 #5 x2 again"), bench.run());
    }
}
