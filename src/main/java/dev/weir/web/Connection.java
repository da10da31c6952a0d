package dev.weir.web;

import dev.weir.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket after its handshake, at either end. It stands in the channel's pipeline in place of the frame decoder:
 * every byte read and every frame, ping, pong and Close written passes here, and Vert.x keeps only the socket's life.
 *
 * <p>Owned by the channel's loop; every method is to be called there. A Close frame goes before every drop. After our
 * Close the peer has {@link #CLOSING_MS} to answer, unless it broke a rule; then {@link Linger} sees to it that the
 * Close arrives though the peer may still be sending.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
public final class Connection extends ChannelInboundHandlerAdapter implements MessageAssembly.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int HIGH_WATER = 32 * 1024;
    static final long CLOSING_MS = 2_000;

    private final ConnectionLimits limits;
    private final Turn turn;
    private final ChannelHandlerContext vertx;
    private final ConnectionHandler handler;
    private final MessageAssembly assembly;
    private final FrameEncoder encoder;
    private ConnectionState state = ConnectionState.OPEN;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Outbox outbox;
    private @Nullable CloseCode closedWith;
    private boolean dirty;
    private byte @Nullable [] unsentPong;
    private @Nullable ChannelFuture closeWritten;

    /** Set on any byte read; the keep-alive clears it. */
    boolean alive = true;

    Connection(
            ChannelHandlerContext vertx,
            boolean server,
            ConnectionLimits limits,
            Function<Connection, ConnectionHandler> handler) {
        this.vertx = vertx;
        this.encoder = new FrameEncoder(vertx.alloc(), server);
        this.limits = limits;
        this.turn = Turn.of(vertx.channel().eventLoop());
        this.assembly =
                new MessageAssembly(vertx.alloc(), server, limits.messageBytesMax(), limits.fragmentsMax(), this);
        this.handler = handler.apply(this);
        vertx.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(HIGH_WATER / 2, HIGH_WATER));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        outbox = new Outbox(context, limits.outboxBytesMax());
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(ctx, "not in a pipeline yet");
    }

    private Outbox outbox() {
        return Objects.requireNonNull(outbox, "not in a pipeline yet");
    }

    // ---- reading

    @Override
    public void channelRead(ChannelHandlerContext context, Object msg) {
        alive = true;
        ByteBuf in = (ByteBuf) msg;
        try {
            assembly.feed(in);
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("session failed, closing 1011", e);
            close(CloseCode.INTERNAL, "internal error");
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // Ours to end: Vert.x was told of no read.
    }

    @Override
    public void message(boolean text, ByteBuf buf, int at, int length) {
        if (state == ConnectionState.OPEN) {
            handler.message(text, buf, at, length);
        }
    }

    @Override
    public void ping(byte[] payload) {
        if (state == ConnectionState.OPEN) {
            handler.ping(payload);
        }
    }

    @Override
    public void pong(byte[] payload) {
        if (state == ConnectionState.OPEN) {
            handler.pong(payload);
        }
    }

    @Override
    public void closeFrame(int code) {
        if (state == ConnectionState.OPEN) {
            outbox().discard();
            writeClose(code, "");
        }
        finishOnceWritten();
    }

    @Override
    public void violation(CloseCode code, String why) {
        if (state == ConnectionState.OPEN) {
            LOG.info("close {} to {}: {}", code.number(), peer(), why);
            close(code, why);
        }
        finishOnceWritten();
    }

    /** Stops taking bytes from the socket; what is already read still comes. */
    public void pauseReading() {
        vertx.channel().config().setAutoRead(false);
    }

    public void resumeReading() {
        vertx.channel().config().setAutoRead(true);
    }

    boolean readingPaused() {
        return !vertx.channel().config().isAutoRead();
    }

    // ---- writing

    /** Sends whole frames encoded with {@link Frames}; takes the buffer over. */
    public void send(ByteBuf frames) {
        if (state != ConnectionState.OPEN) {
            frames.release();
        } else if (!outbox().write(frames)) {
            LOG.info("close 4001 to {}: over {} bytes unread", peer(), limits.outboxBytesMax());
            outbox().discard();
            close(CloseCode.SLOW, "reads too slowly");
        } else {
            dirty();
        }
    }

    /**
     * Sends whole frames if the peer takes them now, and nothing of them if it does not; false then. Takes the buffer over in
     * either case. On a connection that is closing they are dropped, which is no news.
     */
    public boolean sendNow(ByteBuf frames) {
        if (state != ConnectionState.OPEN) {
            frames.release();
        } else if (outbox().writeNow(frames)) {
            dirty();
        } else {
            frames.release();
            return false;
        }
        return true;
    }

    /** Whether frames that are sent now go straight to the socket. */
    public boolean takesMore() {
        return state == ConnectionState.OPEN && outbox().takesMore();
    }

    /** Sends one binary message; takes the buffer over. */
    public void sendBinary(ByteBuf payload) {
        send(encoder.message(FrameHeader.BINARY, payload));
    }

    /** Sends one text message, valid UTF-8; takes the buffer over. */
    public void sendText(ByteBuf payload) {
        send(encoder.message(FrameHeader.TEXT, payload));
    }

    public void sendPing(byte[] payload) {
        sendControl(FrameHeader.PING, payload);
    }

    /** Answers a ping. While the outbox is full, only the newest answer waits, so a flood of pings costs nothing. */
    public void sendPong(byte[] payload) {
        if (outbox().isEmpty() && ctx().channel().isWritable()) {
            unsentPong = null;
            sendControl(FrameHeader.PONG, payload);
        } else {
            unsentPong = payload;
        }
    }

    private void sendControl(int opcode, byte[] payload) {
        send(encoder.control(opcode, payload));
    }

    private void dirty() {
        if (!dirty) {
            dirty = true;
            turn.flushAtEnd(this);
        }
    }

    /** The end of the turn. */
    void flush() {
        dirty = false;
        if (state != ConnectionState.CLOSED) {
            ctx().flush();
            outbox().flushed();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && state == ConnectionState.OPEN) {
            boolean waited = !outbox().isEmpty();
            if (outbox().drain()) {
                sendUnsentPong();
                if (waited) {
                    handler.drained();
                }
                handler.writable();
            }
        }
        context.fireChannelWritabilityChanged();
    }

    private void sendUnsentPong() {
        byte[] p = unsentPong;
        if (p != null) {
            unsentPong = null;
            sendControl(FrameHeader.PONG, p);
        }
    }

    /** Bytes that wait for a slow peer. */
    public long waitingBytes() {
        return outbox().waitingBytes();
    }

    /** Whether the socket takes no more, or bytes wait for it. */
    boolean isBackedUp() {
        return !channel().isWritable() || !outbox().isEmpty();
    }

    long takenBytes() {
        return outbox().takenBytes();
    }

    // ---- closing

    /** Sends what waits, then a Close frame; drops the socket when the peer has answered or its time is up. */
    public void close(CloseCode code, String reason) {
        if (state == ConnectionState.OPEN) {
            closedWith = code;
            outbox().drainAll();
            writeClose(code.number(), reason);
            resumeReading();
        }
    }

    /** What this side closed it with; null while it has not. */
    public @Nullable CloseCode closedWith() {
        return closedWith;
    }

    private void writeClose(int code, String reason) {
        state = state.to(ConnectionState.CLOSE_SENT);
        closeWritten = ctx().writeAndFlush(encoder.control(FrameHeader.CLOSE, CloseBody.write(code, reason)));
        channel().eventLoop().schedule(this::finish, CLOSING_MS, TimeUnit.MILLISECONDS);
    }

    private void finishOnceWritten() {
        ChannelFuture written = closeWritten;
        if (written != null) {
            written.addListener(sent -> finish());
        }
    }

    /** The closing handshake is over, or its time is; a peer that has not even taken our Close gets no more time. */
    private void finish() {
        ChannelFuture written = closeWritten;
        if (written != null && written.isSuccess()) {
            ended();
            Linger.end(channel());
        } else {
            Linger.cut(channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended();
        context.fireChannelInactive();
    }

    /** The pipeline is taken down before the channel when the peer is gone at once. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ended();
    }

    private void ended() {
        if (state != ConnectionState.CLOSED) {
            state = state.to(ConnectionState.CLOSED);
            assembly.end();
            outbox().discard();
            handler.closed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection to {} broke: {}", peer(), cause.toString());
        context.close();
    }

    /** The service will close this connection soon. */
    void goingAway(int reconnectInMs) {
        if (state == ConnectionState.OPEN) {
            handler.goingAway(reconnectInMs);
        }
    }

    boolean answersPings() {
        return handler.answersPings();
    }

    public boolean isOpen() {
        return state == ConnectionState.OPEN;
    }

    public Channel channel() {
        return vertx.channel();
    }

    /** The peer's address without its port, for logs and limits. */
    public String peer() {
        return Admission.addressOf(channel());
    }
}
