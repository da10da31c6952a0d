package dev.weir.queue.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.GroupMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets what, and when nobody gets anything. */
class DeliveryTest {
    private final GroupBench bench = new GroupBench();

    @Test
    void sharesMessagesEvenlyAsLongAsAllHaveCredit() {
        Group group = bench.shared();
        bench.join(1, 3);
        bench.join(2, 1);
        bench.join(3, 3);
        bench.publish("a", "a", "a", "a", "a");
        bench.publish("a", "a", "a");
        assertEquals(
                List.of(
                        "1 gets 1 #1",
                        "2 gets 2 #2",
                        "3 gets 3 #3",
                        "1 gets 4 #4",
                        "3 gets 5 #5",
                        "1 gets 6 #6",
                        "3 gets 7 #7"),
                bench.run());
        assertEquals(7, group.inFlight());
        assertEquals(0, group.wants(8));
    }

    @Test
    void goesOnWhenSomethingIsAcknowledged() {
        bench.shared();
        Member member = bench.join(1, 2);
        bench.publish("a", "a", "a", "a");
        assertEquals(List.of("1 gets 1 #1", "1 gets 2 #2"), bench.run());
        bench.ack(member, 2L);
        assertEquals(List.of("settled 1/2", "1 gets 3 #3"), bench.run());
        bench.ack(member, 1L, 3L);
        assertEquals(List.of("settled 1/1", "1 gets 4 #4"), bench.run());
    }

    @Test
    void stopsWhenAMemberHasAsManyBytesAsItMay() {
        bench.shared();
        Member member = bench.join(1, 100);
        int rest = (int) GroupBench.BYTES_MAX - 2 * GroupBench.MESSAGE_BYTES;
        bench.publish("a", "a:" + "k".repeat(rest), "a", "a");
        assertEquals(List.of("1 gets 1 #1", "1 gets 2 #2"), bench.run());
        bench.ack(member, 1L);
        assertEquals(List.of("settled 1/1", "1 gets 3 #3"), bench.run());
        bench.nack(member, 0, false, 2L);
        assertEquals(List.of("settled 1/2", "1 gets 2 #4 x2 again"), bench.run());
    }

    @Test
    void alwaysSendsOneMessageHoweverLongItIs() {
        bench.shared();
        Member member = bench.join(1, 100);
        String longer = "a:" + "k".repeat(5 * (int) GroupBench.BYTES_MAX);
        bench.publish(longer, longer);
        assertEquals(List.of("1 gets 1 #1"), bench.run());
        bench.ack(member, 1L);
        assertEquals(List.of("settled 1/1", "1 gets 2 #2"), bench.run());
    }

    @Test
    void deliversNothingBeforeItsReservationIsCommitted() {
        Group group = bench.shared();
        bench.publish("a", "a");
        bench.join(1, 10);
        assertEquals(List.of("note created 1", "fence"), bench.takeAll());
        assertFalse(bench.offer(group));
        bench.commit();
        assertTrue(bench.offer(group));
        assertEquals(List.of("note reserved 8193 #8193", "fence"), bench.takeAll());
        assertFalse(bench.offer(group));
        bench.commit();
        assertTrue(bench.offer(group));
        assertEquals(List.of("1 gets 1 #1", "1 gets 2 #2"), bench.takeAll());
    }

    @Test
    void reservesAgainWhenItsTagsAreUsedUp() {
        Group group = bench.shared();
        Member member = bench.join(1, 100);
        for (int i = 0; i < 83; i++) {
            bench.publish(Collections.nCopies(100, "a").toArray(String[]::new));
        }
        List<String> noted = new ArrayList<>();
        long tag = 0;
        while (group.floor() <= 8_300) {
            bench.commit();
            while (bench.offer(group)) {
                bench.commit();
            }
            tag += group.inFlight();
            group.ack(member, 0, List.of(), tag, bench.now);
            group.flush(bench);
            noted.addAll(bench.notes());
        }
        noted.removeIf(note -> note.startsWith("done"));
        assertEquals(List.of("created 1", "reserved 8193 #8193", "reserved 16385 #16385"), noted);
        assertEquals(8_300, tag);
    }

    @Test
    void beginsWhereItIsToldButWithinWhatThereIs() {
        bench.publish("a", "a", "a");
        bench.shared();
        bench.join(1, 3);
        assertEquals(List.of("1 gets 1 #1", "1 gets 2 #2", "1 gets 3 #3"), bench.run());
        bench.core.groups().delete(bench.found(), bench);
        assertEquals(
                4, bench.create(GroupBench.settings(GroupMode.SHARED, "#"), 99).floor());
        bench.core.groups().delete(bench.found(), bench);
        assertEquals(
                1, bench.create(GroupBench.settings(GroupMode.SHARED, "#"), -5).floor());
        bench.core.groups().delete(bench.found(), bench);
        bench.run();
        bench.create(GroupBench.settings(GroupMode.SHARED, "#"), 3);
        bench.join(2, 3);
        assertEquals(List.of("2 gets 3 #1"), bench.run());
    }

    @Test
    void getsOnlyWhatItsFilterMatches() {
        Group group = bench.create(GroupBench.settings(GroupMode.SHARED, "a/+"), 1);
        Member member = bench.join(1, 10);
        bench.publish("a/b", "a", "", "a/b/c", "a/c", "b");
        assertEquals(List.of("1 gets 1 #1", "1 gets 5 #2"), bench.run());
        assertEquals(1, group.floor());
        bench.ack(member, 1L);
        assertEquals(5, group.floor());
        bench.ack(member, 2L);
        assertEquals(7, group.floor());
        assertEquals(1, group.lag(6));
        bench.run();
        bench.after(1);
        assertEquals(0, group.lag(6));
    }

    @Test
    void notesNowAndThenHowFarItIsAlsoWhenNothingMatches() {
        bench.create(GroupBench.settings(GroupMode.SHARED, "x"), 1);
        bench.publish("a", "a", "a");
        bench.run();
        bench.after(1);
        assertEquals(List.of(), bench.notes()); // without a member it does not read
        bench.join(1, 1);
        bench.run();
        bench.after(1);
        bench.after(1);
        assertEquals(List.of("passed 4"), bench.notes());
        assertEquals(4, bench.core.groups().heldFrom(bench.now));
        bench.publish("x");
        assertEquals(List.of("1 gets 4 #1"), bench.run());
        bench.after(1);
        assertEquals(List.of(), bench.notes());
    }

    @Test
    void givesEachGroupEverything() {
        bench.shared();
        bench.join(1, 10);
        Group other = bench.create(GroupBench.settings("other", GroupMode.SHARED, "b"), 1);
        bench.core.groups().join(other, GroupBench.EDGE, 2, 10);
        bench.publish("a", "b");
        assertEquals(
                List.of("1 gets 1 #1", "1 gets 2 #2", "2 gets 2 #1"),
                bench.run().stream().sorted().toList());
    }
}
