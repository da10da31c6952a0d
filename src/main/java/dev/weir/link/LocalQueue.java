package dev.weir.link;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import org.jspecify.annotations.Nullable;

/** The queue of this process, where the edges beside it find it. */
public interface LocalQueue extends Shareable {
    /** The queue's side of a new link; calls to it and to {@code edge} are both on the queue's loop. */
    QueuePort open(EdgePort edge);

    EventLoop loop();

    /** False when this process has a queue already. */
    static boolean announce(Vertx vertx, LocalQueue queue) {
        return map(vertx).putIfAbsent("queue", queue) == null;
    }

    static void withdraw(Vertx vertx, LocalQueue queue) {
        map(vertx).removeIfPresent("queue", queue);
    }

    static @Nullable LocalQueue find(Vertx vertx) {
        return map(vertx).get("queue");
    }

    private static LocalMap<String, LocalQueue> map(Vertx vertx) {
        return vertx.sharedData().getLocalMap("weir.queue");
    }
}
