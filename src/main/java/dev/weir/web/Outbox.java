package dev.weir.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;

/**
 * What is on its way to one peer. As long as the channel is writable, bytes go straight to it and wait for the turn's
 * flush; after that they wait here, as references to shared buffers, and go out as the peer reads. Owned by the
 * connection's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
final class Outbox {
    /** Pending after a flush, from which a peer counts as slow: small frames take many times their size in memory. */
    private static final int LAG_BYTES = 4 * 1024;

    private final ChannelHandlerContext ctx;
    private final Channel channel;
    private final long bytesMax;
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(2);
    private long waitingBytes;
    private long writtenBytes;
    private boolean lags;

    Outbox(ChannelHandlerContext ctx, long bytesMax) {
        this.ctx = ctx;
        this.channel = ctx.channel();
        this.bytesMax = bytesMax;
    }

    /** Takes the buffer over. False when the peer has let too much pile up; then nothing was kept. */
    boolean write(ByteBuf buf) {
        if (takesMore()) {
            pass(buf);
            return true;
        }
        int bytes = buf.readableBytes();
        if (waitingBytes + bytes > bytesMax) {
            buf.release();
            return false;
        }
        waitingBytes += bytes;
        waiting.add(buf);
        return true;
    }

    /** Writes only what the peer takes now. Takes the buffer over if so. */
    boolean writeNow(ByteBuf buf) {
        boolean takes = takesMore() && !(lags && lagsStill());
        if (takes) {
            pass(buf);
        }
        return takes;
    }

    /** Whether nothing waits and the channel can be written to. */
    boolean takesMore() {
        return waiting.isEmpty() && (channel.isWritable() || flushedWritable());
    }

    /** To be called when a turn's frames are flushed: what the socket has left then is more than its peer takes. */
    void flushed() {
        lags = pendingBytes() > LAG_BYTES;
    }

    private boolean lagsStill() {
        ctx.flush();
        flushed();
        return lags;
    }

    /** A burst within one turn may fill the channel before its flush; only a socket that is full is slow. */
    private boolean flushedWritable() {
        ctx.flush();
        return channel.isWritable();
    }

    private void pass(ByteBuf buf) {
        writtenBytes += buf.readableBytes();
        ctx.write(buf, ctx.voidPromise());
    }

    /** The channel takes more again. True when nothing waits any longer. */
    boolean drain() {
        while (!waiting.isEmpty() && (channel.isWritable() || flushedWritable())) {
            ByteBuf buf = waiting.remove();
            waitingBytes -= buf.readableBytes();
            pass(buf);
        }
        ctx.flush();
        return waiting.isEmpty();
    }

    /** Hands everything to the channel, writable or not: a Close comes behind it. */
    void drainAll() {
        for (ByteBuf buf = waiting.poll(); buf != null; buf = waiting.poll()) {
            pass(buf);
        }
        waitingBytes = 0;
    }

    void discard() {
        for (ByteBuf buf = waiting.poll(); buf != null; buf = waiting.poll()) {
            buf.release();
        }
        waitingBytes = 0;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /** Grows when the peer has taken bytes; TLS adds to what is pending, so only growth means something. */
    long takenBytes() {
        return writtenBytes - (channel.isActive() ? pendingBytes() : 0);
    }

    private long pendingBytes() {
        var pending = channel.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }
}
