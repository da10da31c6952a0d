package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What shows dead letters and changes nothing. */
@Timeout(30)
class DeadCommandTest {
    @TempDir
    Path dir;

    private DeadStand stand;

    @BeforeEach
    void start() throws Exception {
        stand = new DeadStand(NativeStandIn.start());
    }

    @AfterEach
    void stop() throws Exception {
        stand.close();
    }

    private ToolRun dead(String... args) {
        return ToolRun.at(stand.service(), dir, Map.of(), "dead", "", args);
    }

    @Test
    void listsAllThatIsThereAndNothingThatComesLater() throws Exception {
        ToolRun run = dead("list", "g");
        stand.listing();
        stand.head(30);
        try (NativePeer peer = stand.welcome()) {
            assertEquals("earliest", peer.subscribe(1).getString("from"));
            peer.say(DeadStand.letter(12, "g", "1"));
            peer.say(DeadStand.letter(13, "other", "2"));
            peer.say("{\"type\":\"message\",\"topic\":\"$dead/g\",\"offset\":14,\"prev\":13,\"time\":5,\"data\":3}");
            peer.say(DeadStand.letter(15, "g", "\"\u202e\""));
            peer.say("{\"type\":\"mark\",\"offset\":29}");
            peer.say(DeadStand.letter(31, "g", "4"));
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals(
                "12 [orders/eu] 11, 5 attempts, 2026-09-21T14:13:20Z: db down\n"
                        + "15 [orders/eu] 14, 5 attempts, 2026-09-21T14:13:20Z: db down\n",
                run.out());
    }

    @Test
    void aMarkSaysThatAllIsThere() throws Exception {
        ToolRun run = dead("list", "g", "--format", "json");
        stand.listing();
        stand.head(30);
        try (NativePeer peer = stand.welcome()) {
            peer.subscribe(1);
            peer.say("{\"type\":\"mark\",\"offset\":30}");
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("", run.out());
        assertEquals("weir dead list: no dead letters of g are kept\n", run.err());
    }

    @Test
    void anEmptyLogIsNotWaitedFor() throws Exception {
        ToolRun run = dead("list", "g");
        stand.listing();
        stand.head(0);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("weir dead list: no dead letters of g are kept\n", run.err());
    }

    @Test
    void endsAtTheCountAndShowsJsonWithTheData() throws Exception {
        ToolRun run = dead("list", "g", "--count=1", "--format=json");
        stand.listing();
        stand.head(30);
        try (NativePeer peer = stand.welcome()) {
            peer.subscribe(1);
            peer.say(DeadStand.letter(12, "g", "{\"n\":1.50}"));
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals(1, run.out().lines().count());
        assertTrue(run.out().startsWith("{\"topic\":\"$dead/g\",\"offset\":12,"), run.out());
        assertTrue(run.out().endsWith("\"data\":{\"n\":1.50}}\n"), run.out());
        assertEquals(
                "db down", new JsonObject(run.out()).getJsonObject("headers").getString("weir-dead-reason"));
    }

    @Test
    void showsOneWithAllThatIsKnown() throws Exception {
        ToolRun run = dead("show", "g", "12");
        show(12, 12);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("""
                offset    12
                died      2026-09-21T14:13:20Z
                topic     orders/eu
                original  offset 11
                attempts  5
                reason    db down
                key       k
                header    a=b
                data      {"n": 1}
                """, run.out());
    }

    @Test
    void showsItsDataAlone() throws Exception {
        ToolRun run = dead("show", "g", "12", "--data");
        show(12, 12);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("{\"n\": 1}", run.out());
    }

    @Test
    void oneThatIsNotThereIsSaid() throws Exception {
        ToolRun other = dead("show", "g", "12");
        show(12, 13);
        assertEquals(1, other.exitCode());
        assertEquals(
                "weir dead show: there is no dead letter of g at offset 12; weir dead list shows those there are\n",
                other.err());
        ToolRun beyond = dead("show", "g", "31");
        stand.listing();
        stand.head(30);
        assertEquals(1, beyond.exitCode());
    }

    private void show(long asked, long came) throws IOException, InterruptedException {
        stand.listing();
        stand.head(30);
        NativePeer peer = stand.welcome();
        JsonObject from = peer.subscribe(asked).getJsonObject("from");
        assertEquals(asked, from.getLong("offset"));
        peer.say(DeadStand.letter(came, "g", "{\"n\": 1}"));
    }

    @Test
    void refusalsAndGroupsThatAreNotThereEndIt() throws Exception {
        ToolRun none = dead("list", "g");
        try (NativePeer peer = stand.welcome()) {
            peer.error(peer.read("groups"), 404, "unknownGroup", false);
            assertEquals(1, none.exitCode());
        }
        assertTrue(none.err().contains("there is no group g that you may consume from"), none.err());
        ToolRun refused = dead("list", "g");
        stand.listing();
        try (NativePeer peer = stand.welcome()) {
            peer.error(peer.read("subscribe"), 403, "forbidden", false);
            assertEquals(1, refused.exitCode());
        }
        assertTrue(refused.err().endsWith("use another --user or ask for the right\n"), refused.err());
    }

    @Test
    void wrongWordsAreUsage() throws Exception {
        String[][] cases = {
            {},
            {"nix"},
            {"list"},
            {"list", ".g"},
            {"list", "g", "--count=0"},
            {"show", "g"},
            {"show", "g", "x"},
            {"show", "g", "0"},
            {"redrive"},
            {"redrive", ".g"},
            {"redrive", "g", "--rate=10"},
            {"redrive", "g", "--rate=0/s"},
            {"redrive", "g", "--to=a/#"},
            {"redrive", "g", "--to=$dead/g"},
            {"redrive", "g", "--count=0"},
            {"redrive", "g", "--url=wss://localhost:1"},
            {"redrive", "g", "--url=wss://localhost:1", "--publish-url=http://localhost"}
        };
        for (String[] args : cases) {
            ToolRun run = ToolRun.of("dead", "", args);
            assertEquals(2, run.exitCode(), String.join(" ", args));
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("weir dead"), run.err());
        }
        ToolRun tooLong = ToolRun.of("dead", "", "redrive", "g".repeat(57));
        assertEquals(2, tooLong.exitCode());
        assertTrue(tooLong.err().contains("whose name is longer than 64 characters"), tooLong.err());
    }
}
