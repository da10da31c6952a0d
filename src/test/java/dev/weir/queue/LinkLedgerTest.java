package dev.weir.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchResult.Odd;
import dev.weir.message.MemberStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkLedgerTest {
    @Test
    void beginsWithTheFirstBatchAndKnowsNothingBefore() {
        LinkLedger ledger = new LinkLedger();
        assertEquals(0, ledger.nextSeq());
        assertNull(ledger.result(40));
        ledger.record(40, BatchResult.stored(7, 2));
        assertEquals(BatchResult.stored(7, 2), ledger.result(40));
        assertNull(ledger.result(39));
        assertNull(ledger.result(41));
        assertEquals(41, ledger.nextSeq());
    }

    @Test
    void keepsAWindowOf256Results() {
        LinkLedger ledger = new LinkLedger();
        for (int seq = 1; seq <= 1_000; seq++) {
            ledger.record(seq, BatchResult.stored(10L * seq, seq));
        }
        assertNull(ledger.result(1_000 - LinkLedger.RESULTS));
        for (int seq = 1_001 - LinkLedger.RESULTS; seq <= 1_000; seq++) {
            assertEquals(BatchResult.stored(10L * seq, seq), ledger.result(seq));
        }
        assertNull(ledger.result(1_001));
    }

    @Test
    void knowsNothingOfNumbersThatWereLeftOut() {
        LinkLedger ledger = new LinkLedger();
        for (int seq = 1; seq <= 300; seq++) {
            ledger.record(seq, BatchResult.stored(seq, 1));
        }
        ledger.record(310, BatchResult.stored(301, 1));
        assertEquals(BatchResult.stored(300, 1), ledger.result(300));
        for (int seq = 301; seq < 310; seq++) {
            assertNull(ledger.result(seq));
        }
        ledger.record(5_000, BatchResult.stored(302, 1));
        assertEquals(List.of(5_000L), ledger.known());
        assertThrows(IllegalStateException.class, () -> ledger.record(5_000, BatchResult.stored(303, 1)));
    }

    @Test
    void keepsTheMembersThatWereNotStored() {
        LinkLedger ledger = new LinkLedger();
        BatchResult odd = new BatchResult(3, 2, List.of(new Odd(1, MemberStatus.DUPLICATE, 2)));
        ledger.record(1, BatchResult.stored(1, 2));
        ledger.record(2, odd);
        ledger.record(3, BatchResult.stored(4, 1));
        assertEquals(BatchResult.stored(1, 2), ledger.result(1));
        assertEquals(odd, ledger.result(2));
        assertEquals(BatchResult.stored(4, 1), ledger.result(3));
        ledger.record(2 + LinkLedger.RESULTS, BatchResult.stored(5, 1));
        assertEquals(BatchResult.stored(5, 1), ledger.result(2 + LinkLedger.RESULTS));
    }

    @Test
    void isIdleOnlyAfterItsLinkHasBeenAwayForTheWholeTime() {
        LinkState link = new LinkState(1, 0);
        link.opened(1);
        assertFalse(link.idle(1_000_000, 10));
        link.closed(100);
        assertFalse(link.idle(109, 10));
        assertTrue(link.idle(110, 10));
        link.opened(1);
        assertFalse(link.idle(1_000, 10));
    }
}
