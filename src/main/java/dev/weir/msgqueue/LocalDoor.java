package dev.weir.msgqueue;

import dev.weir.link.EdgePort;
import dev.weir.link.LocalQueue;
import dev.weir.link.QueuePort;
import io.netty.channel.EventLoop;

/** Where links get their side of the queue. */
final class LocalDoor implements LocalQueue {
    private final EventLoop eventLoop;
    private final QueueLoop loop;

    LocalDoor(EventLoop eventLoop, QueueLoop loop) {
        this.eventLoop = eventLoop;
        this.loop = loop;
    }

    @Override
    public QueuePort open(EdgePort edge) {
        return new LinkSession(loop, edge, false);
    }

    QueuePort openWire(EdgePort edge) {
        return new LinkSession(loop, edge, true);
    }

    @Override
    public EventLoop loop() {
        return eventLoop;
    }
}
