package dev.weir.msgqueue;

import dev.weir.cluster.NodeReports;
import dev.weir.cluster.QueueHerald;
import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import dev.weir.link.Intake;
import dev.weir.link.LocalQueue;
import dev.weir.web.ServiceVerticle;
import dev.weir.web.Turn;
import dev.weir.web.WeirServer;
import dev.weir.web.drain.DrainPhase;
import dev.weir.web.drain.Leaving;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue: {@code /pushmsg} takes messages in, {@code /popmsg} gives each to one popper, links serve the edges. */
public final class MsgQueueVerticle extends ServiceVerticle {
    private static final Logger LOG = LoggerFactory.getLogger(MsgQueueVerticle.class);
    private static final long TICK_MS = 1_000;

    private @Nullable Store store;
    private @Nullable QueueLoop loop;
    private @Nullable Intake pushed;
    private @Nullable LocalDoor announced;
    private @Nullable QueueHerald herald;

    public MsgQueueVerticle() {
        super(ServiceKind.MSGQUEUE);
    }

    @Override
    protected Future<WeirServer> open(ServiceConfig config) {
        if (vertx.getOrCreateContext().getInstanceCount() > 1) {
            return Future.failedFuture("there is one queue: deploy MsgQueueVerticle with one instance");
        }
        EventLoop eventLoop = WeirServer.loop(vertx);
        // The log is not touched before that: the lock on its directory may be worth nothing on a disk of the network.
        return isTheQueue(config)
                .compose(v -> vertx.executeBlocking(() -> Store.open(config, eventLoop)))
                .compose(opened -> {
                    store = opened;
                    return opened.ready(vertx.getOrCreateContext()).compose(ready -> open(config, eventLoop, opened));
                })
                .onSuccess(server -> announce(config, server));
    }

    /** In a cluster, fails when somebody else is. */
    private Future<Void> isTheQueue(ServiceConfig config) {
        if (!vertx.isClustered()) {
            return Future.succeededFuture();
        }
        try {
            QueueHerald.url(config, 1);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e.getMessage());
        }
        String deployment = context.deploymentID();
        QueueHerald asking = new QueueHerald(
                vertx,
                why -> Leaving.say(vertx, why, () -> vertx.undeploy(deployment)
                        .onFailure(e -> LOG.error("the queue cannot be undeployed", e))));
        herald = asking;
        return asking.ask();
    }

    private void announce(ServiceConfig config, WeirServer server) {
        QueueHerald heard = herald;
        Store opened = store;
        if (heard != null && opened != null) {
            String epoch = opened.log().epoch().toString();
            heard.announce(QueueHerald.url(config, server.port()), epoch);
            NodeReports.answer(vertx, config, ServiceKind.MSGQUEUE, server.port(), () -> epoch);
        }
    }

    private Future<WeirServer> open(ServiceConfig config, EventLoop eventLoop, Store opened) {
        Turn turn = Turn.of(eventLoop);
        QueueLoop queue = new QueueLoop(
                turn,
                opened.core(),
                opened.log(),
                new Clocks(MsgQueueVerticle::monotonicMs, System::currentTimeMillis, opened.expiryMs()));
        LocalDoor door = new LocalDoor(eventLoop, queue);
        Intake intake = new Intake(
                turn,
                PooledByteBufAllocator.DEFAULT,
                config.link().unconfirmedBytesMax(),
                config.link().unconfirmedBatchesMax());
        intake.linked(door.open(intake));
        loop = queue;
        pushed = intake;
        vertx.setPeriodic(TICK_MS, id -> queue.tick());
        if (!LocalQueue.announce(vertx, door)) {
            return Future.failedFuture("there is one queue in a process, and it is running already");
        }
        announced = door;
        drains(DrainPhase.LOG_SYNC, intake::emptied);
        drains(DrainPhase.SUBSCRIBERS, queue::delivered);
        return WeirServer.start(vertx, config, new QueueEndpoints(config, queue, door, intake).all(), queue);
    }

    /** A time of day that is set anew must not end every grace time at once. */
    static long monotonicMs() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    protected Future<Void> closed() {
        if (herald != null) {
            herald.quiet();
        }
        if (announced != null) {
            LocalQueue.withdraw(vertx, announced);
        }
        if (pushed != null) {
            pushed.discard();
        }
        if (loop != null) {
            loop.close();
        }
        Store opened = store;
        Future<Void> closed = opened == null
                ? Future.succeededFuture()
                : vertx.executeBlocking(() -> {
                    opened.log().close(); // writes and syncs what waits
                    return null;
                });
        return closed.onSuccess(v -> {
            if (herald != null) {
                herald.gone();
            }
        });
    }
}
