package dev.weir.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Eventually;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues of several processes, all on one event bus. */
@Timeout(30)
class QueueHeraldTest {
    private static final String SERVED = "served";

    private final Vertx vertx = Vertx.vertx();
    private final FakeNodes nodes = FakeNodes.of(Map.of("edge", "publisher"), "edge");
    private final List<String> gaveWay = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private final class Queue {
        final Context loop = vertx.getOrCreateContext();
        final String node;
        final QueueHerald herald;
        final CompletableFuture<String> asked = new CompletableFuture<>();

        Queue(String node) {
            this.node = node;
            nodes.roles().put(node, "msgqueue");
            herald = new QueueHerald(
                    vertx,
                    nodes.of(node),
                    new QueueHerald.Times(300, 50, 100, 1_000),
                    why -> gaveWay.add(node + ": " + why));
        }

        Queue asks() {
            loop.runOnContext(v -> {
                Future<Void> alone = herald.ask();
                alone.onSuccess(done -> asked.complete(SERVED)).onFailure(e -> asked.complete(e.getMessage()));
            });
            return this;
        }

        String outcome() throws ExecutionException, InterruptedException, TimeoutException {
            return asked.get(10, TimeUnit.SECONDS);
        }

        Queue serves() throws Exception {
            assertEquals(SERVED, asks().outcome());
            announces();
            return this;
        }

        void announcesWhenAsked() {
            asked.thenAccept(outcome -> {
                if (outcome.equals(SERVED)) {
                    announces();
                }
            });
        }

        void closes() throws Exception {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            loop.runOnContext(v -> {
                herald.quiet();
                herald.gone();
                closed.complete(null);
            });
            closed.get(10, TimeUnit.SECONDS);
        }

        void announces() {
            loop.runOnContext(v -> herald.announce(URI.create("wss://127.0.0.1:8080"), "k.0"));
        }
    }

    /** Lets so many ms pass, by the clock of those that are tested. */
    private void lets(long ms) throws Exception {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        vertx.setTimer(ms, id -> passed.complete(null));
        passed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void isTheQueueWhenNobodyElseIs() throws Exception {
        List<Announcement> heard = new CopyOnWriteArrayList<>();
        vertx.eventBus().consumer(Bus.QUEUE, message -> heard.add(Announcement.of(message.body())));
        new Queue("m").serves();
        Eventually.until("three announcements", () -> heard.size() > 2);
        Announcement first = heard.get(0);
        assertEquals(new Announcement("m", URI.create("wss://127.0.0.1:8080"), "k.0", first.since()), first);
        assertEquals(first, heard.get(2));
    }

    @Test
    void isNotTheQueueBesideAnotherOneWhateverTheirIds() throws Exception {
        new Queue("m").serves();
        for (String other : List.of("a", "z")) {
            String outcome = new Queue(other).asks().outcome();
            assertEquals("there is a queue already, at wss://127.0.0.1:8080 in process m", outcome);
            nodes.roles().remove(other);
        }
        assertEquals(List.of(), gaveWay);
    }

    @Test
    void answersWhoeverAsksAtOnce() throws Exception {
        Queue queue = new Queue("m");
        List<Object> heard = new CopyOnWriteArrayList<>();
        queue.serves();
        vertx.eventBus().consumer(Bus.QUEUE, message -> heard.add(message.body()));
        vertx.eventBus().publish(Bus.ASK, new JsonObject().put("node", "edge").put("starting", false));
        Eventually.until("an answer", () -> !heard.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 250, 290, 300, 310, 350, 600})
    void oneOfTwoIsTheQueueHoweverFarApartTheyStart(int apartMs) throws Exception {
        for (String first : List.of("a", "b")) {
            String second = first.equals("a") ? "b" : "a";
            Queue one = new Queue(first);
            Queue two = new Queue(second);
            nodes.roles().remove(second);
            CompletableFuture<Void> started = new CompletableFuture<>();
            one.asks().announcesWhenAsked();
            vertx.setTimer(Math.max(1, apartMs), id -> {
                nodes.roles().put(second, "msgqueue");
                two.asks().announcesWhenAsked();
                started.complete(null);
            });
            started.get(10, TimeUnit.SECONDS);
            List<String> outcomes = List.of(one.outcome(), two.outcome());
            assertEquals(1, outcomes.stream().filter(SERVED::equals).count(), outcomes::toString);
            assertTrue(
                    outcomes.stream().anyMatch(text -> text.startsWith("there is a queue already")),
                    outcomes::toString);
            one.closes();
            two.closes();
        }
        assertEquals(List.of(), gaveWay);
    }

    /** It asks long enough and then has a long log to open: the other one, whatever its id, waits for it. */
    @Test
    void oneThatIsChosenIsWaitedFor() throws Exception {
        Queue chosen = new Queue("z");
        assertEquals(SERVED, chosen.asks().outcome());
        Queue later = new Queue("a").asks();
        Queue third = new Queue("c").asks();
        lets(1_500);
        assertFalse(later.asked.isDone());
        chosen.announces();
        assertTrue(later.outcome().startsWith("there is a queue already"));
        assertTrue(third.outcome().startsWith("there is a queue already"));
    }

    /** While its log is closed it says nothing, and is waited for as for one that hangs. */
    @Test
    void oneThatStopsHasNoSuccessorBeforeItsLogIsClosed() throws Exception {
        Queue stops = new Queue("m").serves();
        stops.loop.runOnContext(v -> stops.herald.quiet());
        Queue next = new Queue("n").asks();
        lets(700);
        assertFalse(next.asked.isDone());
        stops.loop.runOnContext(v -> stops.herald.gone());
        assertEquals(SERVED, next.outcome());
    }

    /** However long it has waited before: the time of its silence begins with that. */
    @Test
    void oneThatFallsSilentIsWaitedForAnew() throws Exception {
        Queue chosen = new Queue("a");
        assertEquals(SERVED, chosen.asks().outcome());
        Queue later = new Queue("b").asks();
        lets(1_500);
        long silentSince = System.nanoTime();
        chosen.loop.runOnContext(v -> chosen.herald.quiet());
        assertTrue(later.outcome().startsWith("process a of the cluster is a queue, or is to be one"));
        assertTrue(System.nanoTime() - silentSince > 900_000_000);
    }

    /** Who goes first and then cannot is no obstacle. */
    @Test
    void whoeverWaitedIsTheQueueWhenTheFirstGivesUp() throws Exception {
        Queue first = new Queue("a").asks();
        Queue second = new Queue("b").asks();
        assertEquals(SERVED, first.outcome());
        first.closes();
        assertEquals(SERVED, second.outcome());
    }

    @Test
    void tellsEdgesThatItIsGone() throws Exception {
        List<String> gone = new CopyOnWriteArrayList<>();
        vertx.eventBus().consumer(Bus.QUEUE, message -> {
            String node = Announcement.gone(message.body());
            gone.add(node == null ? "not yet" : node);
        });
        Queue queue = new Queue("m").serves();
        queue.closes();
        Eventually.until("it is gone", () -> gone.contains("m"));
    }

    @Test
    void hasNoSuccessorWhileItHangs() throws Exception {
        nodes.roles().put("hangs", "msgqueue,publisher,subscriber");
        String outcome = new Queue("m").asks().outcome();
        assertTrue(
                outcome.startsWith("process hangs of the cluster is a queue, or is to be one, and does not answer"),
                outcome);
        nodes.roles().remove("hangs");
        nodes.roles().remove("m");
        assertEquals(SERVED, new Queue("n").asks().outcome());
    }

    @Test
    void oneGivesWayWhenTwoHalvesMeet() throws Exception {
        Queue b = new Queue("b");
        nodes.roles().remove("b");
        Queue a = new Queue("a").serves();
        nodes.roles().remove("a");
        b.serves();
        assertEquals(List.of(), gaveWay);
        nodes.roles().put("a", "msgqueue");
        nodes.roles().put("b", "msgqueue");
        Eventually.until("one gives way", () -> !gaveWay.isEmpty());
        assertEquals(1, gaveWay.size());
        assertTrue(gaveWay.get(0).startsWith("b: there is another queue"), a.node + gaveWay);
    }

    @Test
    void saysNothingMoreOnceItIsClosed() throws Exception {
        Queue queue = new Queue("m").serves();
        queue.closes();
        nodes.roles().remove("m");
        assertEquals(SERVED, new Queue("n").asks().outcome());
    }
}
