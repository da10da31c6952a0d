package dev.weir.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads along before the HTTP decoder, which is lenient: it skips rubbish before a request, takes lines that end in a
 * bare LF (RFC 9112 §2.2) and would take frames sent too early for another request. A connection is good for one
 * request; what follows its head before the answer breaks RFC 6455 §4.1 and is dropped, and {@link #early} tells.
 * Leaves the pipeline with the upgrade. Owned by the channel's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
final class RequestGuard extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);
    private static final String BEFORE = "httpDecoder";
    private static final String NAME = "guard";

    private boolean begun;
    private int last;
    private int lineBytes;
    private boolean headDone;
    private boolean early;
    private boolean refused;

    static void watch(Channel channel) {
        channel.pipeline().addBefore(BEFORE, NAME, new RequestGuard());
    }

    /** Whether more than the request's head has come. */
    static boolean early(Channel channel) {
        RequestGuard guard = channel.pipeline().get(RequestGuard.class);
        return guard != null && guard.early;
    }

    static void upgraded(Channel channel) {
        channel.pipeline().remove(NAME);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object msg) {
        ByteBuf in = (ByteBuf) msg;
        if (refused || headDone) {
            early = true;
            in.release();
            return;
        }
        int start = in.readerIndex();
        String problem = scan(in);
        if (problem != null) {
            refused = true;
            in.release();
            refuse(context, problem);
            return;
        }
        if (in.isReadable()) {
            early = true;
        }
        context.fireChannelRead(in.setIndex(start, in.readerIndex()));
    }

    /** Reads up to the end of the head; why it cannot be one, or null. */
    private @Nullable String scan(ByteBuf in) {
        while (!headDone && in.isReadable()) {
            int b = in.readByte();
            if (!begun && (b < 'A' || b > 'Z')) {
                return "not a request";
            }
            begun = true;
            if (b == 0) {
                return "NUL in a request";
            }
            if (b == '\n') {
                if (last != '\r') {
                    return "line without CR";
                }
                headDone = lineBytes == 1;
                lineBytes = 0;
            } else {
                lineBytes++;
            }
            last = b;
        }
        return null;
    }

    private static void refuse(ChannelHandlerContext context, String problem) {
        LOG.info("400 to {}: {}", Admission.addressOf(context.channel()), problem);
        String answer = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                + (problem.length() + 1) + "\r\n\r\n" + problem + "\n";
        context.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                .addListener(sent -> Linger.end(context.channel()));
    }
}
