package dev.weir.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @Test
    void takesShortAndFullNamesWithAndWithoutRun() {
        Words queue = new Words.Start(Service.MSGQUEUE, "q.json", false);
        assertEquals(queue, words("run", "MsgQueueVerticle", "-conf", "q.json"));
        assertEquals(queue, words("run", "dev.weir.msgqueue.MsgQueueVerticle", "--conf", "q.json"));
        assertEquals(queue, words("MsgQueueVerticle", "-conf=q.json"));
        assertEquals(new Words.Start(Service.PUBLISHER, null, false), words("run", "PublisherVerticle"));
        assertEquals(new Words.Start(Service.SUBSCRIBER, null, false), words("run", "SubscriberVerticle"));
        assertEquals(new Words.Start(Service.ALL, null, false), words("run", "all"));
        assertEquals(new Words.Start(Service.ALL, null, false), words("run", "AllVerticle"));
    }

    @Test
    void upIsAllWithTheDevelopmentConfigUnlessOneIsNamed() {
        assertEquals(new Words.Start(Service.ALL, "conf/dev/all.json", false), words("up"));
        assertEquals(new Words.Start(Service.ALL, "my.json", false), words("up", "-conf", "my.json"));
    }

    @Test
    void aCommandGetsTheRestUntouched() {
        assertEquals(new Words.Hand("demo", List.of("-conf", "--help")), words("demo", "-conf", "--help"));
    }

    @Test
    void helpAndVersion() {
        assertEquals(new Words.Help(), words("--help"));
        assertEquals(new Words.Help(), words("-h"));
        assertEquals(new Words.Version(), words("--version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "nix", "run nix", "run queueverticle", "run io.example.Other"})
    void saysWhatExistsWhenItDoesNotKnow(String line) {
        Refusal refusal = refusal(line.isEmpty() ? new String[0] : line.split(" "));
        assertEquals(1, refusal.lines().size());
        assertTrue(refusal.getMessage().contains("run MsgQueueVerticle"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("demo"), refusal.getMessage());
    }

    @Test
    void takesTheClusterOptionAndSaysWhereItsOthersAre() {
        assertEquals(new Words.Start(Service.ALL, null, true), words("run", "all", "-cluster"));
        assertEquals(new Words.Start(Service.ALL, "a", true), words("up", "--cluster", "-conf", "a"));
        assertEquals(new Words.Start(Service.PUBLISHER, null, true), words("PublisherVerticle", "-c"));
        assertTrue(refusal("up", "--cluster-port", "1").getMessage().contains("cluster.busPort"));
    }

    @Test
    void refusesOptionsItDoesNotHave() {
        assertTrue(refusal("up", "-instances", "2").getMessage().contains("'-instances'"));
        assertTrue(refusal("up", "-conf").getMessage().contains("file name"));
        assertTrue(refusal("up", "-conf", "").getMessage().contains("file name"));
        assertTrue(refusal("up", "-conf", "a", "-conf", "b").getMessage().contains("twice"));
    }

    @Test
    void aWordCannotForgeALineOfOutput() {
        String message = refusal("a\nweir: all is well\u001b[2J\u202e").getMessage();
        assertEquals(1, message.lines().count());
        assertFalse(message.contains("\u001b"));
        assertFalse(message.contains("\u202e"));
    }

    private static Words words(String... args) {
        return Words.of(List.of(args), List.of("demo"));
    }

    private static Refusal refusal(String... args) {
        return assertThrows(Refusal.class, () -> words(args));
    }
}
