package dev.weir.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.link.Fetched;
import dev.weir.link.QueueHello;
import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import dev.weir.web.LooseConnections;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueFeedTest {
    private static final long CREDIT = 1 << 20;
    private final Audience audience = new Audience();
    private final QueueFeed feed = audience.feed;

    @AfterEach
    void close() {
        audience.close();
    }

    private List<String> told() {
        audience.loose.endTurn();
        return audience.queue.take();
    }

    private static BatchView batch(long first, String... topics) {
        return Batches.stamped(Batches.ofTopics(new LinkId(1, 1), 1, topics), first);
    }

    @Test
    void saysAllThatIsWantedAndGivesCreditWhenItIsWelcomed() {
        audience.client("b", "a");
        assertEquals(List.of(), told());
        audience.link();
        assertEquals(List.of("hello 1 next 0", "interest 3 +[a, b] -[]", "credit " + CREDIT + " below 1"), told());
    }

    @Test
    void tellsOfATurnsNewTopicsAtOnce() {
        audience.link();
        told();
        audience.client("a", "b");
        audience.client("b", "c");
        assertEquals(List.of("interest 4 +[a, b, c] -[]"), told());
        audience.client("a");
        assertEquals(List.of(), told());
    }

    @Test
    void settlesWhenTheQueueHasAnsweredTheNewestVersion() {
        List<String> settled = new ArrayList<>();
        audience.link();
        feed.interestAt(1, 1);
        audience.client("a");
        feed.whenSettled(() -> settled.add("a"));
        audience.client("b");
        feed.whenSettled(() -> settled.add("b"));
        told();
        feed.interestAt(2, 1);
        assertEquals(List.of("a"), settled);
        feed.interestAt(3, 1);
        assertEquals(List.of("a", "b"), settled);
        feed.whenSettled(() -> settled.add("at once"));
        assertEquals(3, settled.size());
    }

    @Test
    void waitsForTheLinkBeforeAnythingIsSettled() {
        List<String> settled = new ArrayList<>();
        audience.link();
        audience.client("a");
        told();
        feed.interestAt(2, 1);
        feed.closed("lost");
        feed.whenSettled(() -> settled.add("after the loss"));
        Runnable left = () -> settled.add("left");
        feed.whenSettled(left);
        feed.forget(left);
        audience.link();
        assertEquals(List.of(), settled);
        assertTrue(told().contains("interest 3 +[a] -[]"));
        feed.interestAt(3, 1);
        assertEquals(List.of("after the loss"), settled);
    }

    @Test
    void goesOnBehindTheLastRangeAndLeavesOutWhatItHad() {
        audience.link();
        Audience.Client client = audience.client("a", "b", "c");
        feed.range(1, 2, batch(1, "a", "b"));
        assertEquals(List.of("a", "b"), client.got());
        feed.closed("lost");
        feed.linked(audience.queue);
        assertTrue(told().contains("hello 1 next 3"));
        feed.hello(new QueueHello(new Epoch(7, 1), Durability.MEMORY, 3));
        feed.range(2, 3, batch(2, "b", "c"));
        assertEquals(List.of("c"), client.got());
    }

    @Test
    void givesBackCreditOnceATurnForWhatWasHandedOn() {
        audience.link();
        told();
        BatchView one = batch(1, "a");
        BatchView two = batch(2, "a", "b");
        int bytes = one.length() + two.length();
        feed.range(1, 1, one);
        feed.range(2, 3, two);
        assertEquals(List.of("credit " + bytes + " below 4"), told());
        assertEquals(0, one.bytes().refCnt());
        assertEquals(0, two.bytes().refCnt());
    }

    @Test
    void givesInterestUpLazilyAndWantsItAgain() {
        audience.link();
        Audience.Client client = audience.client("a", "b");
        told();
        client.says("unsub a");
        assertEquals(List.of(), told());
        client.says("sub a");
        assertEquals(List.of(), told(), "it was still declared");
        client.says("unsub a");
        assertEquals(List.of(), told());
        feed.narrow();
        assertEquals(List.of("interest 0 +[] -[a]", "interest 4 +[] -[]"), told());
        client.says("sub a");
        assertEquals(List.of("interest 5 +[a] -[]"), told());
        feed.narrow();
        assertEquals(List.of(), told());
    }

    /** A link takes no message much over the largest published one: ten thousand topics have to come in pieces. */
    @Test
    void tellsOfManyTopicsInFramesOfBoundedSizeOfWhichTheLastSettles() {
        int topics = 2_000;
        for (int i = 0; i < topics; i += 100) {
            String[] hundred = new String[100];
            for (int j = 0; j < 100; j++) {
                hundred[j] = "t".repeat(200) + (i + j);
            }
            audience.client(hundred);
        }
        audience.link();
        List<String> lines = told();
        List<String> interests =
                lines.stream().filter(line -> line.startsWith("interest")).toList();
        assertTrue(interests.size() > topics * 200 / Interests.FRAME_BYTES_MAX);
        int named = 0;
        for (String line : interests) {
            assertTrue(line.getBytes(UTF_8).length <= 2 * Interests.FRAME_BYTES_MAX);
            named += line.split(", ").length;
            boolean last = line.equals(interests.get(interests.size() - 1));
            assertTrue(line.startsWith(last ? "interest " + (topics + 1) : "interest 0"), line.substring(0, 20));
        }
        assertEquals(topics, named);
    }

    /** Its offsets begin at 1 again: what a seed client counted from in the old one must not hold it back. */
    @Test
    void servesSlowSeedClientsInANewLifeOfTheLogToo() {
        try (Audience audience = new Audience()) {
            audience.feed.linked(audience.queue);
            audience.feed.hello(new QueueHello(new Epoch(7, 1), Durability.SYNCED, 5_000));
            Audience.Client client = audience.client("a");
            audience.feed.closed("lost");
            audience.feed.linked(audience.queue);
            audience.feed.hello(new QueueHello(new Epoch(8, 1), Durability.SYNCED, 1));
            LooseConnections.takes(client.connection, false);
            audience.comes("a", "a");
            audience.loose.endTurn();
            LooseConnections.takes(client.connection, true);
            LooseConnections.settle(client.connection);
            audience.loose.endTurn();
            assertEquals(
                    List.of("fetch 1 from 1 [a][]"),
                    audience.queue.take().stream()
                            .filter(line -> line.startsWith("fetch"))
                            .toList());
            BatchView kept = Batches.stamped(Batches.ofTopics(new LinkId(1, 1), 1, "a", "a"), 1);
            audience.feed.fetched(1, new Fetched(1, 2, null, List.of(kept)));
            assertEquals(List.of("a", "a"), client.got());
        }
    }
}
