package dev.weir.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.config.LinkConfig;
import dev.weir.message.BatchResult;
import dev.weir.testkit.Eventually;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectorTest {
    private static final int MIN_MS = 20;
    private static final int MAX_MS = 60;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final Context context = vertx.getOrCreateContext();
    private final EventLoop loop = ((ContextInternal) context).nettyEventLoop();
    private final RecordingEdge edge = new RecordingEdge();
    private Connector connector;

    /** A queue in this process that says no more than it is told to. */
    private final class FakeQueue implements LocalQueue {
        final EventLoop its;
        final RecordingQueue said = new RecordingQueue();
        final List<EdgePort> opened = Collections.synchronizedList(new ArrayList<>());
        final List<Long> openedAt = Collections.synchronizedList(new ArrayList<>());

        FakeQueue(EventLoop its) {
            this.its = its;
        }

        @Override
        public QueuePort open(EdgePort port) {
            assertTrue(its.inEventLoop());
            openedAt.add(System.nanoTime());
            opened.add(port);
            return said;
        }

        @Override
        public EventLoop loop() {
            return its;
        }

        void tell(int connection, java.util.function.Consumer<EdgePort> what) throws Exception {
            onLoop(its, () -> {
                what.accept(opened.get(connection));
                return null;
            });
        }
    }

    private static <T> T onLoop(EventLoop loop, Callable<T> work) throws Exception {
        return loop.submit(work).get(10, TimeUnit.SECONDS);
    }

    @BeforeEach
    void start() throws Exception {
        LinkConfig config = new LinkConfig(
                LinkConfig.LOCAL_URL,
                null,
                null,
                null,
                false,
                1,
                1,
                1_000,
                MIN_MS,
                MAX_MS,
                1_000,
                1,
                null,
                true,
                false);
        connector = onLoop(loop, () -> Connector.start(vertx, loop, config, QueueFinder.NONE, true, edge)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS));
    }

    @AfterEach
    void stop() throws Exception {
        onLoop(loop, () -> {
            connector.stop();
            return null;
        });
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private FakeQueue announced(EventLoop its) {
        FakeQueue queue = new FakeQueue(its);
        LocalQueue.announce(vertx, queue);
        return queue;
    }

    private List<String> heard() throws Exception {
        return onLoop(loop, edge::take);
    }

    private String unready() throws Exception {
        return onLoop(loop, () -> Connector.unready(connector));
    }

    @Test
    void triesUntilThereIsAQueueAndIsReadyOnceItIsWelcomed() throws Exception {
        assertNotNull(unready());
        FakeQueue queue = announced(loop);
        Eventually.until("linked", () -> queue.opened.size() == 1);
        assertNotNull(unready());
        queue.tell(0, port -> port.hello(QueueHello.seed(3)));
        assertNull(unready());
        assertEquals(List.of("linked", "hello next 3"), heard());
    }

    @Test
    void comesBackAfterALossAndTellsTheEdge() throws Exception {
        FakeQueue queue = announced(loop);
        Eventually.until("linked", () -> queue.opened.size() == 1);
        queue.tell(0, port -> port.hello(QueueHello.seed(3)));
        queue.tell(0, port -> port.closed("on purpose"));
        assertNotNull(unready());
        Eventually.until("linked again", () -> queue.opened.size() == 2);
        queue.tell(1, port -> port.hello(QueueHello.seed(3)));
        assertNull(unready());
        assertEquals(List.of("linked", "hello next 3", "closed: on purpose", "linked", "hello next 3"), heard());
    }

    @Test
    void waitsLongerAfterEachFailureUpToItsLimitAndShorterAfterAWelcome() throws Exception {
        FakeQueue queue = announced(loop);
        for (int i = 0; i < 6; i++) {
            int n = i;
            Eventually.until("attempt " + n, () -> queue.opened.size() == n + 1);
            queue.tell(n, port -> port.closed("no welcome"));
        }
        Eventually.until("another", () -> queue.opened.size() == 7);
        for (int i = 4; i < 7; i++) {
            long pauseMs = (queue.openedAt.get(i) - queue.openedAt.get(i - 1)) / 1_000_000;
            assertTrue(pauseMs >= MAX_MS / 2 - 1, "came back after " + pauseMs + " ms");
        }
    }

    @Test
    void handsEveryCallOverWhenTheQueueHasAnotherLoop() throws Exception {
        EventLoop other = loop;
        while (other == loop) {
            other = ((VertxInternal) vertx).createEventLoopContext().nettyEventLoop();
        }
        FakeQueue queue = announced(other);
        Eventually.until("linked", () -> queue.opened.size() == 1);
        queue.tell(0, port -> {
            port.hello(QueueHello.seed(3));
            port.result(1, BatchResult.stored(2, 3));
            port.interestAt(4, 5);
            port.group(new GroupReply.Left(6));
            port.closed("on purpose");
        });
        Eventually.until("all heard", () -> {
            try {
                return onLoop(loop, () -> edge.lines.size()) >= 6;
            } catch (Exception e) {
                return false;
            }
        });
        assertEquals(
                List.of(
                        "linked",
                        "hello next 3",
                        "result 1 2+3",
                        "interestAt 4 5",
                        "Left[member=6]",
                        "closed: on purpose"),
                heard().subList(0, 6));
        GroupCall leave = new GroupCall.Leave(6, true);
        onLoop(loop, () -> {
            edge.queue.group(leave);
            return null;
        });
        assertEquals(List.of(leave.toString()), onLoop(other, queue.said::take));
    }

    @Test
    void saysGoodbyeWhenItIsStoppedAndStaysAway() throws Exception {
        FakeQueue queue = announced(loop);
        Eventually.until("linked", () -> queue.opened.size() == 1);
        onLoop(loop, () -> {
            connector.stop();
            return null;
        });
        queue.tell(0, port -> port.closed("after the goodbye"));
        onLoop(loop, () -> loop.schedule(() -> {}, 2 * MAX_MS, TimeUnit.MILLISECONDS))
                .get(10, TimeUnit.SECONDS);
        assertEquals(1, queue.opened.size());
        assertEquals(List.of("bye"), onLoop(loop, queue.said::take));
    }
}
