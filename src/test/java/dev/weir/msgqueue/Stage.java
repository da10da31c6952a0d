package dev.weir.msgqueue;

import dev.weir.link.EdgeHello;
import dev.weir.link.RecordingEdge;
import dev.weir.log.MemoryLog;
import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import dev.weir.queue.CoreSettings;
import dev.weir.queue.QueueCore;
import dev.weir.web.LooseConnections;
import java.util.ArrayList;
import java.util.List;

/** A queue without a server: core, log and loop on the test's thread, with links whose edges are recorded. */
final class Stage implements AutoCloseable {
    static final long GRACE = 100;
    static final long FAR = 1 << 30;

    final LooseConnections loose = new LooseConnections();
    final MemoryLog log;
    final QueueLoop loop;
    final List<BatchView> sent = new ArrayList<>();
    long now;
    long epochMs = 1_700_000_000_000L;

    Stage(long logBytesMax) {
        log = new MemoryLog(logBytesMax);
        QueueCore core = new QueueCore(CoreSettings.inMemory(false, true, FAR, GRACE, FAR));
        loop = new QueueLoop(loose.turn(), core, log, new Clocks(() -> now, () -> epochMs, () -> 0));
    }

    /** One edge, over all its connections. */
    final class EdgeEnd {
        final LinkId id;
        final boolean receives;
        RecordingEdge edge = new RecordingEdge();
        LinkSession session;

        EdgeEnd(int number, boolean receives) {
            this.id = new LinkId(1, number);
            this.receives = receives;
        }

        EdgeEnd connect(long nextSeq, long next, boolean wire) {
            edge = new RecordingEdge();
            session = new LinkSession(loop, edge, wire);
            session.hello(new EdgeHello(id, receives, nextSeq, next == 0 ? null : log.epoch(), next));
            return this;
        }

        void publish(long seq, String... topics) {
            BatchView batch = Batches.ofTopics(id, seq, topics);
            sent.add(batch);
            session.batch(batch);
            loose.endTurn();
        }

        void credit(long bytes, long next) {
            session.credit(bytes, next);
            loose.endTurn();
        }

        void want(long version, String topic) {
            session.interest(version, List.of(topic.getBytes(java.nio.charset.StandardCharsets.UTF_8)), List.of());
        }

        List<String> heard() {
            loose.endTurn();
            return edge.take();
        }
    }

    EdgeEnd publisher(int number) {
        return new EdgeEnd(number, false).connect(1, 0, false);
    }

    EdgeEnd reader(int number, boolean wire) {
        return new EdgeEnd(number, true).connect(1, 0, wire);
    }

    long released() {
        return sent.stream().filter(batch -> batch.bytes().refCnt() == 0).count();
    }

    @Override
    public void close() {
        loop.close();
        log.close();
        loose.close();
        for (BatchView batch : sent) {
            if (batch.bytes().refCnt() != 0) {
                throw new AssertionError("batch " + batch.batchSeq() + " is still held");
            }
        }
    }
}
