package dev.weir.msgqueue;

import dev.weir.message.BatchView;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.FrameText;
import dev.weir.queue.group.Member;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import dev.weir.web.Frames;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One seed popper. What it was sent in a turn is followed by a ping with the last tag of that; the pong proves that all up to it has
 * arrived. Until then it is in flight, and goes back to the head if the socket is lost, so popping is at-least-once. Owned by the
 * queue's loop.
 */
final class PopSession implements ConnectionHandler {
    private static final int PING_BYTES = 8;

    private final Connection connection;
    private final QueueLoop loop;
    private final @Nullable Member member;
    private @Nullable ByteBuf frames;
    private long lastTag;

    PopSession(Connection connection, QueueLoop loop, long unackedBytesMax) {
        this.connection = connection;
        this.loop = loop;
        this.member = loop.poppers().join(this, unackedBytesMax);
        if (member == null) {
            closeSoon("queue.popGroup is off");
        } else {
            loop.deliverAtEnd();
        }
    }

    private void closeSoon(String why) {
        connection.channel().eventLoop().execute(() -> connection.close(CloseCode.RIGHTS, why));
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Whether it is the first since something was sent. */
    boolean add(long tag, BatchView batch, int m) {
        // Poppers speak the seed's protocol, whoever published.
        FrameText document = batch.seed(m) ? null : loop.poppers().encoder().seedDocument(batch, m);
        int length = document == null ? batch.payloadLength(m) : document.length();
        ByteBuf out = frames;
        boolean first = out == null;
        if (out == null) {
            out = connection.channel().alloc().directBuffer(Math.max(length + Frames.HEADER_BYTES_MAX, 4096));
            frames = out;
        }
        Frames.textHeader(out, length);
        if (document == null) {
            out.writeBytes(batch.bytes(), batch.payloadAt(m), length);
        } else {
            document.writeTo(out);
        }
        lastTag = tag;
        return first;
    }

    /** Sends what was added, and the ping that asks for its proof. */
    void endDelivery() {
        ByteBuf out = frames;
        if (out == null) {
            return;
        }
        frames = null;
        byte[] number = new byte[PING_BYTES];
        ByteBuffer.wrap(number).putLong(lastTag);
        connection.send(out);
        connection.sendPing(number);
    }

    /** Its group is gone. */
    void left() {
        closeSoon("the pop group was deleted: connect again for a new one");
    }

    @Override
    public void pong(byte[] payload) {
        if (payload.length != PING_BYTES || member == null) {
            return;
        }
        long proved = ByteBuffer.wrap(payload).getLong();
        if (proved <= lastTag) {
            loop.poppers().proved(member, proved);
            loop.deliverAtEnd();
        }
    }

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        // Poppers have nothing to say; what they say all the same is ignored, as the original did.
    }

    @Override
    public void ping(byte[] payload) {
        connection.sendPong(payload);
    }

    @Override
    public void closed() {
        if (frames != null) {
            frames.release();
            frames = null;
        }
        if (member != null) {
            loop.poppers().leave(member);
            loop.deliverAtEnd();
        }
    }
}
