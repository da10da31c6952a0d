package dev.weir.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private final LoadClients clients;
    private final List<FrameCounter> subscribers = new ArrayList<>();
    private long sent;

    private FanOutLoad(LoadClients clients) {
        this.clients = clients;
    }

    public static void main(String[] args) throws Exception {
        try (LoadClients clients = new LoadClients()) {
            new FanOutLoad(clients).run(Integer.parseInt(args[0]), args[1].split(","));
        }
    }

    private void run(int count, String[] pids) throws Exception {
        for (int i = 0; i < count; i++) {
            FrameCounter counter = new FrameCounter("/subscribe");
            clients.open(8082, counter)
                    .writeAndFlush(clients.text("{\"Topic\":\"t\",\"Content\":\"sub\"}"))
                    .sync();
            subscribers.add(counter);
        }
        Channel publisher = clients.open(8081, new FrameCounter("/publish"));
        byte[] message = LoadClients.masked("{\"Topic\":\"t\",\"Content\":\"" + "x".repeat(CONTENT_BYTES) + "\"}");
        publisher.eventLoop().scheduleAtFixedRate(() -> pump(publisher, message), 200_000, 20, TimeUnit.MICROSECONDS);
        TimeUnit.SECONDS.sleep(WARM_UP_S);
        double[] perDelivery = new double[WINDOWS];
        double[] rates = new double[WINDOWS];
        for (int w = 0; w < WINDOWS; w++) {
            long from = delivered();
            double cpu = LoadClients.cpuSeconds(pids);
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(WINDOW_S);
            long messages = delivered() - from;
            perDelivery[w] = (LoadClients.cpuSeconds(pids) - cpu) * 1e6 / messages;
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
        return clients.onLoop(
                () -> subscribers.stream().mapToLong(s -> s.messages).sum());
    }
}
