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

@Timeout(30)
class GroupsCommandTest {
    private static final String BILLING =
            "{\"group\":\"billing\",\"filter\":\"orders/#\",\"mode\":\"shared\",\"leaseMs\":30000,\"maxAttempts\":5,"
                    + "\"backoffMs\":[1000,5000],\"deadLetter\":\"$dead/billing\",\"offset\":43,\"lag\":1200,"
                    + "\"inFlight\":3,\"delayed\":1,\"parked\":0,\"dead\":2,\"members\":2}";
    private static final String MAIL = "{\"group\":\"mail\",\"filter\":\"mail\",\"mode\":\"keyOrdered\",\"leaseMs\":1,"
            + "\"maxAttempts\":1,\"backoffMs\":[],\"deadLetter\":\"d\",\"offset\":7,\"lag\":0,"
            + "\"inFlight\":0,\"delayed\":0,\"parked\":10,\"dead\":0,\"members\":0}";

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

    private ToolRun groups(String... args) {
        return ToolRun.at(service, dir, Map.of(), "groups", "", args);
    }

    private static void say(NativePeer peer, JsonObject to, String... groups) throws IOException {
        peer.say("{\"type\":\"groups\",\"id\":" + to.getLong("id") + ",\"groups\":[" + String.join(",", groups) + "]}");
    }

    @Test
    void listsThemInColumns() throws Exception {
        ToolRun run = groups();
        try (NativePeer peer = service.welcome()) {
            assertEquals("/subscribe", peer.ws().path());
            say(peer, peer.read("groups"), BILLING, MAIL);
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("""
                GROUP     LAG  IN FLIGHT  DELAYED  PARKED  DEAD  MEMBERS  OFFSET  FILTER    MODE
                billing  1200          3        1       0     2        2      43  orders/#  shared
                mail        0          0        0      10     0        0       7  mail      keyOrdered
                """, run.out());
    }

    @Test
    void jsonIsTheProtocolsOwnOnePerLine() throws Exception {
        ToolRun run = groups("billing", "--json");
        try (NativePeer peer = service.welcome()) {
            JsonObject asked = peer.read("groups");
            assertEquals("billing", asked.getString("group"));
            say(peer, asked, BILLING);
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals(BILLING + "\n", run.out());
    }

    @Test
    void aGroupThatIsNotThereIsSaid() throws Exception {
        ToolRun run = groups("nope");
        try (NativePeer peer = service.welcome()) {
            say(peer, peer.read("groups"));
            assertEquals(1, run.exitCode());
        }
        assertEquals(
                "weir groups: there is no group nope that you may consume from; weir groups lists those there are\n",
                run.err());
    }

    @Test
    void altersWhatItIsTold() throws Exception {
        ToolRun run =
                groups("alter", "billing", "--lease=1m", "--max-attempts=9", "--back-off=none", "--dead-letter=d");
        try (NativePeer peer = service.welcome()) {
            JsonObject asked = peer.read("alterGroup");
            assertEquals(
                    new JsonObject("{\"type\":\"alterGroup\",\"id\":1,\"group\":\"billing\",\"leaseMs\":60000,"
                            + "\"maxAttempts\":9,\"backoffMs\":[],\"deadLetter\":\"d\"}"),
                    asked);
            peer.say("{\"type\":\"groupAltered\",\"id\":1,\"group\":\"billing\"}");
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("altered billing\n", run.out());
    }

    @Test
    void resetsAndSaysWhereItGoesOn() throws Exception {
        ToolRun run = groups("reset", "billing", "--from=earliest");
        try (NativePeer peer = service.welcome()) {
            assertEquals("earliest", peer.read("resetGroup").getString("from"));
            peer.say("{\"type\":\"groupReset\",\"id\":1,\"group\":\"billing\",\"offset\":12}");
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("billing goes on at offset 12\n", run.out());
    }

    @Test
    void thePoppersGroupIsResetAndDeletedToo() throws Exception {
        ToolRun reset = groups("reset", "$pop", "--from=new");
        try (NativePeer peer = service.welcome()) {
            assertEquals("$pop", peer.read("resetGroup").getString("group"));
            peer.say("{\"type\":\"groupReset\",\"id\":1,\"group\":\"$pop\",\"offset\":12}");
            assertEquals(0, reset.exitCode(), reset.err());
        }
        ToolRun careful = groups("delete", "$pop");
        try (NativePeer peer = service.welcome()) {
            say(
                    peer,
                    peer.read("groups"),
                    "{\"group\":\"$pop\",\"filter\":\"#\",\"mode\":\"shared\",\"offset\":4,\"lag\":1,"
                            + "\"inFlight\":1,\"delayed\":0,\"parked\":0,\"dead\":0,\"members\":1}");
            assertEquals(1, careful.exitCode());
        }
        assertTrue(careful.err().endsWith("its settings and 1 member; say --yes to delete it\n"), careful.err());
        ToolRun none = groups("reset", "$other", "--from=new");
        assertEquals(2, none.exitCode());
    }

    @Test
    void deletesOnlyWithYesAndElseSaysWhatWouldBeLost() throws Exception {
        ToolRun careful = groups("delete", "billing");
        try (NativePeer peer = service.welcome()) {
            say(peer, peer.read("groups"), BILLING);
            assertEquals(1, careful.exitCode());
        }
        assertEquals("", careful.out());
        assertEquals(
                "weir groups delete: not deleted: billing would lose its place at offset 43 (1200 offsets not done,"
                        + " 3 in flight, 1 delayed), its settings and 2 members; dead letters stay on $dead/billing;"
                        + " say --yes to delete it\n",
                careful.err());
        ToolRun sure = groups("delete", "billing", "--yes");
        try (NativePeer peer = service.welcome()) {
            assertTrue(peer.read("leave").getBoolean("delete"));
            peer.say("{\"type\":\"left\",\"id\":1,\"group\":\"billing\",\"deleted\":true}");
            assertEquals(0, sure.exitCode(), sure.err());
        }
        assertEquals("deleted billing\n", sure.out());
    }

    @Test
    void aRefusalEndsIt() throws Exception {
        String[][] cases = {{"alter", "g", "--lease=1m"}, {"reset", "g", "--from=new"}, {"delete", "g", "--yes"}, {"g"}
        };
        for (String[] args : cases) {
            ToolRun run = groups(args);
            try (NativePeer peer = service.welcome()) {
                peer.error(peer.read(), 403, "forbidden", false);
                assertEquals(1, run.exitCode());
            }
            assertTrue(run.err().endsWith("(403 forbidden); use another --user or ask for the right\n"), run.err());
        }
    }

    @Test
    void wrongWordsAreUsage() throws Exception {
        String[][] cases = {
            {".g"},
            {"g", "h"},
            {"alter"},
            {"alter", "g"},
            {"alter", "g", "--lease=1ms"},
            {"alter", ".g", "--lease=1m"},
            {"reset", "g"},
            {"reset", "g", "--from=last:3"},
            {"delete"},
            {"delete", "g", "--nix"}
        };
        for (String[] args : cases) {
            ToolRun run = ToolRun.of("groups", "", args);
            assertEquals(2, run.exitCode(), String.join(" ", args));
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("weir groups"), run.err());
        }
    }
}
