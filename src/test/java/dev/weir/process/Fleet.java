package dev.weir.process;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.weir.testkit.ProcessUnderTest;
import dev.weir.testkit.TestCerts;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The services as processes of the packed jar, together in one JVM or each in its own, with the user {@code hello} /
 * {@code test}. Ports are free ones; a service that is started again has its port again.
 */
final class Fleet implements AutoCloseable {
    static final String QUEUE = "msgqueue";
    static final String PUBLISHER = "publisher";
    static final String SUBSCRIBER = "subscriber";

    /** Generous: on a loaded machine three JVMs start at once. */
    static final Duration START_LIMIT = Duration.ofSeconds(20);

    private static final Map<String, String> VERTICLES = Map.of(
            QUEUE, "MsgQueueVerticle",
            PUBLISHER, "PublisherVerticle",
            SUBSCRIBER, "SubscriberVerticle");

    private final Path dir;
    private final Map<String, ProcessUnderTest> processes = new LinkedHashMap<>();
    private final Map<String, JsonObject> configs = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();

    private List<String> under = List.of();

    private Fleet(Path dir) {
        this.dir = dir;
    }

    /** The three in one process; {@code more} is added to its config. */
    static Fleet together(Path dir, JsonObject more) throws IOException {
        Fleet fleet = new Fleet(dir);
        ProcessUnderTest all = ProcessUnderTest.jar(
                Map.of(), "up", "-conf", write(dir, "all", config(dir).mergeIn(more, true)));
        VERTICLES.keySet().forEach(service -> fleet.processes.put(service, all));
        fleet.ports.putAll(all.awaitPorts(3, START_LIMIT));
        return fleet;
    }

    /** The three in a process each; {@code more} is added to the configs of the edges. */
    static Fleet apart(Path dir, JsonObject more) throws IOException {
        return apart(dir, more, new JsonObject());
    }

    /** Likewise; {@code queue} is added to the config of the queue. */
    static Fleet apart(Path dir, JsonObject more, JsonObject queue) throws IOException {
        return apart(dir, more, queue, List.of());
    }

    /** Likewise; the queue runs under a command that takes its own as arguments, until {@link #runPlainly}. */
    static Fleet apart(Path dir, JsonObject more, JsonObject queue, List<String> under) throws IOException {
        Fleet fleet = new Fleet(dir);
        fleet.under = under;
        fleet.configs.put(QUEUE, config(dir).mergeIn(queue, true));
        fleet.start(QUEUE);
        fleet.awaitReady(QUEUE);
        fleet.startEdges(fleet.port(QUEUE), more);
        return fleet;
    }

    /** The queue alone in a process; edges follow by {@link #startEdges}. */
    static Fleet queue(Path dir) throws IOException {
        Fleet fleet = new Fleet(dir);
        fleet.configs.put(QUEUE, config(dir));
        fleet.start(QUEUE);
        fleet.awaitReady(QUEUE);
        return fleet;
    }

    /** Starts both edges, with links to the queue at this port. */
    void startEdges(int queuePort, JsonObject more) throws IOException {
        for (String edge : new String[] {PUBLISHER, SUBSCRIBER}) {
            configs.put(edge, config(dir).put("link", linkTo(queuePort)).mergeIn(more, true));
            start(edge);
        }
        awaitReady(PUBLISHER);
        awaitReady(SUBSCRIBER);
    }

    private static JsonObject linkTo(int port) {
        return new JsonObject()
                .put("url", "wss://localhost:" + port)
                .put("user", "hello")
                .put("password", "test")
                .put("insecure", true)
                .put("reconnectMinMs", 20)
                .put("reconnectMaxMs", 200);
    }

    /** What every config begins with. Puts certificate, users and rights beside it. */
    static JsonObject config(Path dir) throws IOException {
        TestCerts.SERVER.copyTo(dir);
        String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, "test".toCharArray());
        Files.writeString(dir.resolve("users"), "hello:" + hash + "\n");
        Files.writeString(dir.resolve("acl.json"), """
                {"users": {"hello": {"service": true, "publish": ["#"], "subscribe": ["#", "$dead/#"], "consume": ["#"]}}}
                """);
        return new JsonObject()
                .put("profile", "test")
                .put("server", new JsonObject().put("port", 0))
                .put("tls", new JsonObject().put("cert", "server.crt").put("key", "server.key"))
                .put("auth", new JsonObject().put("users", "users").put("acl", "acl.json"));
    }

    static String write(Path dir, String name, JsonObject config) throws IOException {
        return Files.writeString(dir.resolve(name + ".json"), config.encodePrettily())
                .toString();
    }

    int port(String service) {
        return Objects.requireNonNull(ports.get(service), service);
    }

    ProcessUnderTest process(String service) {
        return Objects.requireNonNull(processes.get(service), service);
    }

    /** From its next start on the queue runs under no other command. */
    void runPlainly() {
        under = List.of();
    }

    /** Starts a service of its own process, on the port it had before. */
    void start(String service) throws IOException {
        JsonObject config = Objects.requireNonNull(configs.get(service));
        Integer port = ports.get(service);
        if (port != null) {
            config = config.copy().put("server", new JsonObject().put("port", port));
        }
        String conf = write(dir, service, config);
        processes.put(service, run(service.equals(QUEUE) ? under : List.of(), service, "-conf", conf));
    }

    /** Runs one service of the packed jar, with these words behind its name and under a command that takes its own as arguments. */
    static ProcessUnderTest run(List<String> under, String service, String... words) throws IOException {
        List<String> command = new ArrayList<>(under);
        // Starts in half the CPU time, and tests of kills are made of starts.
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("weir.jar", "target/weir.jar"),
                "run",
                Objects.requireNonNull(VERTICLES.get(service))));
        command.addAll(List.of(words));
        return ProcessUnderTest.start(Map.of(), command);
    }

    void awaitReady(String service) {
        ports.putAll(process(service).awaitPorts(1, START_LIMIT));
    }

    @Override
    public void close() {
        processes.values().forEach(ProcessUnderTest::close);
    }
}
