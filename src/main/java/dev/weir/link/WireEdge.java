package dev.weir.link;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.Gap;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import dev.weir.web.ConnectionLimits;
import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queue's end of a link over a WebSocket: what the queue tells the edge goes out, what the edge says comes in. */
public final class WireEdge implements EdgePort, ConnectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WireEdge.class);

    /** An edge that does not read its answers is not listened to. */
    private static final long WAITING_BYTES_MAX = 8 << 20;

    private final Connection connection;
    private final LinkEncoder encoder;
    private final LinkDecoder decoder;
    private final QueuePort queue;
    private boolean linked;

    /**
     * @param open gives the queue's side of a link to this edge
     */
    public WireEdge(Connection connection, Function<EdgePort, QueuePort> open) {
        this.connection = connection;
        this.encoder = new LinkEncoder(connection.channel().alloc());
        this.decoder = new LinkDecoder();
        this.queue = open.apply(this);
    }

    /** What a link's socket may take; how much waits is bounded by the link's credit and unconfirmed batches. */
    public static ConnectionLimits limits() {
        return new ConnectionLimits(LinkFormat.MESSAGE_BYTES_MAX + LinkFormat.OVERHEAD_BYTES_MAX, 1024, Long.MAX_VALUE);
    }

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        String problem = text ? "text on a link" : decoder.toQueue(buf.slice(at, length), queue);
        if (problem != null) {
            connection.close(CloseCode.MALFORMED, problem);
        } else if (connection.waitingBytes() > WAITING_BYTES_MAX) {
            connection.pauseReading();
        }
    }

    @Override
    public void drained() {
        connection.resumeReading();
    }

    @Override
    public void ping(byte[] payload) {
        connection.sendPong(payload);
    }

    @Override
    public void hello(QueueHello hello) {
        linked = true;
        LOG.info("an edge at {} is linked", connection.peer());
        connection.sendBinary(encoder.welcome(hello));
    }

    @Override
    public void result(long batchSeq, BatchResult result) {
        connection.sendBinary(encoder.result(batchSeq, result));
    }

    @Override
    public void interestAt(long version, long offset) {
        connection.sendBinary(encoder.interestAt(version, offset));
    }

    @Override
    public void range(long from, long to, BatchView batch) {
        connection.sendBinary(encoder.range(from, to, batch));
    }

    @Override
    public void lost(Gap gap) {
        connection.sendBinary(encoder.lost(gap));
    }

    @Override
    public void started(long id, Started started) {
        connection.sendBinary(encoder.started(id, started));
    }

    @Override
    public void fetched(long id, Fetched fetched) {
        connection.sendBinary(encoder.fetched(id, fetched));
    }

    @Override
    public void group(GroupReply reply) {
        connection.sendBinary(encoder.group(reply));
    }

    @Override
    public void closed(String why) {
        connection.close(CloseCode.MALFORMED, why);
    }

    /** The socket is gone: the queue keeps what it keeps for a link that may return. */
    @Override
    public void closed() {
        if (linked) {
            LOG.info("the link of an edge at {} has ended", connection.peer());
        }
        queue.close();
    }
}
