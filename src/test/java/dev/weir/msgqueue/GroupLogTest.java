package dev.weir.msgqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.link.EdgeHello;
import dev.weir.link.GroupCall;
import dev.weir.link.RecordingEdge;
import dev.weir.log.MemoryLog;
import dev.weir.log.MessageLog;
import dev.weir.log.Room;
import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Batches;
import dev.weir.message.Durability;
import dev.weir.message.GroupAsk;
import dev.weir.message.LinkId;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.StartFrom;
import dev.weir.protocol.Verb;
import dev.weir.queue.CoreSettings;
import dev.weir.queue.Overflow;
import dev.weir.queue.QueueCore;
import dev.weir.web.LooseConnections;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Groups on a log that is slow, full or small. */
class GroupLogTest {
    private final MemoryLog kept = new MemoryLog(1 << 20);
    private boolean frozen;
    private long frozenIndex;
    private long frozenOffset;
    private boolean full;
    private int percent;
    private long entryRoom = Long.MAX_VALUE;
    private long freed;
    private long now;

    private void freeze() {
        frozen = true;
        frozenIndex = kept.committedIndex();
        frozenOffset = kept.committed();
    }

    private MessageLog log() {
        return (MessageLog) Proxy.newProxyInstance(
                MessageLog.class.getClassLoader(), new Class<?>[] {MessageLog.class}, (proxy, method, args) -> {
                    String name = method.getName();
                    if (name.equals("durability")) {
                        return Durability.SYNCED;
                    } else if (name.equals("roomFor") && full) {
                        return Room.FULL;
                    } else if (name.equals("hasRoom")) {
                        return !full;
                    } else if (name.equals("isFull")) {
                        return full;
                    } else if (name.equals("percentFull")) {
                        return percent;
                    } else if (name.equals("roomForEntry")) {
                        return (int) args[0] <= entryRoom ? Room.YES : Room.FULL;
                    } else if (name.equals("appendEntry")) {
                        int bytes = ((io.netty.buffer.ByteBuf) args[0]).readableBytes();
                        if (bytes > entryRoom) {
                            throw new IllegalStateException("appended without asking for room"); // Placement.take
                        }
                        entryRoom -= bytes;
                    } else if (name.equals("free")) {
                        freed = (long) args[0];
                    } else if (name.equals("expired")) {
                        return kept.committed() + 1;
                    } else if (frozen && name.equals("committedIndex")) {
                        return frozenIndex;
                    } else if (frozen && name.equals("committed")) {
                        return frozenOffset;
                    } else if (frozen && name.equals("at") && (long) args[0] > frozenOffset) {
                        return null;
                    }
                    try {
                        return method.invoke(kept, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static GroupAsk ask(String name, String filter, int attempts) {
        return new GroupAsk(name, TopicFilter.parse(filter), null, null, attempts, List.of(), null);
    }

    private static BatchView natively(LinkId link, long seq, String topic) {
        BatchWriter writer = new BatchWriter(Batches.ALLOC, link);
        Batches.add(writer, topic, "1");
        BatchView batch = writer.finish(seq, 0);
        batch.bytes().setShort(batch.first() + 4, 0);
        return batch;
    }

    private QueueLoop loop(LooseConnections loose) {
        CoreSettings s = new CoreSettings(true, Overflow.REJECT, false, true, 1 << 30, 100, 1 << 30, 1000, 1L << 40);
        return new QueueLoop(loose.turn(), new QueueCore(s), log(), new Clocks(() -> now, () -> 1, () -> 0));
    }

    private static LinkSession connect(QueueLoop loop, RecordingEdge edge, int number) {
        LinkSession session = new LinkSession(loop, edge, true);
        session.hello(new EdgeHello(new LinkId(1, number), true, 1, null, 0));
        edge.take();
        return session;
    }

    @Test
    void tellsThatAMemberIsInBeforeItIsSentAnything() {
        try (LooseConnections loose = new LooseConnections()) {
            QueueLoop loop = loop(loose);
            RecordingEdge edge = new RecordingEdge();
            LinkSession session = connect(loop, edge, 1);
            session.group(new GroupCall.Consume(1, ask("g", "t", 5), new StartFrom.Earliest(), 1, List.of()));
            session.batch(natively(new LinkId(1, 1), 1, "t"));
            loose.endTurn();
            session.batch(natively(new LinkId(1, 1), 2, "t"));
            loose.endTurn();
            loop.tick();
            loose.endTurn();
            freeze();
            session.batch(natively(new LinkId(1, 1), 3, "t")); // on its way to the disk
            session.group(new GroupCall.Consume(2, GroupAsk.of("g"), new StartFrom.New(), 1, List.of()));
            loose.endTurn();
            List<String> heard = edge.take();
            frozen = false;
            loop.tick();
            loose.endTurn();
            assertTrue(heard.stream().noneMatch(line -> line.startsWith("delivery 2")), heard::toString);
        }
    }

    @Test
    void deliversWithoutWaitingForATick() {
        try (Stage stage = new Stage(1 << 20)) {
            Stage.EdgeEnd reader = stage.reader(1, true);
            reader.session.group(new GroupCall.Consume(1, ask("g", "t", 5), new StartFrom.Earliest(), 9, List.of()));
            reader.heard();
            stage.publisher(2).publish(1, "t");
            List<String> heard = reader.heard();
            stage.loop.tick();
            assertEquals(1, heard.size());
        }
    }

    @Test
    void getsOutOfAFullLogWhoseOldestMessageDies() {
        try (LooseConnections loose = new LooseConnections()) {
            QueueLoop loop = loop(loose);
            RecordingEdge edge = new RecordingEdge();
            LinkSession session = connect(loop, edge, 1);
            session.group(new GroupCall.Consume(1, ask("g", "t", 1), new StartFrom.Earliest(), 1, List.of()));
            loose.endTurn();
            session.batch(natively(new LinkId(1, 1), 1, "t"));
            loose.endTurn();
            loop.tick();
            loose.endTurn();
            full = true; // for messages; entries have the reserve
            session.group(new GroupCall.Settles(
                    List.of(new GroupCall.Settle(7, 1, Verb.NACK, List.of(1L), 0, -1, false, ""))));
            loose.endTurn();
            for (int i = 0; i < 100; i++) {
                now += 1000;
                loop.tick();
                loose.endTurn();
            }
            assertTrue(freed > 1, "stuck: nothing is ever freed");
        }
    }

    @Test
    void refusesAnAckForWhichTheLogMayHaveNoRoomAndTellsNoneThatIsNotInIt() {
        try (LooseConnections loose = new LooseConnections()) {
            QueueLoop loop = loop(loose);
            RecordingEdge edge = new RecordingEdge();
            LinkSession session = connect(loop, edge, 1);
            session.group(new GroupCall.Consume(1, ask("g", "t/+", 5), new StartFrom.Earliest(), 10_000, List.of()));
            loose.endTurn();
            BatchWriter writer = new BatchWriter(Batches.ALLOC, new LinkId(1, 1));
            for (int seq = 1; seq <= 10; seq++) {
                for (int i = 0; i < 1_000; i++) {
                    Batches.add(writer, "t/a", "1");
                }
                session.batch(writer.finish(seq, 0));
                loose.endTurn();
            }
            assertEquals(10_000, loop.groups().all().get(0).inFlight());
            edge.take();
            List<Long> odd = LongStream.rangeClosed(1, 10_000)
                    .filter(tag -> tag % 2 == 1)
                    .boxed()
                    .toList();
            List<GroupCall.Settle> scattered = List.of(new GroupCall.Settle(7, 1, Verb.ACK, odd, 0, 0, false, ""));
            entryRoom = 66_000; // 5,000 ranges take more
            session.group(new GroupCall.Settles(scattered));
            loose.endTurn();
            assertEquals(List.of("Refused[id=7, code=STORAGE_FULL, message=the log is full]"), edge.take());
            entryRoom = Long.MAX_VALUE;
            session.group(new GroupCall.Settles(scattered));
            loose.endTurn();
            assertEquals(List.of("Settled[id=7, stale=[]]"), edge.take());
            assertEquals(5_000, loop.groups().all().get(0).inFlight());
        }
    }

    @Test
    void saysWhoHoldsBackWhatCouldGoFromALogThatIsNearlyFull() {
        try (LooseConnections loose = new LooseConnections()) {
            QueueLoop loop = loop(loose);
            RecordingEdge edge = new RecordingEdge();
            LinkSession session = connect(loop, edge, 1);
            session.group(new GroupCall.Consume(1, ask("behind", "t", 1), new StartFrom.Earliest(), 1, List.of()));
            session.group(new GroupCall.Consume(2, ask("ahead", "u", 1), new StartFrom.Earliest(), 1, List.of()));
            session.batch(natively(new LinkId(1, 1), 1, "t"));
            loose.endTurn();
            loop.tick();
            loose.endTurn();
            percent = 79;
            assertNull(loop.concern());
            percent = 80;
            assertEquals(
                    "the log is at 80 % of its hard limit, and group behind holds back what could go", loop.concern());
            session.group(new GroupCall.Settles(
                    List.of(new GroupCall.Settle(7, 1, Verb.ACK, List.of(1L), 0, -1, false, ""))));
            loose.endTurn();
            assertEquals("the log is at 80 % of its hard limit", loop.concern());
        }
    }
}
