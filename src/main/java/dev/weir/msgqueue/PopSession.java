package dev.weir.msgqueue;

import dev.weir.message.BatchView;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.FrameText;
import dev.weir.web.Connection;
import dev.weir.web.ConnectionHandler;
import dev.weir.web.Frames;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One seed popper. What it was sent in a turn is one delivery, followed by a ping with the delivery's number; the pong
 * proves that all before it has arrived. Until then it is in flight, and goes back to the head if the socket is lost, so
 * popping is at-least-once. Owned by the queue's loop.
 */
final class PopSession implements ConnectionHandler {
    private static final int PING_BYTES = 8;

    private record InFlight(long delivery, long bytes) {}

    private final Connection connection;
    private final QueueLoop loop;
    private final long unackedBytesMax;
    private final long member;
    private final ArrayDeque<InFlight> inFlight = new ArrayDeque<>();
    private @Nullable ByteBuf frames;
    private long delivery = 1;
    private long deliveryBytes;
    private long unackedBytes;

    PopSession(Connection connection, QueueLoop loop, long unackedBytesMax) {
        this.connection = connection;
        this.loop = loop;
        this.unackedBytesMax = unackedBytesMax;
        this.member = loop.poppers().join(this);
        if (member == 0) {
            connection.channel().eventLoop().execute(() -> connection.close(CloseCode.RIGHTS, "queue.popGroup is off"));
        } else {
            loop.deliverAtEnd();
        }
    }

    long member() {
        return member;
    }

    /** Bytes that may be sent; one message always may when nothing is in flight. */
    long room() {
        return connection.isOpen() ? unackedBytesMax - unackedBytes : 0;
    }

    /** The number of the delivery that messages added now are part of. */
    long delivery() {
        return delivery;
    }

    void add(BatchView batch, int m) {
        // Poppers speak the seed's protocol, whoever published.
        FrameText document = batch.seed(m) ? null : loop.poppers().encoder().seedDocument(batch, m);
        int length = document == null ? batch.payloadLength(m) : document.length();
        int bytes = length + Frames.HEADER_BYTES_MAX; // with its header, so that empty messages are bounded too
        ByteBuf out = frames;
        if (out == null) {
            out = connection.channel().alloc().directBuffer(Math.max(bytes, 4096));
            frames = out;
        }
        Frames.textHeader(out, length);
        if (document == null) {
            out.writeBytes(batch.bytes(), batch.payloadAt(m), length);
        } else {
            document.writeTo(out);
        }
        deliveryBytes += bytes;
        unackedBytes += bytes;
    }

    /** Sends what was added, and the ping that asks for its proof. */
    void endDelivery() {
        ByteBuf out = frames;
        if (out == null) {
            return;
        }
        frames = null;
        inFlight.add(new InFlight(delivery, deliveryBytes));
        byte[] number = new byte[PING_BYTES];
        ByteBuffer.wrap(number).putLong(delivery);
        delivery++;
        deliveryBytes = 0;
        connection.send(out);
        connection.sendPing(number);
    }

    @Override
    public void pong(byte[] payload) {
        if (payload.length != PING_BYTES) {
            return;
        }
        long proved = ByteBuffer.wrap(payload).getLong();
        if (proved >= delivery) {
            return;
        }
        for (InFlight f = inFlight.peek(); f != null && f.delivery() <= proved; f = inFlight.peek()) {
            unackedBytes -= inFlight.remove().bytes();
        }
        loop.poppers().acknowledged(member, proved);
        loop.deliverAtEnd();
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
        if (member != 0) {
            loop.poppers().leave(this, member);
            loop.deliverAtEnd();
        }
    }
}
