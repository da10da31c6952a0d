package dev.weir.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What proves a loss and what does not. */
class ContinuityTest {
    private final Continuity continuity = new Continuity();

    private static Message message(String topic, long offset, long prev) {
        return new Message(topic, offset, prev, 0, null, Map.of(), new byte[0], false);
    }

    private boolean proves(String topic, long offset, long prev) {
        Message message = message(topic, offset, prev);
        boolean proven = continuity.provesLoss(message);
        continuity.saw(message);
        return proven;
    }

    @Test
    void aPredecessorThatDidNotComeIsALoss() {
        continuity.start(10);
        assertFalse(proves("a", 10, 9), "before the start");
        assertFalse(proves("b", 11, 0), "none known");
        assertFalse(proves("a", 13, 10), "the last one seen");
        assertTrue(proves("a", 16, 15));
        assertTrue(proves("c", 18, 12), "the first of its topic has a predecessor after the start");
        assertFalse(proves("a", 20, 16), "told once");
    }

    @Test
    void whatLiesInAnAnnouncedGapIsNone() {
        continuity.start(1);
        continuity.announced(new Gap(5, 9, "slow"));
        assertFalse(proves("a", 10, 5));
        assertFalse(proves("b", 11, 9));
        assertTrue(proves("c", 12, 4));
    }

    @Test
    void anotherStreamStartsAnew() {
        continuity.start(1);
        assertFalse(proves("a", 50, 0));
        continuity.start(3);
        assertFalse(proves("a", 4, 2));
        assertTrue(proves("a", 9, 8));
    }

    @Test
    void forgettingMakesItSilentAndNeverWrong() {
        continuity.start(1);
        int topics = Continuity.TOPICS_MAX + 100;
        for (int i = 1; i <= topics; i++) {
            assertFalse(proves("t" + i, i, 0));
        }
        assertFalse(proves("t1", topics + 1, 1), "forgotten");
        assertTrue(proves("t" + topics, topics + 9, topics + 5));
        for (int i = 1; i <= Continuity.GAPS_MAX + 1; i++) {
            continuity.announced(new Gap(1_000_000 + 10L * i, 1_000_005 + 10L * i, "slow"));
        }
        assertFalse(proves("t" + topics, 2_000_000, 1_000_012), "its gap was forgotten");
    }

    @Test
    void backOffDoublesWithJitterUpToItsLimit() {
        BackOff backOff = new BackOff(100, 1_000, new Random(1));
        for (long step : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
            long ms = backOff.nextMs();
            assertTrue(ms >= step / 2 && ms <= step, ms + " of " + step);
        }
        backOff.reset();
        assertTrue(backOff.nextMs() <= 100);
        BackOff least = new BackOff(1, 1, new Random(1));
        for (int i = 0; i < 10; i++) {
            assertEquals(1, Math.max(1, least.nextMs()));
        }
    }
}
