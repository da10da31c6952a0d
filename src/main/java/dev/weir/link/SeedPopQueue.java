package dev.weir.link;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.LinkId;
import dev.weir.message.TopicFilter;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
import dev.weir.web.WeirServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An original queue's {@code /popmsg}: each message that comes is given the next number of this connection, and the edge
 * sees ranges as from any queue. Vert.x keeps frames that come before anybody listens, so the socket stays its.
 *
 * <p>The original writes to its poppers and never reads from them, so it answers no ping; and when a popper goes, it
 * takes one more message for it. So silence is no reason to connect anew: TCP's own keep-alive tells a dead host.
 */
final class SeedPopQueue implements QueuePort {
    private final WebSocket socket;
    private final EdgePort edge;
    private final TurnTask flush;
    private final BatchWriter writer;
    private final SeedScratch scratch = new SeedScratch();
    private @Nullable Buffer partial;
    private long next = 1;
    private long credit;
    private boolean closed;

    SeedPopQueue(Vertx vertx, WebSocket socket, EdgePort edge) {
        this.socket = socket;
        this.edge = edge;
        this.flush = new TurnTask(Turn.of(WeirServer.loop(vertx)), this::flush);
        this.writer = new BatchWriter(PooledByteBufAllocator.DEFAULT, LinkId.random());
        socket.pause();
        socket.frameHandler(this::frame);
        socket.closeHandler(v -> ended());
        socket.exceptionHandler(e -> ended());
    }

    private void frame(WebSocketFrame frame) {
        if (!frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
            return;
        }
        Buffer data = frame.binaryData();
        Buffer whole = partial == null ? data : partial.appendBuffer(data);
        if (frame.isFinal()) {
            partial = null;
            message(((BufferInternal) whole).getByteBuf());
        } else {
            partial = partial == null ? data.copy() : whole;
        }
    }

    private void message(ByteBuf buf) {
        int length = buf.readableBytes();
        byte[] bytes = scratch.copy(buf, buf.readerIndex(), length);
        // The original passes any bytes on as text; what is none reaches nobody, since it would break its readers.
        boolean text = scratch.isUtf8(length);
        int topicLength = text && scratch.document().read(bytes, 0, length)
                ? scratch.document().topicLength()
                : 0;
        if (!writer.fits(topicLength, length)) {
            flush();
        }
        writer.seed(scratch.document().topic(), topicLength, bytes, 0, length);
        flush.ask();
    }

    private void flush() {
        if (writer.isEmpty()) {
            return;
        }
        BatchView batch = writer.finish(0, next);
        long from = next;
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            batch.stamp(m, next++, System.currentTimeMillis(), 0);
        }
        credit -= batch.length();
        if (credit <= 0) {
            socket.pause();
        }
        if (closed) {
            batch.release();
        } else {
            edge.range(from, next - 1, batch);
        }
    }

    @Override
    public void hello(EdgeHello hello) {
        edge.hello(QueueHello.seed(next));
    }

    @Override
    public void batch(BatchView batch) {
        batch.release();
    }

    @Override
    public void interest(long version, List<byte[]> added, List<byte[]> removed) {
        edge.interestAt(version, next);
    }

    @Override
    public void filters(long version, List<TopicFilter> added, List<TopicFilter> removed) {
        edge.interestAt(version, next);
    }

    @Override
    public void credit(long bytes, long received) {
        credit += bytes;
        if (credit > 0) {
            socket.resume();
        }
    }

    @Override
    public void bye() {
        close();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void ended() {
        if (!closed) {
            flush();
            closed = true;
            edge.closed("the queue's socket closed");
        }
    }
}
