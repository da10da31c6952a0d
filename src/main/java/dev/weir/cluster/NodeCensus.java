package dev.weir.cluster;

import com.hazelcast.config.Config;
import dev.weir.config.ClusterConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks all services of a cluster how they are. Joins it for that as a member that keeps nothing. Blocks the calling thread. */
public final class NodeCensus {
    private static final long JOIN_MS = 30_000;
    private static final long ANSWERS_MS = 2_000;
    private static final long ASK_EVERY_MS = 250;
    private static final String ROLE = "nodes";

    private final Vertx vertx;
    private final Nodes nodes;
    private final Set<NodeReport> reports = new ConcurrentSkipListSet<>(Comparator.comparing(NodeReport::service)
            .thenComparing(NodeReport::url)
            .thenComparing(NodeReport::node));
    private final CountDownLatch all = new CountDownLatch(1);

    private NodeCensus(Vertx vertx) {
        this.vertx = vertx;
        this.nodes = Nodes.of(vertx);
    }

    /**
     * The services' reports; of a process that did not answer in time one for each of its services, which says so.
     *
     * @throws ClusterProblem when there is no cluster, or it cannot be joined
     */
    public static List<NodeReport> take(ClusterConfig cluster) throws ClusterProblem, InterruptedException {
        VertxOptions options = new VertxOptions();
        Config config = Clustering.hazelcast(cluster, ROLE);
        config.setLiteMember(true);
        Vertx vertx;
        try {
            VertxBuilder builder = Clustering.prepare(Vertx.builder().with(options), options, cluster, config);
            options.getEventBusOptions().setPort(0); // a service beside it may have the one of the config
            vertx = builder.buildClustered()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(JOIN_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ClusterProblem(
                    "no cluster " + cluster.name() + " at " + String.join(", ", cluster.members())
                            + " that this process could join",
                    e);
        }
        try {
            return new NodeCensus(vertx).take();
        } finally {
            vertx.close();
        }
    }

    private List<NodeReport> take() throws InterruptedException {
        String to = "weir.nodes." + UUID.randomUUID();
        vertx.eventBus()
                .consumer(to, message -> {
                    NodeReport report = NodeReport.of(message.body());
                    if (report != null && reports.add(report) && missing().isEmpty()) {
                        all.countDown();
                    }
                })
                .completion()
                .onSuccess(v -> {
                    ask(to);
                    vertx.setPeriodic(ASK_EVERY_MS, id -> ask(to));
                });
        boolean whole = all.await(ANSWERS_MS, TimeUnit.MILLISECONDS);
        List<NodeReport> found = new ArrayList<>(reports);
        if (!whole) {
            missing()
                    .forEach((node, services) ->
                            services.forEach(service -> found.add(new NodeReport(node, service, "no answer", "", ""))));
        }
        return found;
    }

    private void ask(String to) {
        vertx.eventBus().publish(Bus.NODES, new JsonObject().put("to", to));
    }

    /** Services that have not answered, by process. */
    private Map<String, Set<String>> missing() {
        Map<String, Set<String>> missing = new TreeMap<>();
        nodes.roles().forEach((node, role) -> {
            Set<String> services = new TreeSet<>(List.of(role.split(",")));
            services.remove(ROLE);
            reports.stream().filter(r -> r.node().equals(node)).forEach(r -> services.remove(r.service()));
            if (!services.isEmpty()) {
                missing.put(node, services);
            }
        });
        return missing;
    }
}
