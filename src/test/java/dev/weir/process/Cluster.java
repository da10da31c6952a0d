package dev.weir.process;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.Http;
import dev.weir.testkit.ProcessUnderTest;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Nodes of the packed jar that find each other, on 127.0.0.1, with a name and ports that no other cluster of this machine has; no
 * config names a queue. A node is called by its service and, behind a dash, whatever tells it from others: {@code publisher-2}.
 * Each has a data directory of its own, and keeps its port when it is started again, but for the queue.
 */
final class Cluster implements AutoCloseable {
    static final String QUEUE = "msgqueue-1";

    /** Of the usual cluster, beside its queue. */
    static final List<String> PUBLISHERS = List.of("publisher-1", "publisher-2");

    static final List<String> SUBSCRIBERS = List.of("subscriber-1", "subscriber-2");

    /** Generous: five JVMs may start at once on a loaded machine, and a queue asks for 3 s whether there is another. */
    static final Duration START_LIMIT = Duration.ofSeconds(90);

    /** Processes of one cluster look for each other on so many ports. */
    private static final int PORTS = 20;

    /** Below those that the system gives away itself. */
    private static final int PORT_MIN = 12_000;

    private static final int PORT_MAX = 32_000;

    private final Path dir;
    private final JsonObject section;
    private final Map<String, ProcessUnderTest> processes = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, JsonObject> more = new HashMap<>();

    Cluster(Path dir) throws IOException {
        this.dir = dir;
        int port = freePorts();
        section = new JsonObject().put("name", "test-" + port).put("port", port).put("members", List.of("127.0.0.1"));
    }

    /** The usual five, the first of which is up before the others; all linked. */
    static Cluster five(Path dir, String first) throws IOException {
        return new Cluster(dir)
                .up(first, QUEUE, PUBLISHERS.get(0), PUBLISHERS.get(1), SUBSCRIBERS.get(0), SUBSCRIBERS.get(1));
    }

    /** One of each kind, linked. */
    static Cluster three(Path dir) throws IOException {
        return new Cluster(dir).up(QUEUE, PUBLISHERS.get(0), SUBSCRIBERS.get(0));
    }

    /** Starts these, the first one before the others, and waits until all are ready. */
    Cluster up(String first, String... others) throws IOException {
        try {
            start(first);
            awaitListening(first);
            for (String node : others) {
                if (!node.equals(first)) {
                    start(node);
                }
            }
            for (String node : processes.keySet()) {
                awaitReady(node);
            }
            return this;
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static int freePorts() throws IOException {
        Random random = new Random();
        while (true) {
            int first = PORT_MIN + PORTS * random.nextInt((PORT_MAX - PORT_MIN) / PORTS);
            try (ServerSocket free = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (java.net.BindException e) {
                Seeds.say("port " + first + " is taken");
            }
        }
    }

    String name() {
        return section.getString("name");
    }

    /** The first one that nodes try; the first node has it. */
    int port() {
        return section.getInteger("port");
    }

    /** Adds this to the config of a node, from its next start on. */
    Cluster configure(String node, JsonObject added) {
        more.put(node, added);
        return this;
    }

    static String service(String node) {
        return node.substring(0, node.indexOf('-'));
    }

    /** Starts a node, or starts it again; an edge on the port it had. */
    ProcessUnderTest start(String node) throws IOException {
        String service = service(node);
        JsonObject config = Fleet.config(dir).put("dataDir", "data-" + node).put("cluster", section.copy());
        if (service.equals(Fleet.QUEUE)) {
            // Keeps all there is to the end, and lives on the log alone.
            config.put("log", new JsonObject().put("retentionBytes", 0));
        } else {
            config.getJsonObject("server").put("port", ports.getOrDefault(node, 0));
            config.put("link", link());
        }
        JsonObject whole = config.mergeIn(more.getOrDefault(node, new JsonObject()), true);
        ProcessUnderTest process = Fleet.run(List.of(), service, "-conf", Fleet.write(dir, node, whole), "-cluster");
        processes.put(node, process);
        return process;
    }

    /** Without an address. Its publishers wait as long as a test may have the queue away. */
    private static JsonObject link() {
        return new JsonObject()
                .put("user", "hello")
                .put("password", "test")
                .put("insecure", true)
                .put("confirmTimeoutMs", 180_000)
                .put("reconnectMinMs", 20)
                .put("reconnectMaxMs", 200);
    }

    void awaitListening(String node) {
        ports.put(node, process(node).awaitPorts(1, START_LIMIT).get(service(node)));
    }

    /** Until it listens and says that it is ready: an edge has its link then. */
    void awaitReady(String node) {
        awaitListening(node);
        Eventually.until(node + " is ready", START_LIMIT, () -> isReady(node));
    }

    /** Whether it says that clients are served. */
    boolean isReady(String node) {
        try {
            return RawWs.exchange(port(node), Http.get("/health/ready")).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where its clients connect. */
    int port(String node) {
        return Objects.requireNonNull(ports.get(node), node);
    }

    ProcessUnderTest process(String node) {
        return Objects.requireNonNull(processes.get(node), node);
    }

    @Override
    public void close() {
        processes.values().forEach(ProcessUnderTest::close);
    }
}
