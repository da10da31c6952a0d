package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EchoesTest {
    private final Echoes echoes = new Echoes();

    @Test
    void waitsForEachCopyOfAMessage() {
        echoes.subscribed("t");
        echoes.sent(new SeedMessage("t", "c"));
        echoes.sent(new SeedMessage("t", "c"));
        echoes.received(new SeedMessage("t", "c"));
        assertFalse(echoes.complete());
        echoes.received(new SeedMessage("t", "c"));
        assertTrue(echoes.complete());
    }

    @Test
    void waitsOnlyForTopicsItIsSubscribedTo() {
        echoes.sent(new SeedMessage("t", "c"));
        assertTrue(echoes.complete());
        echoes.subscribed("t");
        echoes.sent(new SeedMessage("t", "c"));
        echoes.unsubscribed("t");
        assertTrue(echoes.complete());
    }

    @Test
    void forgetsTheOldestBeyondItsLimit() {
        echoes.subscribed("t");
        for (int i = 0; i <= Echoes.WAITED_MAX; i++) {
            echoes.sent(new SeedMessage("t", "" + i));
        }
        for (int i = 1; i <= Echoes.WAITED_MAX; i++) {
            echoes.received(new SeedMessage("t", "" + i));
        }
        assertTrue(echoes.complete());
    }
}
