package dev.weir.web;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.Map;
import java.util.function.Function;

/** Puts a {@link Connection} in the place of a new WebSocket's frame decoder. Called on the channel's loop. */
public final class Attach {
    private Attach() {}

    /** At the end that accepted. */
    static Connection server(
            ServerWebSocket socket, ConnectionLimits limits, Function<Connection, ConnectionHandler> handler) {
        return attach(((WebSocketInternal) (WebSocket) socket).channelHandlerContext(), true, limits, handler);
    }

    /** At the end that connected. */
    public static Connection client(
            WebSocket socket, ConnectionLimits limits, Function<Connection, ConnectionHandler> handler) {
        return attach(((WebSocketInternal) socket).channelHandlerContext(), false, limits, handler);
    }

    private static Connection attach(
            ChannelHandlerContext vertx,
            boolean server,
            ConnectionLimits limits,
            Function<Connection, ConnectionHandler> handler) {
        ChannelPipeline pipeline = vertx.pipeline();
        Connection connection = new Connection(vertx, server, limits, handler);
        for (Map.Entry<String, io.netty.channel.ChannelHandler> each : pipeline) {
            if (each.getValue() instanceof WebSocketFrameDecoder) {
                pipeline.replace(each.getKey(), "weir", connection);
                return connection;
            }
        }
        throw new IllegalStateException("no frame decoder in " + pipeline.names());
    }
}
