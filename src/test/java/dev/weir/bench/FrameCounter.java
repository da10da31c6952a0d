package dev.weir.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;

/** One WebSocket client that only counts the text frames it gets. Owned by the one loop of the load. */
final class FrameCounter extends ChannelInboundHandlerAdapter {
    private static final int TEXT = 1;

    private final String path;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final byte[] head = new byte[10];
    private int headLength;
    private int newlines;
    private boolean open;
    private long skip;
    /** Text frames got so far; read by others too, who may see it late. */
    volatile long messages;

    FrameCounter(String path) {
        this.path = path;
    }

    /** Waits until the handshake is answered. */
    void awaitOpen() throws InterruptedException {
        opened.await();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        String basic = Base64.getEncoder().encodeToString("hello:test".getBytes(StandardCharsets.US_ASCII));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nAuthorization: Basic "
                + basic + "\r\n\r\n";
        ctx.writeAndFlush(
                ctx.alloc().buffer().writeBytes(request.getBytes(StandardCharsets.US_ASCII)), ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf in = (ByteBuf) msg;
        while (!open && in.isReadable()) {
            byte b = in.readByte();
            newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
            if (newlines == 2) {
                open = true;
                opened.countDown();
            }
        }
        while (in.isReadable()) {
            frame(in);
        }
        in.release();
    }

    private void frame(ByteBuf in) {
        if (skip > 0) {
            int n = (int) Math.min(skip, in.readableBytes());
            in.skipBytes(n);
            skip -= n;
            return;
        }
        head[headLength++] = in.readByte();
        int code = headLength > 1 ? head[1] & 0x7F : 0;
        int size = code < 126 ? 2 : code == 126 ? 4 : 10;
        if (headLength >= 2 && headLength == size) {
            long length = code < 126 ? code : 0;
            for (int i = 2; i < size; i++) {
                length = length << 8 | (head[i] & 0xFF);
            }
            if ((head[0] & 0x0F) == TEXT) {
                messages = messages + 1; // one writer
            }
            skip = length;
            headLength = 0;
        }
    }
}
