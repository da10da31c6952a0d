package dev.weir.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** WebSocket clients over TLS on one loop, and what the server's process takes. Shares no code with the server. */
final class LoadClients implements AutoCloseable {
    private static final double TICKS_PER_S = 100;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SslContext tls;

    LoadClients() throws IOException {
        tls = SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm("")
                .build();
    }

    /** Connects and waits for the 101. */
    Channel open(int port, FrameCounter counter) throws InterruptedException {
        Channel channel = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        opened.pipeline().addLast(tls.newHandler(opened.alloc()), counter);
                    }
                })
                .connect("localhost", port)
                .sync()
                .channel();
        counter.awaitOpen();
        return channel;
    }

    <T> T onLoop(Callable<T> task) throws Exception {
        return group.submit(task).get();
    }

    ByteBuf text(String text) {
        return Unpooled.wrappedBuffer(masked(text));
    }

    /** A text frame of up to 65,535 bytes, masked with zeros. */
    static byte[] masked(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        int head = payload.length < 126 ? 6 : 8;
        byte[] frame = new byte[head + payload.length];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | (head == 6 ? payload.length : 126));
        if (head == 8) {
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, head, payload.length);
        return frame;
    }

    static double cpuSeconds(String... pids) throws IOException {
        double ticks = 0;
        for (String pid : pids) {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks / TICKS_PER_S;
    }

    /** Resident memory in MiB. */
    static long residentMiB(String pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("no resident memory of " + pid);
    }

    /** Publishes natively as fast as the server takes it, and waits until all of it is confirmed. */
    void publish(long messages) throws Exception {
        FrameCounter answers = new FrameCounter("/publish?protocol=weir.v1.json");
        Channel publisher = open(8081, answers);
        String one = "{\"type\":\"publish\",\"topic\":\"t\",\"data\":\"" + "x".repeat(126) + "\"}";
        byte[] batch = masked("[" + (one + ",").repeat(99) + one + "]");
        for (long sent = 0; sent < messages; sent += 100) {
            while (!publisher.isWritable()) {
                TimeUnit.MICROSECONDS.sleep(50);
            }
            publisher.writeAndFlush(Unpooled.wrappedBuffer(batch), publisher.voidPromise());
        }
        long before = answers.messages;
        publisher.writeAndFlush(text("{\"type\":\"publish\",\"id\":1,\"topic\":\"end\",\"data\":1}"));
        while (answers.messages == before || answers.messages < 2) { // the welcome is one
            TimeUnit.MILLISECONDS.sleep(1);
        }
        publisher.close().sync();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
