package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.GroupPeer;
import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConsumeCommandTest {
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

    private ToolRun consume(String input, String... args) {
        return ToolRun.at(service, dir, Map.of(), "consume", input, args);
    }

    @Test
    void showsAndAcksUntilTheCountAndLeaves() throws Exception {
        ToolRun run = consume("", "g", "orders/#", "--count", "2", "--from", "earliest");
        try (GroupPeer peer = GroupPeer.welcome(service)) {
            JsonObject asked = peer.takeIn(30_000);
            assertEquals("orders/#", asked.getString("filter"));
            assertEquals("earliest", asked.getString("from"));
            assertEquals(100, asked.getInteger("maxInFlight"));
            peer.deliver(1).acked(1);
            peer.peer().say("[" + GroupPeer.text(2) + "," + GroupPeer.text(3) + "]");
            peer.acked(2);
            peer.leave();
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("[t] 1\n[t] 2\n", run.out());
        assertEquals("", run.err());
    }

    @Test
    void showsJsonAndAsksForTheSettings() throws Exception {
        ToolRun run = consume(
                "",
                "g",
                "--format=json",
                "--count=1",
                "--mode=keyOrdered",
                "--lease=1m",
                "--max-attempts=3",
                "--back-off=500ms,2s",
                "--dead-letter=dead/g",
                "--max-in-flight=7");
        try (GroupPeer peer = GroupPeer.welcome(service)) {
            JsonObject asked = peer.takeIn(60_000);
            asked.remove("id");
            assertEquals(
                    new JsonObject("{\"type\":\"consume\",\"group\":\"g\",\"mode\":\"keyOrdered\",\"leaseMs\":60000,"
                            + "\"maxAttempts\":3,\"backoffMs\":[500,2000],\"deadLetter\":\"dead/g\","
                            + "\"maxInFlight\":7,\"from\":\"new\"}"),
                    asked);
            peer.deliver(1).acked(1).leave();
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("{\"topic\":\"t\",\"offset\":101,\"time\":1790000000000,\"data\":1}\n", run.out());
    }

    @Test
    void noneShowsAndAnswersNothing() throws Exception {
        ToolRun run = consume("", "g", "--ack=none", "--count=1");
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1).leave();
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("[t] 1\n", run.out());
    }

    @Test
    void promptAsksForEachAndEndsWithTheInput() throws Exception {
        ToolRun run = consume("a\nx\nn\ndead\n", "g", "--ack", "prompt");
        try (GroupPeer peer = GroupPeer.welcome(service)) {
            assertEquals(1, peer.takeIn(30_000).getInteger("maxInFlight"));
            peer.deliver(1).acked(1).deliver(2);
            assertEquals("by hand", peer.nacked().getString("reason"));
            peer.deliver(3);
            assertTrue(peer.nacked().getBoolean("dead"));
            peer.deliver(4).leave();
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("[t] 1\n[t] 2\n[t] 3\n[t] 4\n", run.out());
        assertTrue(run.err().startsWith("ack, nack or dead (a/n/d)? "), run.err());
        assertTrue(run.err().contains("a: done; n: failed, it comes again; d: to the dead letters\n"), run.err());
    }

    @Test
    void execGetsTheDataAndWhatBelongsToItAndItsExitCodeAnswers() throws Exception {
        Path seen = dir.resolve("seen");
        String command = "printf '%s %s %s %s %s ' \"$WEIR_GROUP\" \"$WEIR_TOPIC\" \"$WEIR_OFFSET\" \"$WEIR_ATTEMPT\""
                + " \"${WEIR_KEY-no key}\" >>" + seen + "; cat >>" + seen + "; echo >>" + seen
                + "; exit $((WEIR_OFFSET - 101))";
        ToolRun run = consume("", "g", "--exec", command, "--count", "2");
        try (GroupPeer peer = GroupPeer.welcome(service)) {
            assertEquals(1, peer.takeIn(30_000).getInteger("maxInFlight"));
            peer.deliver(1).acked(1).deliver(2);
            assertEquals("exit 1", peer.nacked().getString("reason"));
            peer.leave();
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("g t 101 2 no key 1\ng t 102 2 no key 2\n", Files.readString(seen));
        assertEquals("weir consume: offset 102: exit 1\n", run.err());
    }

    @Test
    void execRunsAsManyAtOnceAsItIsTold() throws Exception {
        // Each waits for the other's file: it ends only because both run.
        String command = "touch " + dir + "/$WEIR_OFFSET; for i in $(seq 400); do" + " test -e " + dir + "/101 -a -e "
                + dir + "/102 && exit 0; sleep 0.02; done; exit 9";
        ToolRun run = consume("", "g", "--exec", command, "--parallel", "2", "--count", "2");
        try (GroupPeer peer = GroupPeer.welcome(service)) {
            assertEquals(2, peer.takeIn(30_000).getInteger("maxInFlight"));
            peer.deliver(1).deliver(2);
            int acks = 0;
            while (acks < 2) {
                JsonObject ack = peer.peer().read("ack");
                acks += ack.getJsonArray("tags").size();
                peer.settle("acked", ack);
            }
            peer.leave();
            assertEquals(0, run.exitCode(), run.err());
        }
    }

    @Test
    void untilEmptyEndsWhenTheGroupHasNothingLeft() throws Exception {
        ToolRun run = consume("", "g", "--until-empty");
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1).acked(1);
            try (NativePeer other = service.welcome()) {
                sayLag(other, 3);
                peer.deliver(2).acked(2);
                sayLag(other, 0);
                peer.leave();
            }
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("[t] 1\n[t] 2\n", run.out());
    }

    private static void sayLag(NativePeer peer, int lag) throws IOException {
        JsonObject asked = peer.read("groups");
        peer.say("{\"type\":\"groups\",\"id\":" + asked.getLong("id") + ",\"groups\":[{\"group\":\"g\",\"lag\":" + lag
                + "}]}");
    }

    @Test
    void goesOnAfterALossAndSaysWhatMayComeAgain() throws Exception {
        ToolRun run = consume("", "g", "--count", "2");
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1).peer().read("ack");
            peer.peer().reset();
        }
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.peer().say("{\"type\":\"gap\",\"group\":\"g\",\"from\":70,\"to\":75,\"reason\":\"retention\"}");
            peer.deliver(1).acked(1).leave();
            assertEquals(0, run.exitCode(), run.err());
        }
        assertTrue(run.err().contains("weir consume: the connection was lost"), run.err());
        assertTrue(run.err().contains("weir consume: offset 101 may come again"), run.err());
        assertTrue(run.err().contains("weir consume: gap in g: offsets 70 to 75 cannot be had"), run.err());
    }

    @Test
    void aRefusalEndsItWithAdvice() throws Exception {
        ToolRun run = consume("", "g");
        try (NativePeer peer = service.welcome()) {
            peer.error(peer.read("consume"), 404, "unknownGroup", false);
            assertEquals(1, run.exitCode());
        }
        assertEquals(
                "weir consume: the server says: no (404 unknownGroup); weir groups lists those there are\n", run.err());
    }

    @Test
    void whatExecRunsIsStoppedWithTheCommand() throws Exception {
        Path started = dir.resolve("started");
        ToolRun run = consume("", "g", "--exec", "echo $$ >" + started + "; exec tail -f /dev/null");
        try (GroupPeer peer = GroupPeer.join(service)) {
            peer.deliver(1);
            Eventually.until(
                    "it runs", () -> Files.exists(started) && !text(started).isEmpty());
            peer.peer().say("{\"type\":\"left\",\"group\":\"g\",\"reason\":\"deleted\"}");
            assertEquals(1, run.exitCode());
        }
        assertTrue(run.err().contains("the group g was deleted"), run.err());
        ProcessHandle.of(Long.parseLong(text(started))).ifPresent(process -> {
            Eventually.until("stopped", () -> !process.isAlive());
            assertFalse(process.isAlive());
        });
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void wrongWordsAreUsage() throws Exception {
        String[][] cases = {
            {},
            {".g"},
            {"g", "a/#/b"},
            {"g", "a", "b"},
            {"g", "--from", "last:3"},
            {"g", "--lease", "30"},
            {"g", "--lease", "13h"},
            {"g", "--back-off", "1s,"},
            {"g", "--max-attempts", "0"},
            {"g", "--mode", "fair"},
            {"g", "--ack", "maybe"},
            {"g", "--ack", "auto", "--exec", "true"},
            {"g", "--parallel", "2"},
            {"g", "--exec", "true", "--max-in-flight", "2"},
            {"g", "--count", "0"},
            {"g", "--until-empty", "--ack=none"},
            {"g", "--max-in-flight", "0"},
            {"g", "--dead-letter", "$nope"}
        };
        for (String[] args : cases) {
            ToolRun run = ToolRun.of("consume", "", args);
            assertEquals(2, run.exitCode(), String.join(" ", args));
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("weir consume: "), run.err());
        }
    }
}
