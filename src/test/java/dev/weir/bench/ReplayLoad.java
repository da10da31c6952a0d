package dev.weir.bench;

import io.netty.channel.Channel;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Publishes N native messages of 128 bytes to a running server (none with 0), then reads all that is kept from the earliest on
 * over TLS, as fast as it comes: prints the rates and the server's CPU time per message.
 *
 * <pre>java -cp target/weir.jar:target/test-classes dev.weir.bench.ReplayLoad PUBLISHED READ SERVER_PID</pre>
 */
public final class ReplayLoad {
    private static final int READS = 3;

    private ReplayLoad() {}

    public static void main(String[] args) throws Exception {
        long published = Long.parseLong(args[0]);
        long read = Long.parseLong(args[1]);
        try (LoadClients clients = new LoadClients()) {
            if (published > 0) {
                double cpu = LoadClients.cpuSeconds(args[2]);
                long start = System.nanoTime();
                clients.publish(published);
                print("published and confirmed", published, start, LoadClients.cpuSeconds(args[2]) - cpu);
            }
            for (int i = 0; i < READS && read > 0; i++) {
                read(clients, read, args[2]);
            }
        }
    }

    private static void read(LoadClients clients, long messages, String pid) throws Exception {
        FrameCounter counter = new FrameCounter("/subscribe?protocol=weir.v1.json");
        Channel channel = clients.open(8082, counter);
        double cpu = LoadClients.cpuSeconds(pid);
        long start = System.nanoTime();
        channel.writeAndFlush(clients.text("{\"type\":\"subscribe\",\"id\":1,\"filter\":\"t\",\"from\":\"earliest\"}"));
        while (counter.messages < messages) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        print("read from the earliest", messages, start, LoadClients.cpuSeconds(pid) - cpu);
        channel.close().sync();
    }

    private static void print(String what, long messages, long startNs, double cpuS) {
        double seconds = (System.nanoTime() - startNs) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s: %d messages in %.2f s, %.0f/s, server CPU %.2f us per message%n",
                what,
                messages,
                seconds,
                messages / seconds,
                cpuS * 1e6 / messages);
    }
}
