package dev.weir.process;

import dev.weir.client.ClientOptions;
import dev.weir.client.From;
import dev.weir.client.Trust;
import dev.weir.testkit.Eventually;
import dev.weir.torture.Checker;
import dev.weir.torture.Journal;
import dev.weir.torture.Verdict;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Two publishers or two subscribers at each edge of a {@link Cluster}, with journals. In the end one more subscriber reads everything
 * from the earliest, and the judge has the word: what was confirmed is there, once and in order, and each subscriber got it.
 */
final class ClusterLoad implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Later than this is as good as never; how long it really took is said. */
    private static final Duration SERVING_AGAIN_LIMIT = Duration.ofSeconds(90);

    private final Cluster cluster;
    private final Path journals;
    private final Journal kills;
    private final Map<String, List<Source>> sources = new LinkedHashMap<>();
    private final Map<String, List<Sink>> sinks = new LinkedHashMap<>();
    private final Load load;

    private ClusterLoad(Cluster cluster, Path journals, int ratePerSecond) throws Exception {
        this.cluster = cluster;
        this.journals = Files.createDirectories(journals);
        kills = Journal.kills(journals);
        for (String node : Cluster.SUBSCRIBERS) {
            sinks.put(node, List.of(sink(node, "all", "#"), sink(node, "some", "b/3")));
        }
        for (String node : Cluster.PUBLISHERS) {
            sources.put(node, List.of(source(node, "x"), source(node, "y")));
        }
        load = new Load(flat(sources), flat(sinks), ratePerSecond);
    }

    /** All clients connected, and publishing at this rate together. */
    static ClusterLoad start(Cluster cluster, Path journals, int ratePerSecond) throws Exception {
        ClusterLoad started = new ClusterLoad(cluster, journals, ratePerSecond);
        started.load.start();
        return started;
    }

    private static <T> List<T> flat(Map<String, List<T>> byNode) {
        return byNode.values().stream().flatMap(List::stream).toList();
    }

    private Source source(String node, String name) {
        String producer = node + name;
        return new ClientSource(producer, options(node), Journal.publisher(journals, producer, true));
    }

    private Sink sink(String node, String name, String filter) throws Exception {
        return new ClientSink(filter, From.newest(), options(node), Journal.subscriber(journals, node + name));
    }

    private ClientOptions.Builder options(String node) {
        String host = "wss://127.0.0.1:" + cluster.port(node);
        return ClientOptions.builder()
                .publishUrl(URI.create(host + "/publish"))
                .subscribeUrl(URI.create(host + "/subscribe"))
                .credentials("hello", "test")
                .trust(Trust.anybody())
                .publishTimeoutMs(180_000)
                .backOffMs(20, 200)
                .waitForServer(true);
    }

    long confirmed() {
        return load.confirmed();
    }

    /** Waits for so many confirms in all. */
    void awaitConfirmed(long count) {
        load.until(count + " confirmed", LIMIT, () -> load.confirmed() >= count);
    }

    /** Waits until all clients have got more; those of these nodes are left out. */
    void awaitServed(String... but) {
        List<BooleanSupplier> more = new ArrayList<>();
        List<String> out = List.of(but);
        sources.forEach((node, clients) -> clients.forEach(one -> {
            long before = one.confirmed();
            more.add(() -> out.contains(node) || one.confirmed() > before);
        }));
        sinks.forEach((node, clients) -> clients.forEach(one -> {
            long before = one.received();
            more.add(() -> out.contains(node) || one.received() > before);
        }));
        load.until("all served", LIMIT, () -> more.stream().allMatch(BooleanSupplier::getAsBoolean));
    }

    /**
     * Kills a node with SIGKILL; the others' clients go on, where they can; starts it again and waits until all are served. Says how
     * long that took, from the kill on.
     */
    void killAndStart(String node) throws Exception {
        kills.killed(node);
        cluster.process(node).kill9();
        long killed = System.nanoTime();
        if (!node.equals(Cluster.QUEUE)) {
            awaitServed(node);
            Seeds.say("  " + node + " killed: all others' clients served after " + msSince(killed) + " ms");
        }
        cluster.start(node);
        cluster.awaitListening(node);
        long listening = msSince(killed);
        long before = confirmed();
        awaitConfirmed(before + 1);
        long confirmed = msSince(killed);
        awaitServed();
        kills.serving(node);
        Seeds.say("  " + node + " killed: it listens again after " + listening + " ms, first confirm after it "
                + confirmed + " ms, all clients served after " + msSince(killed) + " ms");
    }

    private static long msSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    /** Ends the load, reads everything and holds all journals against it. */
    Verdict finish() throws Exception {
        load.finish(LIMIT);
        close();
        Path all = journals;
        try (Sink reader =
                new ClientSink("#", From.earliest(), options(Cluster.SUBSCRIBERS.get(1)), Journal.all(all))) {
            Eventually.until("everything read", LIMIT, () -> {
                reader.check();
                return reader.reached() >= load.newest();
            });
        }
        return Checker.check(journals, SERVING_AGAIN_LIMIT);
    }

    @Override
    public void close() {
        load.close();
        kills.close();
    }
}
