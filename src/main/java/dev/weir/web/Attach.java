package dev.weir.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Puts a {@link Connection} in the place of a new WebSocket's frame decoder. Called on the channel's loop. */
public final class Attach {
    /** Vert.x's own handler, the last of the pipeline. */
    private static final String VERTX = "handler";

    private Attach() {}

    /** At the end that accepted. The channel is asked, since vertx-web wraps the socket. */
    static Connection server(
            Channel channel, ConnectionLimits limits, Function<Connection, ConnectionHandler> handler) {
        return attach(Objects.requireNonNull(channel.pipeline().context(VERTX)), true, limits, handler);
    }

    /** At the end that connected. */
    public static <H extends ConnectionHandler> H client(
            WebSocket socket, ConnectionLimits limits, Function<Connection, H> handler) {
        AtomicReference<H> made = new AtomicReference<>();
        attach(((WebSocketInternal) socket).channelHandlerContext(), false, limits, connection -> {
            H session = handler.apply(connection);
            made.set(session);
            return session;
        });
        return Objects.requireNonNull(made.get());
    }

    private static Connection attach(
            ChannelHandlerContext vertx,
            boolean server,
            ConnectionLimits limits,
            Function<Connection, ConnectionHandler> handler) {
        ChannelPipeline pipeline = vertx.pipeline();
        Connection connection = new Connection(vertx, server, limits, handler);
        for (Map.Entry<String, ChannelHandler> each : pipeline) {
            if (each.getValue() instanceof WebSocketFrameDecoder) {
                pipeline.replace(each.getKey(), "weir", connection);
                return connection;
            }
        }
        throw new IllegalStateException("no frame decoder in " + pipeline.names());
    }
}
