package dev.weir.link;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.protocol.StartFrom;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link within the process. On one loop a call is a call, within the turn; between two loops each call is handed over, in
 * order. Batches are not copied: both sides hold references to one buffer.
 */
final class LocalLink {
    private LocalLink() {}

    /** Connects an edge on {@code edgeLoop}; what it then says goes to the port returned. */
    static QueuePort open(LocalQueue queue, EdgePort edge, EventLoop edgeLoop) {
        return queue.loop() == edgeLoop ? queue.open(edge) : new ToQueue(queue, new ToEdge(edge, edgeLoop));
    }

    private static final class ToQueue implements QueuePort {
        private final EventLoop loop;

        /** Owned by the queue's loop, where it is set before any other call arrives. */
        private @Nullable QueuePort port;

        ToQueue(LocalQueue queue, EdgePort edge) {
            this.loop = queue.loop();
            loop.execute(() -> port = queue.open(edge));
        }

        private QueuePort port() {
            return Objects.requireNonNull(port);
        }

        @Override
        public void hello(EdgeHello hello) {
            loop.execute(() -> port().hello(hello));
        }

        @Override
        public void batch(BatchView batch) {
            loop.execute(() -> port().batch(batch));
        }

        @Override
        public void interest(long version, List<byte[]> added, List<byte[]> removed) {
            loop.execute(() -> port().interest(version, added, removed));
        }

        @Override
        public void filters(long version, List<TopicFilter> added, List<TopicFilter> removed) {
            loop.execute(() -> port().filters(version, added, removed));
        }

        @Override
        public void credit(long bytes, long next) {
            loop.execute(() -> port().credit(bytes, next));
        }

        @Override
        public void start(long id, StartFrom from, TopicFilter filter) {
            loop.execute(() -> port().start(id, from, filter));
        }

        @Override
        public void fetch(Fetch fetch) {
            loop.execute(() -> port().fetch(fetch));
        }

        @Override
        public void group(GroupCall call) {
            loop.execute(() -> port().group(call));
        }

        @Override
        public void bye() {
            loop.execute(() -> port().bye());
        }

        @Override
        public void close() {
            loop.execute(() -> port().close());
        }
    }

    private record ToEdge(EdgePort port, EventLoop loop) implements EdgePort {
        @Override
        public void hello(QueueHello hello) {
            loop.execute(() -> port.hello(hello));
        }

        @Override
        public void result(long batchSeq, BatchResult result) {
            loop.execute(() -> port.result(batchSeq, result));
        }

        @Override
        public void interestAt(long version, long offset) {
            loop.execute(() -> port.interestAt(version, offset));
        }

        @Override
        public void range(long from, long to, BatchView batch) {
            loop.execute(() -> port.range(from, to, batch));
        }

        @Override
        public void lost(Gap gap) {
            loop.execute(() -> port.lost(gap));
        }

        @Override
        public void started(long id, Started started) {
            loop.execute(() -> port.started(id, started));
        }

        @Override
        public void fetched(long id, Fetched fetched) {
            loop.execute(() -> port.fetched(id, fetched));
        }

        @Override
        public void group(GroupReply reply) {
            loop.execute(() -> port.group(reply));
        }

        @Override
        public void closed(String why) {
            loop.execute(() -> port.closed(why));
        }
    }
}
