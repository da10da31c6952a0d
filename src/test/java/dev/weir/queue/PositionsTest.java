package dev.weir.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.LinkId;
import org.junit.jupiter.api.Test;

class PositionsTest {
    private final LinkId a = new LinkId(0, 1);
    private final LinkId b = new LinkId(0, 2);
    private final Positions positions = new Positions(100);

    @Test
    void beginsALinkAtTheLivePositionAndLetsItGoOnWhereItWas() {
        assertEquals(5, positions.join(a, 5));
        positions.received(a, 8);
        positions.lost(a, 0);
        positions.expire(99);
        assertEquals(8, positions.join(a, 20));
    }

    @Test
    void forgetsALostLinkAfterTheGraceTimeAndNeverAConnectedOne() {
        positions.join(a, 5);
        positions.join(b, 5);
        positions.lost(a, 0);
        positions.expire(100);
        assertEquals(20, positions.join(a, 20));
        positions.expire(1_000_000);
        assertEquals(5, positions.floor());
    }

    @Test
    void holdsTheFloorAtTheSlowestLink() {
        assertNull(positions.floor());
        positions.join(a, 5);
        positions.join(b, 9);
        assertEquals(5, positions.floor());
        positions.received(a, 12);
        assertEquals(9, positions.floor());
        positions.leave(b);
        assertEquals(12, positions.floor());
        positions.leave(a);
        assertTrue(positions.isEmpty());
    }

    @Test
    void neverMovesALinkBackAndIgnoresStrangers() {
        positions.join(a, 5);
        positions.received(a, 3);
        positions.received(b, 9);
        positions.lost(b, 0);
        assertEquals(5, positions.floor());
    }
}
