package dev.weir.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LinkLedgerTest {
    @Test
    void beginsWhereTheEdgeSaysAndKnowsNothingBefore() {
        LinkLedger ledger = new LinkLedger(40, 0);
        assertEquals(40, ledger.nextSeq());
        assertFalse(ledger.knows(39));
        assertFalse(ledger.knows(40));
        ledger.record(40, 7, 2);
        assertTrue(ledger.knows(40));
        assertEquals(7, ledger.base(40));
        assertEquals(2, ledger.count(40));
        assertFalse(ledger.knows(39));
    }

    @Test
    void keepsAWindowOf256Results() {
        LinkLedger ledger = new LinkLedger(1, 0);
        for (int seq = 1; seq <= 1_000; seq++) {
            ledger.record(seq, 10L * seq, seq);
        }
        assertFalse(ledger.knows(1_000 - LinkLedger.RESULTS));
        for (int seq = 1_001 - LinkLedger.RESULTS; seq <= 1_000; seq++) {
            assertTrue(ledger.knows(seq));
            assertEquals(10L * seq, ledger.base(seq));
            assertEquals(seq, ledger.count(seq));
        }
        assertFalse(ledger.knows(1_001));
    }

    @Test
    void isIdleOnlyAfterItsLinkHasBeenAwayForTheWholeTime() {
        LinkLedger ledger = new LinkLedger(1, 0);
        assertFalse(ledger.idle(1_000_000, 10));
        ledger.closed(100);
        assertFalse(ledger.idle(109, 10));
        assertTrue(ledger.idle(110, 10));
        ledger.opened();
        assertFalse(ledger.idle(1_000, 10));
    }
}
