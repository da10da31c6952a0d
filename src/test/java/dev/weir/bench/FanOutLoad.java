package dev.weir.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One publisher to N subscribers over TLS, 128-byte contents, a window of 64 messages: prints, for five windows of three
 * seconds, deliveries per second and the server's CPU time per delivery.
 *
 * <pre>java -cp target/weir.jar:target/test-classes dev.weir.bench.FanOutLoad SUBSCRIBERS SERVER_PID[,PID…]</pre>
 */
public final class FanOutLoad {
    private static final int WINDOW = 64;
    private static final int BATCH = 32;
    private static final int CONTENT_BYTES = 128;
    private static final int WARM_UP_S = 4;
    private static final int WINDOW_S = 3;
    private static final int WINDOWS = 5;
    private static final double TICKS_PER_S = 100;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final SslContext tls;
    private final List<FrameCounter> subscribers = new ArrayList<>();
    private long sent;

    private FanOutLoad() throws IOException {
        tls = SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm("")
                .build();
    }

    public static void main(String[] args) throws Exception {
        FanOutLoad load = new FanOutLoad();
        load.run(Integer.parseInt(args[0]), args[1].split(","));
        load.group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private void run(int count, String[] pids) throws Exception {
        byte[] subscribe = masked("{\"Topic\":\"t\",\"Content\":\"sub\"}");
        for (int i = 0; i < count; i++) {
            FrameCounter counter = connect(8082, "/subscribe", subscribe);
            subscribers.add(counter);
        }
        CountDownLatch open = new CountDownLatch(1);
        Channel publisher = channel(8081, new FrameCounter("/publish", open::countDown));
        open.await();
        byte[] message = masked("{\"Topic\":\"t\",\"Content\":\"" + "x".repeat(CONTENT_BYTES) + "\"}");
        publisher.eventLoop().scheduleAtFixedRate(() -> pump(publisher, message), 200_000, 20, TimeUnit.MICROSECONDS);
        TimeUnit.SECONDS.sleep(WARM_UP_S);
        double[] perDelivery = new double[WINDOWS];
        double[] rates = new double[WINDOWS];
        for (int w = 0; w < WINDOWS; w++) {
            long from = delivered();
            double cpu = cpuSeconds(pids);
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(WINDOW_S);
            long messages = delivered() - from;
            perDelivery[w] = (cpuSeconds(pids) - cpu) * 1e6 / messages;
            rates[w] = messages / ((System.nanoTime() - start) / 1e9);
        }
        Arrays.sort(perDelivery);
        Arrays.sort(rates);
        System.out.printf(
                "subscribers %d: %.0f deliveries/s, server CPU %.3f us per delivery (median of %d; %.3f to %.3f)%n",
                count, rates[WINDOWS / 2], perDelivery[WINDOWS / 2], WINDOWS, perDelivery[0], perDelivery[WINDOWS - 1]);
    }

    /** Sends as long as the slowest subscriber is less than a window behind. */
    private void pump(Channel publisher, byte[] message) {
        long slowest = Long.MAX_VALUE;
        for (FrameCounter s : subscribers) {
            slowest = Math.min(slowest, s.messages);
        }
        while (sent - slowest <= WINDOW - BATCH) {
            ByteBuf out = publisher.alloc().buffer(BATCH * message.length);
            for (int i = 0; i < BATCH; i++) {
                out.writeBytes(message);
            }
            sent += BATCH;
            publisher.writeAndFlush(out, publisher.voidPromise());
        }
    }

    private long delivered() throws Exception {
        return group.submit(
                        () -> subscribers.stream().mapToLong(s -> s.messages).sum())
                .get();
    }

    private FrameCounter connect(int port, String path, byte[] first) throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        FrameCounter counter = new FrameCounter(path, open::countDown);
        Channel channel = channel(port, counter);
        open.await();
        channel.writeAndFlush(channel.alloc().buffer().writeBytes(first)).sync();
        return counter;
    }

    private Channel channel(int port, FrameCounter counter) throws InterruptedException {
        return new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(tls.newHandler(channel.alloc()), counter);
                    }
                })
                .connect("localhost", port)
                .sync()
                .channel();
    }

    /** A text frame of up to 65,535 bytes, masked with zeros. */
    private static byte[] masked(String text) {
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

    private static double cpuSeconds(String[] pids) throws IOException {
        double ticks = 0;
        for (String pid : pids) {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks / TICKS_PER_S;
    }
}
