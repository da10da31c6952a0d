package dev.weir.msgqueue;

import dev.weir.link.EdgePort;
import dev.weir.link.LocalQueue;
import dev.weir.link.QueuePort;
import dev.weir.message.Epoch;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;

/** Where links get their side of the queue. The epoch is this life of the log, which in memory is this start. */
final class LocalDoor implements LocalQueue {
    private final EventLoop eventLoop;
    private final QueueLoop loop;
    private final Epoch epoch = new Epoch(Math.max(1, new SecureRandom().nextLong() >>> 1), 1);

    LocalDoor(EventLoop eventLoop, QueueLoop loop) {
        this.eventLoop = eventLoop;
        this.loop = loop;
    }

    @Override
    public QueuePort open(EdgePort edge) {
        return new LinkSession(loop, edge, epoch, false);
    }

    QueuePort openWire(EdgePort edge) {
        return new LinkSession(loop, edge, epoch, true);
    }

    @Override
    public EventLoop loop() {
        return eventLoop;
    }
}
