package dev.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.GroupPeer;
import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RedriveTest {
    private static final String ITS_GROUP = "{\"group\":\"redrive-g\",\"filter\":\"$dead/g\",\"offset\":";

    @TempDir
    Path dir;

    private DeadStand stand;
    private NativePeer groups;

    /** The offset that its group is listed with. */
    private volatile long place;

    @BeforeEach
    void start() throws Exception {
        stand = new DeadStand(NativeStandIn.start());
    }

    @AfterEach
    void stop() throws Exception {
        stand.close();
    }

    private ToolRun redrive(String... args) {
        List<String> words = new ArrayList<>(List.of("redrive", "g"));
        words.addAll(Arrays.asList(args));
        words.addAll(List.of("--publish-url", stand.service().url("")));
        return ToolRun.at(stand.service(), dir, Map.of(), "dead", "", words.toArray(new String[0]));
    }

    /** Lets the command find out what there is: the newest dead letter is at this offset, 0 for none. */
    private void begin(String itsGroup, long newest) throws IOException, InterruptedException {
        groups = stand.listing();
        DeadStand.list(groups, itsGroup);
        stand.head(30);
        NativePeer last = stand.welcome();
        assertEquals(
                new JsonObject("{\"last\":1}"),
                last.subscribe(newest == 0 ? 1 : newest).getJsonObject("from"));
        if (newest > 0) {
            last.say(DeadStand.letter(newest, "g", "0"));
        }
        last.say("{\"type\":\"mark\",\"offset\":30}");
        Thread answers = new Thread(this::answerListings, "listings");
        answers.setDaemon(true);
        answers.start();
    }

    /** Whenever it looks whether all is done; ends with the connection. */
    private void answerListings() {
        try {
            while (true) {
                DeadStand.list(groups, ITS_GROUP + place + ",\"lag\":9}");
            }
        } catch (IOException | AssertionError e) {
            // Closed.
        }
    }

    private GroupPeer join(boolean isNew) throws IOException, InterruptedException {
        GroupPeer peer = GroupPeer.welcome(stand.service());
        JsonObject asked = peer.takeIn(30_000);
        assertEquals("redrive-g", asked.getString("group"));
        assertEquals(1, asked.getInteger("maxInFlight"));
        assertEquals(isNew ? "$dead/g" : null, asked.getString("filter"));
        assertEquals(isNew ? 1_000 : null, asked.getInteger("maxAttempts"));
        assertTrue(!isNew || asked.getString("from").equals("earliest"));
        return peer;
    }

    private static void deliver(GroupPeer peer, long offset, String group) throws IOException {
        peer.peer().say(DeadStand.delivery(offset, group, "{\"n\": " + offset + "}"));
    }

    @Test
    void publishesEachWhereItCameFromAndAcksWhenItIsConfirmed() throws Exception {
        ToolRun run = redrive();
        begin("", 20);
        try (GroupPeer peer = join(true)) {
            deliver(peer, 12, "g");
            try (NativePeer publisher = stand.welcome()) {
                JsonObject frame = publisher.read("publish");
                assertEquals("orders/eu", frame.getString("topic"));
                assertEquals(new JsonObject("{\"n\":12}"), frame.getJsonObject("data"));
                assertEquals("k", frame.getString("key"));
                assertEquals(new JsonObject("{\"a\":\"b\"}"), frame.getJsonObject("headers"));
                assertEquals("redrive-g", frame.getString("producer"));
                assertEquals(12, frame.getInteger("seq"));
                publisher.confirm(frame, 31, false);
                peer.acked(12);
                deliver(peer, 15, "other");
                peer.acked(15);
                deliver(peer, 20, "g");
                JsonObject last = publisher.read("publish");
                assertEquals(20, last.getInteger("seq"));
                publisher.confirm(last, 7, true);
                peer.acked(20);
                place = 21;
                peer.leave();
                assertEquals(0, run.exitCode(), run.err());
            }
        }
        assertEquals("1 redriven; 1 had been redriven before\n", run.out());
    }

    @Test
    void endsBeforeWhatDiedAfterItBegan() throws Exception {
        ToolRun run = redrive();
        begin(ITS_GROUP + "13}", 20);
        try (GroupPeer peer = join(false)) {
            deliver(peer, 21, "g");
            peer.leave();
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("0 redriven\n", run.out());
    }

    @Test
    void withoutDeadLettersNothingIsMade() throws Exception {
        ToolRun run = redrive();
        begin("", 0);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("0 redriven\n", run.out());
    }

    @Test
    void toAnotherTopicSoManyAndNoFasterThanTheRate() throws Exception {
        ToolRun run = redrive("--to=elsewhere", "--count=3", "--rate=20/s");
        begin("", 20);
        long began = System.nanoTime();
        try (GroupPeer peer = join(true)) {
            deliver(peer, 12, "g");
            try (NativePeer publisher = stand.welcome()) {
                for (int offset = 12; offset < 15; offset++) {
                    JsonObject frame = publisher.read("publish");
                    assertEquals("elsewhere", frame.getString("topic"));
                    publisher.confirm(frame, 31, false);
                    peer.acked(offset);
                    deliver(peer, offset + 1, "g");
                }
                peer.leave();
                assertEquals(0, run.exitCode(), run.err());
            }
        }
        assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(100), "two pauses of 50 ms");
        assertEquals("3 redriven\n", run.out());
    }

    @Test
    void dryRunShowsWhatIsLeftAndChangesNothing() throws Exception {
        ToolRun run = redrive("--dry-run");
        groups = stand.listing();
        DeadStand.list(groups, ITS_GROUP + "13}");
        stand.head(30);
        try (NativePeer peer = stand.welcome()) {
            assertEquals(13, peer.subscribe(13).getJsonObject("from").getLong("offset"));
            peer.say(DeadStand.letter(20, "g", "1")).say(DeadStand.letter(30, "other", "1"));
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("20 [orders/eu] 19, 5 attempts, 2026-09-21T14:13:20Z: db down\n1 would be redriven\n", run.out());
    }

    @Test
    void stopsAtOneThatIsRefusedAndAcksItNot() throws Exception {
        ToolRun run = redrive();
        begin("", 20);
        try (GroupPeer peer = join(true)) {
            deliver(peer, 12, "g");
            try (NativePeer publisher = stand.welcome()) {
                publisher.error(publisher.read("publish"), 403, "forbidden", false);
                peer.leave();
                assertEquals(1, run.exitCode());
            }
        }
        assertEquals("0 redriven\n", run.out());
        assertEquals(
                "weir dead redrive: offset 12 was not redriven, nor what lies behind it: the server says: no"
                        + " (403 forbidden); use another --user or ask for the right\n",
                run.err());
    }

    @Test
    void aLostConnectionRedrivesNothingTwice() throws Exception {
        ToolRun run = redrive();
        begin("", 12);
        try (NativePeer publisher = firstIsLost();
                GroupPeer second = join(false)) {
            deliver(second, 12, "g");
            JsonObject again = publisher.read("publish");
            assertEquals(12, again.getInteger("seq"), "the same number, so the log knows it");
            publisher.confirm(again, 31, true);
            second.acked(12);
            place = 13;
            second.leave();
            assertEquals(0, run.exitCode(), run.err());
        }
        assertEquals("1 redriven; 1 had been redriven before\n", run.out());
    }

    /** Confirms a publish, and loses the connection before the ack is. */
    private NativePeer firstIsLost() throws IOException, InterruptedException {
        try (GroupPeer first = join(true)) {
            deliver(first, 12, "g");
            NativePeer publisher = stand.welcome();
            publisher.confirm(publisher.read("publish"), 31, false);
            first.peer().read("ack");
            first.peer().reset();
            return publisher;
        }
    }

    @Test
    void aGroupOfAnotherTopicIsLeftAlone() throws Exception {
        ToolRun run = redrive();
        groups = stand.listing();
        DeadStand.list(groups, "{\"group\":\"redrive-g\",\"filter\":\"old/dead\",\"offset\":3}");
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("delete it first: weir groups delete redrive-g"), run.err());
        assertFalse(run.out().contains("redriven"), run.out());
    }
}
