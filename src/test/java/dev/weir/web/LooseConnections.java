package dev.weir.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Connections without sockets, for sessions of other rooms: all on the test's own thread, whose turns end when
 * {@link #endTurn} is called. What they write are frames in memory.
 */
public final class LooseConnections implements AutoCloseable {
    private final EmbeddedChannel first;
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    public LooseConnections() {
        FastThreadLocal.removeAll(); // the turn of another test's loop
        first = channel();
    }

    private EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
        channels.add(channel);
        return channel;
    }

    public Turn turn() {
        return Turn.of(first.eventLoop());
    }

    /** Works off everything that was put off to the end of the turn, and what that puts off. */
    public void endTurn() {
        first.runPendingTasks();
    }

    /** A connection whose outbox is bounded, with a session. */
    public <H extends ConnectionHandler> H open(long outboxBytesMax, Function<Connection, H> session) {
        turn();
        EmbeddedChannel channel = channel();
        ChannelHandlerContext handler = channel.pipeline().context("handler");
        List<H> made = new ArrayList<>();
        Connection connection = new Connection(handler, true, new ConnectionLimits(1 << 20, 64, outboxBytesMax), c -> {
            made.add(session.apply(c));
            return made.get(0);
        });
        channel.pipeline().addBefore("handler", "weir", connection);
        return made.get(0);
    }

    /** The buffers flushed to this connection's channel so far, each to be released by the caller. */
    public static List<ByteBuf> written(Connection connection) {
        EmbeddedChannel channel = (EmbeddedChannel) connection.channel();
        List<ByteBuf> written = new ArrayList<>();
        for (ByteBuf buf = channel.readOutbound(); buf != null; buf = channel.readOutbound()) {
            written.add(buf);
        }
        return written;
    }

    /** The text messages flushed so far. */
    public static List<String> texts(Connection connection) {
        List<String> texts = new ArrayList<>();
        for (ByteBuf buf : written(connection)) {
            while (buf.isReadable()) {
                int opcode = buf.readUnsignedByte() & 0xf;
                int length = buf.readUnsignedByte();
                length = length == 126 ? buf.readUnsignedShort() : length == 127 ? (int) buf.readLong() : length;
                String payload = buf.readCharSequence(length, UTF_8).toString();
                if (opcode == FrameHeader.TEXT) {
                    texts.add(payload);
                }
            }
            buf.release();
        }
        return texts;
    }

    /** Works off what a session put off to its own channel's loop. */
    public static void settle(Connection connection) {
        ((EmbeddedChannel) connection.channel()).runPendingTasks();
    }

    /** Whether the peer takes what is written. */
    public static void takes(Connection connection, boolean takes) {
        connection.channel().unsafe().outboundBuffer().setUserDefinedWritability(1, takes);
    }

    /** The peer is gone. */
    public static void drop(Connection connection) {
        ((EmbeddedChannel) connection.channel()).close();
    }

    @Override
    public void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        endTurn();
        FastThreadLocal.removeAll();
    }
}
