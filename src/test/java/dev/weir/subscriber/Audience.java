package dev.weir.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.auth.Rights;
import dev.weir.link.QueueHello;
import dev.weir.link.RecordingQueue;
import dev.weir.link.SeedScratch;
import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import dev.weir.web.Connection;
import dev.weir.web.LooseConnections;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;

/** A subscriber edge without a server: clients in memory, and a queue that is recorded. */
final class Audience implements AutoCloseable {
    static final int SUBSCRIPTIONS_MAX = 100;

    final LooseConnections loose = new LooseConnections();
    final Cohorts cohorts = new Cohorts();
    final FanOut fanOut = new FanOut(loose.turn(), PooledByteBufAllocator.DEFAULT, cohorts);
    final Readers readers = new Readers(loose.turn(), PooledByteBufAllocator.DEFAULT, fanOut);
    final QueueFeed feed = new QueueFeed(loose.turn(), cohorts, fanOut, readers, 1 << 20);
    final RecordingQueue queue = new RecordingQueue();
    private final SeedScratch scratch = new SeedScratch();
    private long nextOffset = 1;

    final class Client {
        final SeedSubscribeSession session;
        final Connection connection;

        Client(long outboxBytesMax, String... topics) {
            session = loose.open(
                    outboxBytesMax,
                    c -> new SeedSubscribeSession(c, fanOut, feed, Rights.ALL_TOPICS, scratch, SUBSCRIPTIONS_MAX));
            connection = session.connection();
            for (String topic : topics) {
                says("sub " + topic);
            }
        }

        void says(String text) {
            ByteBuf buf = Unpooled.wrappedBuffer(text.getBytes(UTF_8));
            session.message(true, buf, 0, buf.readableBytes());
        }

        List<String> got() {
            loose.endTurn();
            return LooseConnections.texts(connection);
        }

        List<ByteBuf> written() {
            loose.endTurn();
            return LooseConnections.written(connection);
        }
    }

    Client client(String... topics) {
        return new Client(1 << 20, topics);
    }

    /** The queue is there. */
    void link() {
        feed.linked(queue);
        feed.hello(new QueueHello(new Epoch(7, 1), Durability.MEMORY, nextOffset));
        loose.endTurn();
    }

    /** One message on each of the topics, with the topic as payload. */
    void comes(String... topics) {
        range(Batches.ofTopics(new LinkId(1, 1), 1, topics));
    }

    void comes(String topic, int payloadBytes) {
        range(Batches.ofBytes(new LinkId(1, 1), 1, topic, payloadBytes));
    }

    private void range(BatchView batch) {
        Batches.stamped(batch, nextOffset);
        long from = nextOffset;
        nextOffset += batch.count();
        feed.range(from, nextOffset - 1, batch);
    }

    @Override
    public void close() {
        loose.endTurn();
        loose.close();
    }
}
