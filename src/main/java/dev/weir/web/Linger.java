package dev.weir.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection so that its last bytes arrive. A socket closed while the peer still sends is reset, and the reset
 * may overtake what we wrote; so our direction is ended first (TLS close_notify, TCP FIN), and what still comes is thrown
 * away, undecrypted, until the peer ends too or {@link #LINGER_MS} are over. Called on the channel's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // whatever fails here, the time limit ends the channel
final class Linger extends ChannelInboundHandlerAdapter {
    static final long LINGER_MS = 1_000;

    private static final String NAME = "linger";

    private Linger() {}

    static void end(Channel channel) {
        if (!channel.isOpen() || channel.pipeline().get(NAME) != null) {
            return;
        }
        channel.pipeline().addFirst(NAME, new Linger());
        channel.config().setAutoRead(true);
        ScheduledFuture<?> limit = channel.eventLoop().schedule(() -> cut(channel), LINGER_MS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(gone -> limit.cancel(false));
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            // Behind what is being written.
            channel.pipeline()
                    .firstContext()
                    .writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(written -> shutdownOutput(channel));
        } else {
            tls.closeOutbound().addListener(said -> shutdownOutput(channel));
        }
    }

    private static void shutdownOutput(Channel channel) {
        if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            duplex.shutdownOutput();
        } else {
            cut(channel);
        }
    }

    /** Closes at once; TLS has no say, which would wait for a peer that does not read. */
    static void cut(Channel channel) {
        if (channel.isOpen()) {
            channel.pipeline().firstContext().close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object msg) {
        ReferenceCountUtil.release(msg);
    }
}
