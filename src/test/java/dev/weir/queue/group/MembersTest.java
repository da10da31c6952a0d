package dev.weir.queue.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.weir.message.LinkId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a message whose member goes, and of a member whose link goes. */
class MembersTest {
    private final GroupBench bench = new GroupBench();
    private final Group group = bench.shared();
    private final Groups groups = bench.core.groups();
    private final Member one = bench.join(1, 2);

    private void delivered(String... messages) {
        bench.publish(messages);
        bench.run();
    }

    @Test
    void whatAMemberHadThatLeavesGoesToOthersAndHasNotFailed() {
        delivered("a", "a", "a");
        bench.join(2, 10);
        groups.leave(one, false, bench.now, bench);
        assertEquals(List.of(), bench.notes());
        assertEquals(List.of("2 gets 1 #3 again", "2 gets 2 #4 again", "2 gets 3 #5"), bench.run());
        assertNull(groups.member(GroupBench.EDGE, 1));
        groups.leave(one, true, bench.now, bench);
        assertEquals(List.of(), bench.takeAll());
        bench.ack(one, 1L);
        assertEquals(List.of("settled 1/1 but [1]"), bench.run());
    }

    @Test
    void whatAMemberHadThatIsLostHasFailed() {
        delivered("a", "a", "a");
        bench.join(2, 10);
        groups.leave(one, true, bench.now, bench);
        assertEquals(List.of("note failed [1, 2] -1 the client was lost", "fence"), bench.takeAll());
        assertEquals(List.of("2 gets 3 #3"), bench.run());
        bench.after(100);
        assertEquals(List.of("2 gets 1 #4 x2 again", "2 gets 2 #5 x2 again"), bench.run());
    }

    @Test
    void aLostMemberThatHadNothingHasNotFailedAtAnything() {
        groups.leave(one, true, bench.now, bench);
        assertEquals(List.of("created 1"), bench.notes());
    }

    @Test
    void aMemberWhoseLinkIsAwayKeepsWhatItHasAndGetsNothing() {
        delivered("a");
        bench.core.linkClosed(GroupBench.EDGE, bench.now);
        bench.publish("a");
        assertEquals(List.of(), bench.run());
        Member two = groups.join(group, new LinkId(0, 8), 1, 10);
        assertEquals(List.of("1 gets 2 #2"), bench.run());
        bench.after(GroupBench.GRACE_MS - 1);
        assertEquals(2, group.inFlight());
        groups.resumed(one, List.of(1L));
        bench.publish("a", "a");
        assertEquals(List.of("1 gets 3 #3", "1 gets 4 #4"), bench.run());
        bench.ack(one, 1L);
        bench.ack(two, 2L);
        assertEquals(List.of("settled 1/1", "settled 1/2"), bench.run());
        bench.after(1);
        assertSame(one, groups.member(GroupBench.EDGE, 1));
    }

    @Test
    void whatDidNotComeThroughBeforeALinkWasAwayComesAgainAndHasNotFailed() {
        delivered("a", "a");
        bench.core.linkClosed(GroupBench.EDGE, bench.now);
        groups.resumed(one, List.of(2L, 77L));
        assertEquals(List.of("1 gets 1 #3 again"), bench.run());
        bench.ack(one, 1L, 2L);
        assertEquals(List.of("settled 1/1 but [1]"), bench.run());
    }

    @Test
    void theMembersOfALinkThatIsAwayTooLongAreGone() {
        delivered("a");
        bench.core.linkClosed(GroupBench.EDGE, bench.now);
        bench.after(GroupBench.GRACE_MS - 1);
        bench.core.linkClosed(GroupBench.EDGE, bench.now); // that it is away is known already
        assertEquals(1, group.memberCount());
        bench.takeAll();
        bench.after(1);
        assertNull(groups.member(GroupBench.EDGE, 1));
        assertEquals(0, group.memberCount());
        assertEquals(List.of(), bench.notes());
        bench.join(2, 10);
        assertEquals(List.of("2 gets 1 #2 again"), bench.run());
    }

    @Test
    void aLeaseEndsAlsoWhenItsMemberIsAway() {
        delivered("a");
        bench.now += 900;
        bench.core.linkClosed(GroupBench.EDGE, bench.now);
        bench.after(100);
        assertEquals(List.of("failed [1] -1 the lease ended"), bench.notes());
        groups.resumed(one, List.of(1L));
        bench.ack(one, 1L);
        assertEquals(List.of("settled 1/1 but [1]"), bench.run());
    }

    @Test
    void theMembersOfALinkThatSaidGoodbyeAreGoneAtOnce() {
        delivered("a");
        bench.core.linkLeft(GroupBench.EDGE, bench.now, bench);
        assertEquals(0, group.memberCount());
        assertEquals(0, group.inFlight());
        bench.join(2, 10);
        assertEquals(List.of("2 gets 1 #2 again"), bench.run());
    }

    @Test
    void thoseWhoStayGoOnSharing() {
        Member two = bench.join(2, 10);
        bench.join(3, 10);
        delivered("a", "a");
        groups.leave(two, false, bench.now, bench);
        bench.publish("a", "a", "a");
        assertEquals(List.of("3 gets 2 #3 again", "1 gets 3 #4", "3 gets 4 #5", "3 gets 5 #6"), bench.run());
    }
}
