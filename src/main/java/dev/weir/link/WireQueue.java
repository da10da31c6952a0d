package dev.weir.link;

import dev.weir.message.BatchView;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.StartFrom;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** The edge's end of a link over a WebSocket: what the edge tells the queue goes out, what the queue says comes in. */
final class WireQueue implements QueuePort, ConnectionHandler {
    private final Connection connection;
    private final LinkEncoder encoder;
    private final LinkDecoder decoder = new LinkDecoder();
    private final EdgePort edge;

    WireQueue(Connection connection, EdgePort edge) {
        this.connection = connection;
        this.encoder = new LinkEncoder(connection.channel().alloc());
        this.edge = edge;
    }

    @Override
    public void hello(EdgeHello hello) {
        connection.sendBinary(encoder.hello(hello));
    }

    @Override
    public void batch(BatchView batch) {
        connection.sendBinary(encoder.batch(batch));
    }

    @Override
    public void interest(long version, List<byte[]> added, List<byte[]> removed) {
        connection.sendBinary(encoder.interest(version, added, removed));
    }

    @Override
    public void filters(long version, List<TopicFilter> added, List<TopicFilter> removed) {
        connection.sendBinary(encoder.filters(version, added, removed));
    }

    @Override
    public void credit(long bytes, long next) {
        connection.sendBinary(encoder.credit(bytes, next));
    }

    @Override
    public void start(long id, StartFrom from, TopicFilter filter) {
        connection.sendBinary(encoder.start(id, from, filter));
    }

    @Override
    public void fetch(Fetch fetch) {
        connection.sendBinary(encoder.fetch(fetch));
    }

    @Override
    public void group(GroupCall call) {
        connection.sendBinary(encoder.group(call));
    }

    @Override
    public void bye() {
        connection.sendBinary(encoder.bye());
        close();
    }

    @Override
    public void close() {
        connection.close(CloseCode.NORMAL, "");
    }

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        String problem = text ? "text on a link" : decoder.toEdge(buf.slice(at, length), edge);
        if (problem != null) {
            connection.close(CloseCode.MALFORMED, problem);
        }
    }

    @Override
    public void ping(byte[] payload) {
        connection.sendPong(payload);
    }

    @Override
    public void closed() {
        edge.closed("the queue's socket closed");
    }
}
