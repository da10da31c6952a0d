package dev.weir.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessUnderTestTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void readsPortsFromTheLinesOfServices() throws Exception {
        String lines = "msgqueue ready on wss://127.0.0.1:4711\\nother\\npublisher ready on wss://127.0.0.1:4712\\n";
        try (ProcessUnderTest process = shell("printf '" + lines + "'; exec cat")) {
            assertEquals(Map.of("msgqueue", 4711, "publisher", 4712), process.awaitPorts(2, LIMIT));
            assertTrue(process.isAlive());
        }
    }

    @Test
    void keepsBothStreamsAndTheExitCode() throws Exception {
        try (ProcessUnderTest process = shell("read line; echo out $line; echo err $WORD >&2; exit 3")) {
            process.type("typed\n");
            assertEquals(3, process.exitCode(LIMIT));
            assertEquals(List.of("out typed"), process.stdout());
            assertEquals("set", process.awaitErrorLine("err (.*)", LIMIT).group(1));
        }
    }

    @Test
    void failsAtOnceWhenTheProcessEndedWithoutTheLine() throws Exception {
        try (ProcessUnderTest process = shell("echo no")) {
            assertThrows(AssertionError.class, () -> process.awaitLine("yes", Duration.ofMinutes(5)));
        }
    }

    @Test
    void killsBySignal() throws Exception {
        try (ProcessUnderTest polite = shell("exec cat");
                ProcessUnderTest rude = shell("exec cat")) {
            polite.sigterm();
            assertEquals(143, polite.exitCode(LIMIT));
            rude.kill9();
            assertEquals(137, rude.exitCode(LIMIT));
        }
    }

    @Test
    void closeKills() throws Exception {
        ProcessUnderTest process = shell("exec cat");
        process.close();
        assertFalse(process.isAlive());
    }

    @Test
    void startsAMainClassOfThisClassPath() throws Exception {
        try (ProcessUnderTest process = ProcessUnderTest.main("dev.weir.NoSuchClass", Map.of())) {
            assertEquals(1, process.exitCode(LIMIT));
            process.awaitErrorLine("dev.weir.NoSuchClass", LIMIT);
        }
    }

    private static ProcessUnderTest shell(String script) throws IOException {
        return ProcessUnderTest.start(Map.of("WORD", "set"), List.of("sh", "-c", script));
    }
}
