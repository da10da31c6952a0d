package dev.weir.web;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads along before the HTTP decoder, which is lenient: it skips rubbish before a request, takes folded headers and lines that end in a
 * bare LF (RFC 9112 §2.2, §5.2) and would take frames sent too early for another request. A connection is good for one
 * request; what follows its head before the answer breaks RFC 6455 §4.1 and is dropped, and {@link #early} tells.
 * Leaves the pipeline with the upgrade. Owned by the channel's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails to be written or closed ends in channelInactive
final class RequestGuard extends ChannelDuplexHandler implements ByteProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(RequestGuard.class);
    private static final String BEFORE = "httpDecoder";
    private static final String NAME = "guard";

    /** The last eight bytes of a request line that we know, the minor version and CR left open. */
    private static final long HTTP_1_ = 0x5454_502F_312E_0000L;

    private int lines;
    private int lineBytes;
    private byte last;
    private long tail;
    private @Nullable String problem;
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
        String why = scan(in);
        if (why != null) {
            refused = true;
            in.release();
            refuse(context, why);
            return;
        }
        if (in.isReadable()) {
            early = true;
        }
        context.fireChannelRead(in.setIndex(start, in.readerIndex()));
    }

    /** Vert.x closes after some refusals by itself, which would reset a client that still sends. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        context.channel().closeFuture().addListener(gone -> promise.trySuccess());
        Linger.end(context.channel());
    }

    /** Reads up to the end of the head; why it cannot be one, or null. */
    private @Nullable String scan(ByteBuf in) {
        int end = in.forEachByte(this);
        in.readerIndex(end < 0 ? in.writerIndex() : end + 1);
        return problem;
    }

    /** One byte of the head; false when it was the last, or wrong. */
    @Override
    public boolean process(byte b) {
        if (lineBytes == 0) {
            lineBegins(b);
        }
        if (b == 0) {
            problem = "NUL in a request";
        } else if (b == '\n' && last != '\r') {
            problem = "line without CR";
        } else if (b == '\n') {
            lineEnds();
        }
        if (b != '\n') {
            lineBytes++;
            tail = tail << 8 | (b & 0xFF);
        }
        last = b;
        return problem == null && !headDone;
    }

    private void lineBegins(byte b) {
        if (lines == 0 ? b < 'A' || b > 'Z' : b == ' ' || b == '\t') {
            problem = lines == 0 ? "not a request" : "folded header";
        }
    }

    private void lineEnds() {
        headDone = lineBytes == 1;
        if (lines == 0 && tail >>> 16 << 16 != HTTP_1_) {
            problem = "not HTTP/1.1";
        }
        lineBytes = 0;
        lines = 1;
    }

    private static void refuse(ChannelHandlerContext context, String problem) {
        LOG.info("400 to {}: {}", Admission.addressOf(context.channel()), problem);
        String answer = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
                + (problem.length() + 1) + "\r\n\r\n" + problem + "\n";
        context.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.US_ASCII))
                .addListener(sent -> Linger.end(context.channel()));
    }
}
