package dev.weir.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
                    vertx, nodes.of(node), new QueueHerald.Times(300, 50, 100), why -> gaveWay.add(node + ": " + why));
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

        void announces() {
            loop.runOnContext(v -> herald.announce(URI.create("wss://127.0.0.1:8080"), "k.0"));
        }
    }

    @Test
    void isTheQueueWhenNobodyElseIs() throws Exception {
        List<Announcement> heard = new CopyOnWriteArrayList<>();
        vertx.eventBus().consumer(Bus.QUEUE, message -> heard.add(Announcement.of(message.body())));
        new Queue("m").serves();
        Eventually.until("three announcements", () -> heard.size() > 2);
        assertEquals(new Announcement("m", URI.create("wss://127.0.0.1:8080"), "k.0"), heard.get(0));
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

    @Test
    void oneOfTwoThatStartTogetherGoesFirst() throws Exception {
        Queue a = new Queue("a");
        Queue b = new Queue("b");
        a.asks();
        b.asks();
        assertEquals("another queue is starting, in process a, and goes first", b.outcome());
        assertEquals(SERVED, a.outcome());
    }

    /** Also when the second one, with the smaller id, comes at the last moment: it must not take the first for one that hangs. */
    @Test
    void theOneThatGoesFirstKnowsThatTheOtherIsBehind() throws Exception {
        Queue b = new Queue("b").asks();
        vertx.setTimer(250, id -> new Queue("a").asks().asked.thenAccept(gaveWay::add));
        assertTrue(b.outcome().contains("goes first"));
        Eventually.equal("the outcome of a", List.of(SERVED), () -> gaveWay);
    }

    @Test
    void hasNoSuccessorWhileItHangs() throws Exception {
        nodes.roles().put("hangs", "msgqueue,publisher,subscriber");
        String outcome = new Queue("m").asks().outcome();
        assertTrue(outcome.startsWith("process hangs of the cluster is a queue and does not answer"), outcome);
        nodes.roles().remove("hangs");
        nodes.roles().remove("m");
        assertEquals(SERVED, new Queue("n").asks().outcome());
    }

    @Test
    void givesWayToOneWithASmallerIdWhenTwoHalvesMeet() throws Exception {
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
        CompletableFuture<Void> closed = new CompletableFuture<>();
        queue.loop.runOnContext(v -> {
            queue.herald.close();
            closed.complete(null);
        });
        closed.get(10, TimeUnit.SECONDS);
        nodes.roles().remove("m");
        assertEquals(SERVED, new Queue("n").asks().outcome());
    }
}
