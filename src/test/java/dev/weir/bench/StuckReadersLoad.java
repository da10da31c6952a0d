package dev.weir.bench;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Subscribers that never read, each stuck at another place of the log, while N million messages are published: prints the server's
 * resident memory after each million. In the end five of them read on, and have to get all of it.
 *
 * <pre>java -cp target/weir.jar:target/test-classes dev.weir.bench.StuckReadersLoad SUBSCRIBERS MILLIONS SERVER_PID</pre>
 */
public final class StuckReadersLoad {
    private static final int MILLION = 1_000_000;
    private static final int READ_ON = 5;

    private StuckReadersLoad() {}

    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        int millions = Integer.parseInt(args[1]);
        String pid = args[2];
        List<Channel> stuck = new ArrayList<>();
        List<FrameCounter> counters = new ArrayList<>();
        try (LoadClients clients = new LoadClients()) {
            long perReader = MILLION / count;
            for (int i = 0; i < count; i++) {
                FrameCounter counter = new FrameCounter("/subscribe?protocol=weir.v1.json");
                Channel channel = clients.open(8082, counter);
                channel.writeAndFlush(
                        clients.text("{\"type\":\"subscribe\",\"id\":1,\"filter\":\"t\",\"from\":\"earliest\"}"));
                while (counter.messages < 2) { // welcome and subscribed
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                channel.config().setAutoRead(false);
                stuck.add(channel);
                counters.add(counter);
                clients.publish(perReader);
            }
            System.out.println("after 1 million: " + LoadClients.residentMiB(pid) + " MiB");
            for (int m = 2; m <= millions; m++) {
                clients.publish(MILLION);
                System.out.println("after " + m + " million: " + LoadClients.residentMiB(pid) + " MiB");
            }
            readOn(stuck.subList(0, Math.min(count, READ_ON)), counters, (long) millions * MILLION);
            System.out.println("after some have read all: " + LoadClients.residentMiB(pid) + " MiB");
        }
    }

    private static void readOn(List<Channel> readers, List<FrameCounter> counters, long messages) throws Exception {
        for (int i = 0; i < readers.size(); i++) {
            readers.get(i).config().setAutoRead(true);
            while (counters.get(i).messages < messages) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }
}
