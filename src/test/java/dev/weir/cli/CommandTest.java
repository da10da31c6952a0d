package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;

class CommandTest {
    @Test
    void topicOfASubscriptionIsEverythingAfterTheFirstSpace() {
        assertEquals(new Command.Sub("a b "), Command.parse("sub a b "));
        assertEquals(new Command.Unsub(" a"), Command.parse("unsub  a"));
    }

    @Test
    void topicOfAMessageEndsAtTheFirstSpace() {
        assertEquals(
                new Command.Publish(new SeedMessage("news", "hello  world ")), Command.parse("news hello  world "));
        assertEquals(new Command.Publish(new SeedMessage("exit", "now")), Command.parse("exit now"));
        assertEquals(new Command.Publish(new SeedMessage("SUB", "x")), Command.parse("SUB x"));
    }

    @Test
    void exitAndEmptyLines() {
        assertEquals(new Command.Exit(), Command.parse("exit"));
        assertEquals(new Command.Nothing(), Command.parse(""));
        assertEquals(new Command.Nothing(), Command.parse("  "));
    }

    @Test
    void anythingElseGetsAHint() {
        for (String line : new String[] {"sub", "sub ", "unsub", "news", "news ", " news hello"}) {
            assertInstanceOf(Command.Bad.class, Command.parse(line), line);
        }
    }
}
