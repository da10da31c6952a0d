package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SubCommandTest {
    @TempDir
    Path dir;

    private NativeStandIn service;

    @BeforeEach
    void start() throws Exception {
        service = NativeStandIn.start();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private ToolRun sub(String... args) {
        return ToolRun.at(service, dir, Map.of(), "sub", "", args);
    }

    @Test
    void showsTextUntilTheCountAndEscapesWhatMovesTheCursor() throws Exception {
        ToolRun run = sub("news/#", "--from", "earliest", "--count", "2");
        try (NativePeer peer = service.welcome()) {
            assertEquals("/subscribe", peer.ws().path());
            assertEquals("earliest", peer.subscribe(1).getString("from"));
            peer.message("news/a", 1, 0, "{\"n\":\\n 1}".replace("\\n", "\n"));
            peer.message("news/b", 2, 0, "\"\u202ehello\"").message("news/c", 3, 0, "3");
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("[news/a] {\"n\":\\n 1}\n[news/b] \"\\u202ehello\"\n", run.out());
    }

    @Test
    void showsJsonOneObjectPerLineWithTheDataAsItCame() throws Exception {
        ToolRun run = sub("t", "--format", "json", "--count", "2");
        try (NativePeer peer = service.welcome()) {
            peer.subscribe(7);
            peer.say("{\"type\":\"message\",\"topic\":\"t\",\"offset\":7,\"prev\":0,\"time\":5,\"key\":\"k\","
                    + "\"headers\":{\"a\":\"b\"},\"data\":{\"n\":\n1.50}}");
            peer.say("{\"type\":\"message\",\"topic\":\"t\",\"offset\":8,\"prev\":7,\"time\":6,\"dataB64\":\"AP8=\"}");
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals(
                "{\"topic\":\"t\",\"offset\":7,\"time\":5,\"key\":\"k\",\"headers\":{\"a\":\"b\"},\"data\":{\"n\": 1.50}}\n"
                        + "{\"topic\":\"t\",\"offset\":8,\"time\":6,\"dataB64\":\"AP8=\"}\n",
                run.out());
    }

    @Test
    void understandsEveryPlaceToStart() throws Exception {
        String[][] cases = {
            {"new", "\"new\""},
            {"42", "{\"offset\":42,\"epoch\":\"k3\"}"},
            {"last:5", "{\"last\":5}"},
            {"2026-09-21T14:13:20Z", "{\"time\":1790000000000}"}
        };
        for (String[] one : cases) {
            ToolRun run = sub("t", "--from", one[0], "--count", "1");
            try (NativePeer peer = service.welcome()) {
                assertEquals(one[1], Json.encode(peer.subscribe(42).getValue("from")));
                peer.message("t", 42, 0, "1");
                assertEquals(0, run.exitCode(), run.err());
            }
        }
    }

    @Test
    void whatTwoFiltersMatchIsShownOnce() throws Exception {
        ToolRun run = sub("a/#", "+/b", "--count", "3");
        try (NativePeer one = service.welcome();
                NativePeer two = service.welcome()) {
            for (NativePeer peer : new NativePeer[] {one, two}) {
                boolean first = peer.subscribe(1).getString("filter").equals("a/#");
                peer.message("a/b", 1, 0, "1");
                peer.message(first ? "a/c" : "x/b", 2, 0, "2");
            }
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals(3, run.out().lines().distinct().count(), run.out());
    }

    @Test
    void goesOnAfterALossAndTellsGaps() throws Exception {
        ToolRun run = sub("t", "--count", "2");
        try (NativePeer peer = service.welcome()) {
            peer.subscribe(1);
            peer.message("t", 1, 0, "1");
            run.awaitOut("[t] 1\n");
            peer.reset();
        }
        try (NativePeer peer = service.welcome()) {
            peer.subscribe(2);
            peer.say("{\"type\":\"gap\",\"from\":2,\"to\":9,\"reason\":\"retention\"}");
            peer.message("t", 10, 9, "2");
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("[t] 1\n[t] 2\n", run.out());
        assertTrue(run.err().contains("weir sub: gap in t: offsets 2 to 9 cannot be had (retention)"), run.err());
        assertTrue(run.err().contains("weir sub: the connection was lost"), run.err());
    }

    @Test
    void aRefusalEndsIt() throws Exception {
        ToolRun run = sub("t");
        try (NativePeer peer = service.welcome()) {
            peer.error(peer.read("subscribe"), 403, "forbidden", false);
            assertEquals(1, run.exitCode());
        }
        assertEquals(
                "weir sub: the server says: no (403 forbidden); use another --user or ask for the right\n", run.err());
    }

    @Test
    void wrongWordsAreUsage() throws Exception {
        String[][] cases = {
            {},
            {"a/#/b"},
            {"t", "--from", "yesterday"},
            {"t", "--from", "last:x"},
            {"t", "--count", "0"},
            {"t", "--format", "xml"},
            {"t", "--insecure", "--ca", "x"}
        };
        for (String[] args : cases) {
            ToolRun run = ToolRun.of("sub", "", args);
            assertEquals(2, run.exitCode(), String.join(" ", args));
            assertEquals(1, run.err().lines().count(), run.err());
        }
    }
}
