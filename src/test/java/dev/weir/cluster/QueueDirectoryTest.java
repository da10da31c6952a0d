package dev.weir.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.weir.link.QueueFinder;
import dev.weir.testkit.Eventually;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QueueDirectoryTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final FakeNodes nodes =
            FakeNodes.of(Map.of("edge", "subscriber", "a", "msgqueue", "b", "msgqueue"), "edge");
    private final AtomicInteger found = new AtomicInteger();
    private final AtomicInteger asks = new AtomicInteger();
    private QueueFinder directory = QueueFinder.NONE;

    @BeforeEach
    void open() throws Exception {
        vertx.eventBus().consumer(Bus.ASK, message -> asks.incrementAndGet());
        CompletableFuture<QueueFinder> opened = new CompletableFuture<>();
        loop.runOnContext(v ->
                QueueDirectory.open(vertx, nodes).onSuccess(opened::complete).onFailure(opened::completeExceptionally));
        directory = opened.get(10, TimeUnit.SECONDS);
        onLoop(() -> {
            directory.onFound(found::incrementAndGet);
            return null;
        });
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private <T> @Nullable T onLoop(Callable<@Nullable T> task) throws Exception {
        CompletableFuture<@Nullable T> done = new CompletableFuture<>();
        loop.runOnContext(v -> {
            try {
                done.complete(task.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.get(10, TimeUnit.SECONDS);
    }

    private @Nullable URI find() {
        try {
            return onLoop(directory::find);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void says(String node, int port) {
        vertx.eventBus().publish(Bus.QUEUE, new Announcement(node, url(port), "k.0", 0).toJson());
    }

    private static URI url(int port) {
        return URI.create("wss://127.0.0.1:" + port);
    }

    @Test
    void asksUntilAQueueIsKnown() {
        assertNull(find());
        Eventually.until("asked twice", () -> asks.get() > 1);
        says("a", 1);
        Eventually.equal("the queue", url(1), this::find);
        assertEquals(1, found.get());
    }

    @Test
    void keepsToItsQueueAsLongAsThatLives() {
        says("b", 2);
        Eventually.equal("the queue", url(2), this::find);
        says("a", 1);
        says("b", 3);
        Eventually.equal("b at its new address", url(3), this::find);
        assertEquals(2, found.get());
        nodes.roles().remove("b");
        assertEquals(url(1), find());
    }

    /** A process that was killed may still be a member when its successor announces itself. */
    @Test
    void followsTheSuccessorOnceTheOldOneHasLeft() {
        says("a", 1);
        Eventually.equal("the queue", url(1), this::find);
        nodes.roles().put("c", "msgqueue");
        says("c", 3);
        says("a", 1);
        nodes.roles().remove("a");
        Eventually.equal("the successor", url(3), this::find);
    }

    @Test
    void knowsNoneOnceItsQueueHasLeft() {
        says("a", 1);
        Eventually.equal("the queue", url(1), this::find);
        nodes.roles().remove("a");
        assertNull(find());
        int before = asks.get();
        Eventually.until("asked again", () -> asks.get() > before);
    }

    @Test
    void leavesAQueueThatHasGivenWayThoughItsProcessLives() {
        says("b", 2);
        Eventually.equal("the queue", url(2), this::find);
        vertx.eventBus().publish(Bus.QUEUE, Announcement.goneJson("b"));
        says("a", 1);
        Eventually.equal("the other", url(1), this::find);
        assertEquals(2, found.get());
    }

    @Test
    void believesNobodyWhoIsNotInTheClusterAndNothingThatIsNone() {
        says("stranger", 9);
        vertx.eventBus().publish(Bus.QUEUE, "rubbish");
        vertx.eventBus().publish(Bus.QUEUE, new JsonObject().put("node", "a").put("url", "http://x"));
        says("a", 1);
        Eventually.equal("the queue", url(1), this::find);
        assertEquals(1, found.get());
    }
}
