package dev.weir.link;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.CloseCode;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.List;

/**
 * An original queue's {@code /pushmsg}: each message of a batch goes out as the text frame it came as. There are no
 * confirms; what was handed to the socket counts as taken and is never sent again.
 */
final class SeedPushQueue implements QueuePort, ConnectionHandler {
    private record Taken(long batchSeq, int count) {}

    private final Connection connection;
    private final EdgePort edge;
    private final ArrayDeque<Taken> waiting = new ArrayDeque<>();

    SeedPushQueue(Connection connection, EdgePort edge) {
        this.connection = connection;
        this.edge = edge;
    }

    @Override
    public void hello(EdgeHello hello) {
        edge.hello(QueueHello.seed(0));
    }

    @Override
    public void batch(BatchView batch) {
        if (!connection.isOpen()) { // its Close is under way: the edge keeps the batch for the next connection
            batch.release();
            return;
        }
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            connection.sendText(batch.bytes().retainedSlice(batch.payloadAt(m), batch.payloadLength(m)));
        }
        waiting.add(new Taken(batch.batchSeq(), batch.count()));
        batch.release();
        if (connection.waitingBytes() == 0) {
            drained();
        }
    }

    /** The socket takes more: what was given to it is out of our hands, and the edge may send on. */
    @Override
    public void drained() {
        for (Taken t = waiting.poll(); t != null; t = waiting.poll()) {
            edge.result(t.batchSeq(), BatchResult.stored(0, t.count()));
        }
    }

    @Override
    public void interest(long version, List<byte[]> added, List<byte[]> removed) {}

    @Override
    public void filters(long version, List<TopicFilter> added, List<TopicFilter> removed) {}

    @Override
    public void credit(long bytes, long next) {}

    @Override
    public void bye() {
        close();
    }

    @Override
    public void close() {
        connection.close(CloseCode.NORMAL, "");
    }

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        // The original says nothing here; whatever comes means nothing to us.
    }

    @Override
    public void ping(byte[] payload) {
        connection.sendPong(payload);
    }

    /** Batches already handed to the socket are not sent again: their results come before the loss is told. */
    @Override
    public void closed() {
        drained();
        edge.closed("the queue's socket closed");
    }
}
