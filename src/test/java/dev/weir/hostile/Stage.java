package dev.weir.hostile;

import dev.weir.running.Services;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.RawWs;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The three services, each on a loop of its own, with bystanders who are to notice nothing. */
final class Stage implements AutoCloseable {
    static final int MESSAGE_BYTES_MAX = 128 * 1024;
    static final int HANDSHAKE_TIMEOUT_MS = 600;

    private static final long ROUND_TRIP_MS_MAX = 250;
    private static final long LOOP_LAG_MS_MAX = 50;
    private static Stage current;

    private final Services services;
    private final List<Server> servers;
    private final LogWatch log = LogWatch.attach();
    private final List<RawWs> sockets = new ArrayList<>();
    private final List<Bystander> bystanders = new ArrayList<>();
    private final List<LoopLag> loops = new ArrayList<>();

    Stage(Path dir) throws Exception {
        services = new Services(dir, 3);
        // Rows that pop leave nobody behind for whom messages would be held.
        int queue = services.queue(config().put("queue", new JsonObject().put("popIdleMs", 50)));
        int publisher = services.publisher(config());
        int subscriber = services.subscriber(config());
        servers = List.of(
                new Server("msgqueue", queue, "/pushmsg"),
                new Server("msgqueue", queue, "/popmsg"),
                new Server("publisher", publisher, "/publish"),
                new Server("subscriber", subscriber, "/subscribe"));
        for (EventExecutor loop : ((VertxInternal) services.vertx()).nettyEventLoopGroup()) {
            loops.add(new LoopLag(loop));
        }
        for (Server server : servers) {
            if (!server.pops()) {
                RawWs ws = open(server);
                bystanders.add(new Bystander("pinging " + server, n -> ws.roundTrip("b" + n)));
            }
        }
        watchNatively();
        RawWs from = open(servers.get(2));
        RawWs to = open(servers.get(3));
        to.sendText("{\"Topic\":\"bystander\",\"Content\":\"sub\"}");
        to.roundTrip("subscribed");
        bystanders.add(new Bystander("publishing", n -> {
            from.sendText("{\"Topic\":\"bystander\",\"Content\":\"" + n + "\"}");
            to.readText();
        }));
        for (Server server : servers) {
            Answer.refused(server, 401, Answer.good(server).without("Authorization"));
            Answer.closes(server, 1002, Answer.frame(3, "").bytes());
        }
        current = this;
        awaitCalm();
    }

    /** Native clients that publish and subscribe are bystanders too. */
    private void watchNatively() throws IOException {
        NativeWs from = NativeWs.open(publisher());
        NativeWs to = NativeWs.open(subscriber());
        sockets.add(from.ws());
        sockets.add(to.ws());
        to.ask("{\"type\":\"subscribe\",\"id\":0,\"filter\":\"bystander/native\"}", "subscribed");
        bystanders.add(new Bystander("publishing natively", n -> {
            from.publish(n, "bystander/native", "{\"n\":" + n + "}");
            to.expect("{\"type\":\"message\",\"topic\":\"bystander/native\",", "\"data\":{\"n\":" + n + "}}");
        }));
    }

    Server publisher() {
        return servers.get(2);
    }

    Server subscriber() {
        return servers.get(3);
    }

    static Stage current() {
        return current;
    }

    private JsonObject config() {
        JsonObject limits = new JsonObject()
                .put("messageBytesMax", MESSAGE_BYTES_MAX)
                .put("handshakeTimeoutMs", HANDSHAKE_TIMEOUT_MS);
        return services.config().put("limits", limits);
    }

    private RawWs open(Server server) throws IOException {
        RawWs ws = RawWs.open(server.port(), server.path());
        sockets.add(ws);
        return ws;
    }

    List<Server> servers() {
        return servers;
    }

    LogWatch log() {
        return log;
    }

    void begin() {
        log.reset();
        bystanders.forEach(Bystander::reset);
        loops.forEach(LoopLag::reset);
    }

    /** Who had to wait for too long since {@link #begin}. */
    List<String> over() {
        List<String> over = new ArrayList<>();
        bystanders.forEach(Bystander::mark);
        loops.forEach(LoopLag::mark);
        for (Bystander bystander : bystanders) {
            long ms = bystander.worstMs();
            if (ms > ROUND_TRIP_MS_MAX) {
                over.add("a bystander waited " + ms + " ms");
            }
        }
        for (LoopLag loop : loops) {
            long ms = loop.worstMs();
            if (ms > LOOP_LAG_MS_MAX) {
                over.add("a loop was held for " + ms + " ms");
            }
        }
        return over;
    }

    /** Waits until nobody waits: what another process did to this machine is over then. */
    void awaitCalm() {
        Eventually.until("the machine is calm", () -> {
            begin();
            return over().isEmpty();
        });
    }

    @Override
    public void close() throws IOException {
        bystanders.forEach(Bystander::stop);
        loops.forEach(LoopLag::stop);
        sockets.forEach(RawWs::close);
        log.detach();
        current = null;
        services.close();
    }
}
