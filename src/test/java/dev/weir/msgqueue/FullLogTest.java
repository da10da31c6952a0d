package dev.weir.msgqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.link.EdgeHello;
import dev.weir.link.RecordingEdge;
import dev.weir.log.MemoryLog;
import dev.weir.log.MessageLog;
import dev.weir.log.Room;
import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Batches;
import dev.weir.message.Durability;
import dev.weir.message.LinkId;
import dev.weir.queue.CoreSettings;
import dev.weir.queue.QueueCore;
import dev.weir.web.LooseConnections;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log on disk that is full: what can be told of it is refused, the seed's batches wait, and nobody waits for others'. */
class FullLogTest {
    private final MemoryLog kept = new MemoryLog(1 << 20);
    private boolean full;

    /** The log in memory, as one that is on disk and may be full. */
    private MessageLog log() {
        return (MessageLog) Proxy.newProxyInstance(
                MessageLog.class.getClassLoader(), new Class<?>[] {MessageLog.class}, (proxy, method, args) -> {
                    if (method.getName().equals("durability")) {
                        return Durability.SYNCED;
                    }
                    if (method.getName().equals("roomFor") && full) {
                        return Room.FULL;
                    }
                    try {
                        return method.invoke(kept, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static BatchView natively(LinkId link, long seq) {
        BatchWriter writer = new BatchWriter(Batches.ALLOC, link);
        Batches.add(writer, "t", "1");
        BatchView batch = writer.finish(seq, 0);
        batch.bytes().setShort(batch.first() + 4, 0); // the flags: no seed document
        return batch;
    }

    @Test
    void refusesWhatOthersPublishWhileASeedBatchWaits() {
        try (LooseConnections loose = new LooseConnections()) {
            QueueLoop loop = new QueueLoop(
                    loose.turn(),
                    new QueueCore(CoreSettings.inMemory(false, true, 1 << 30, 100, 1 << 30)),
                    log(),
                    new Clocks(() -> 0, () -> 1, () -> 0));
            RecordingEdge[] edges = {new RecordingEdge(), new RecordingEdge()};
            LinkSession[] sessions = new LinkSession[2];
            for (int i = 0; i < 2; i++) {
                sessions[i] = new LinkSession(loop, edges[i], false);
                sessions[i].hello(new EdgeHello(new LinkId(1, i), false, 1, null, 0));
                edges[i].take();
            }
            full = true;
            sessions[0].batch(Batches.ofTopics(new LinkId(1, 0), 1, "seed"));
            sessions[1].batch(natively(new LinkId(1, 1), 1));
            loose.endTurn();
            assertEquals(List.of(), edges[0].take(), "it cannot be told, so it waits");
            assertEquals(List.of("result 1 0+1"), edges[1].take(), "refused at once");
            sessions[0].batch(natively(new LinkId(1, 0), 2));
            loose.endTurn();
            assertEquals(List.of(), edges[0].take(), "behind a batch of its own link it waits");
            full = false;
            loop.tick();
            loose.endTurn();
            assertEquals(List.of("result 1 1+1", "result 2 2+1"), edges[0].take());
            loop.close();
            kept.close();
        }
    }
}
