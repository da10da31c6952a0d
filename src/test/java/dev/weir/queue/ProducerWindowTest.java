package dev.weir.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** What {@link CoreSimulationTest} holds against a model, at its edges. */
class ProducerWindowTest {
    private final ProducerWindow window = new ProducerWindow();

    private void store(long sequence, long offset) {
        assertEquals(ProducerWindow.FRESH, window.look(sequence));
        window.stored(sequence, offset);
    }

    @Test
    void needsNoBitmapWhileNumbersComeWithoutGaps() {
        for (int n = 1; n <= 10_000; n++) {
            store(n, 100 + n);
        }
        assertNull(window.seen.words());
        assertEquals(10_100, window.look(10_000));
        assertEquals(10_037, window.look(9_937));
        assertEquals(0, window.look(9_936));
        assertEquals(0, window.look(10_000 - SequenceBits.WINDOW));
        assertEquals(ProducerWindow.TOO_OLD, window.look(9_999 - SequenceBits.WINDOW));
        store(10_002, 1);
        assertNotNull(window.seen.words());
        store(10_001, 2);
        assertEquals(2, window.look(10_001));
    }

    @Test
    void takesWhatComesLateOnceWithinTheWindow() {
        store(5_000, 1);
        store(5_000 - SequenceBits.WINDOW, 2);
        assertEquals(0, window.look(5_000 - SequenceBits.WINDOW));
        assertEquals(ProducerWindow.FRESH, window.look(4_999));
        store(4_937, 3);
        assertEquals(3, window.look(4_937));
        assertEquals(1, window.look(5_000));
    }

    @Test
    void forgetsWhatAJumpLeavesBehind() {
        store(1, 1);
        store(2 + SequenceBits.WINDOW, 2);
        assertEquals(ProducerWindow.TOO_OLD, window.look(1));
        assertNull(window.seen.words());
        store(Long.MAX_VALUE, 3);
        assertEquals(3, window.look(Long.MAX_VALUE));
        assertEquals(ProducerWindow.TOO_OLD, window.look(2));
        assertEquals(ProducerWindow.FRESH, window.look(Long.MAX_VALUE - 1));
        store(Long.MAX_VALUE - 1, 4);
        assertEquals(4, window.look(Long.MAX_VALUE - 1));
    }

    @Test
    void remembersTheLowestNumberOfTheWindowAfterTheLongestStepWithin() {
        store(1, 1);
        store(1 + SequenceBits.WINDOW, 2);
        assertEquals(0, window.look(1));
        assertEquals(ProducerWindow.FRESH, window.look(2));
    }
}
