package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.ProcessUnderTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first minute with Weir: it starts, quickly and quietly, and the demo talks to it. */
@Timeout(60)
class StartIT {
    private static final Duration DEMO_LIMIT = Duration.ofSeconds(20);

    /** On an idle machine it is a third of that. */
    private static final long START_MS_MAX = 4_000;

    @TempDir
    static Path dir;

    private static long startMs;
    private static Fleet fleet;

    @BeforeAll
    static void start() throws IOException {
        JsonObject config = new JsonObject();
        long begin = System.nanoTime();
        fleet = Fleet.together(dir, config);
        startMs = (System.nanoTime() - begin) / 1_000_000;
        Seeds.say("three services ready after " + startMs + " ms");
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @Test
    void isReadySoonWithALineForEachServiceAndNoOther() {
        assertTrue(startMs <= START_MS_MAX, "took " + startMs + " ms");
        assertEquals(3, fleet.process(Fleet.QUEUE).stdout().size());
        assertEquals(List.of(), fleet.process(Fleet.QUEUE).stderr());
    }

    @RepeatedTest(20)
    void theDemoGetsItsOwnMessage() throws Exception {
        List<String> command = List.of(
                "launcher/weir",
                "demo",
                "--publish-url=wss://localhost:" + fleet.port(Fleet.PUBLISHER) + "/publish",
                "--subscribe-url=wss://localhost:" + fleet.port(Fleet.SUBSCRIBER) + "/subscribe");
        Map<String, String> java = Map.of("JAVA_HOME", System.getProperty("java.home"));
        try (ProcessUnderTest demo = ProcessUnderTest.start(java, command)) {
            demo.type("sub news\nnews hello\n");
            demo.stdin().close();
            assertEquals(0, demo.exitCode(DEMO_LIMIT), demo.stderr().toString());
            assertEquals(List.of(">[news] hello", "<[news] hello"), demo.stdout());
            assertEquals(List.of(), demo.stderr());
        }
    }
}
