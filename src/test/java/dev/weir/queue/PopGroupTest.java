package dev.weir.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PopGroupTest {
    private final PopGroup group = new PopGroup(1, 0);

    @BeforeEach
    void joins() {
        group.join(1);
        group.join(2);
    }

    @Test
    void givesMessagesInOrderToWhoeverAsks() {
        group.take(1, 3, 1);
        assertEquals(4, group.next());
        group.take(2, 4, 1);
        assertEquals(5, group.next());
        assertEquals(9, group.runEnd(9));
    }

    @Test
    void holdsTheFloorAtTheOldestThatIsNotDone() {
        group.take(1, 3, 1);
        group.take(2, 6, 1);
        assertEquals(1, group.floor());
        group.acknowledge(2, 1);
        assertEquals(1, group.floor());
        group.acknowledge(1, 1);
        assertEquals(7, group.floor());
    }

    @Test
    void acknowledgesAllDeliveriesUpToTheNumberAndNotThoseAfter() {
        group.take(1, 1, 1);
        group.take(1, 2, 2);
        group.take(1, 3, 3);
        group.acknowledge(1, 2);
        assertEquals(3, group.floor());
        group.acknowledge(1, 1);
        group.acknowledge(9, 3);
        assertEquals(3, group.floor());
    }

    @Test
    void returnsWhatALostMemberHadNotProvedToTheHead() {
        group.take(1, 2, 1);
        group.take(2, 4, 1);
        group.take(1, 6, 2);
        group.acknowledge(1, 1);
        group.leave(1, 5);
        assertEquals(5, group.next());
        assertEquals(6, group.runEnd(9));
        group.leave(2, 5);
        assertEquals(3, group.next());
        assertEquals(4, group.runEnd(9));
        group.join(3);
        group.take(3, 3, 1);
        assertEquals(4, group.next());
        group.take(3, 4, 1);
        assertEquals(5, group.next());
        group.take(3, 6, 1);
        assertEquals(7, group.next());
        assertEquals(3, group.floor());
    }

    @Test
    void ignoresAnAcknowledgementThatComesAfterTheLoss() {
        group.take(1, 2, 1);
        group.leave(1, 5);
        group.acknowledge(1, 1);
        assertEquals(1, group.next());
        assertEquals(1, group.floor());
    }

    @Test
    void refusesToGiveBeyondTheRunOrToAStrangerAndChangesNothing() {
        group.take(1, 2, 1);
        group.leave(1, 5);
        assertThrows(IllegalStateException.class, () -> group.take(2, 3, 1));
        assertThrows(IllegalStateException.class, () -> group.take(2, 0, 1));
        assertThrows(IllegalStateException.class, () -> group.take(1, 2, 1));
        assertEquals(1, group.next());
        assertEquals(2, group.runEnd(9));
    }

    @Test
    void holdsMessagesBackWhileItHasMembersOrHadOneLately() {
        assertTrue(group.holds(1_000_000, 10));
        group.leave(1, 100);
        group.leave(2, 200);
        assertTrue(group.holds(209, 10));
        assertFalse(group.holds(210, 10));
    }
}
