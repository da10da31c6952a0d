package dev.weir.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.config.ClusterConfig;
import dev.weir.config.ClusterSection;
import dev.weir.nativejson.NativeClients;
import dev.weir.running.Services;
import dev.weir.testkit.RawWs;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real members of a real cluster, all in this process: edges find the queue, and find it again elsewhere. */
@Timeout(120)
class ClusterSmokeTest {
    @TempDir
    Path dir;

    private final int port;
    private final JsonObject section;

    ClusterSmokeTest() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = Math.min(free.getLocalPort(), 65_000);
        }
        section = new JsonObject()
                .put("name", "smoke-" + port)
                .put("port", port)
                .put("members", new JsonArray().add("127.0.0.1:" + port).add("127.0.0.1:" + (port + 1)));
    }

    private Services services(String role) throws Exception {
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true);
        Vertx vertx = Clustering.prepare(Vertx.builder().with(options), options, cluster(), role)
                .buildClustered()
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        return new Services(dir, vertx);
    }

    private ClusterConfig cluster() {
        return ClusterSection.read(new JsonObject().put("cluster", section));
    }

    private int queue(Services services, String data) throws Exception {
        JsonObject log = new JsonObject().put("segmentBytes", 32 << 20);
        JsonObject config = services.config().put("dataDir", dir.resolve(data).toString());
        return services.queue(config.put("log", log).put("cluster", section));
    }

    private JsonObject edge(Services services) {
        JsonObject link = Services.linkTo(1);
        link.remove("url");
        return services.config().put("cluster", section).put("link", link);
    }

    private static void passes(RawWs publisher, RawWs subscriber, int number) throws IOException {
        NativeClients.publish(publisher, "t", Integer.toString(number));
        JsonObject message = new JsonObject(NativeClients.message(subscriber));
        assertEquals(number, message.getInteger("data"), message::encode);
    }

    @Test
    void edgesFindTheQueueAndFollowItToAnotherAddress() throws Exception {
        try (Services first = services("msgqueue");
                Services edges = services("publisher,subscriber")) {
            int queue = queue(first, "data");
            int publish = edges.publisher(edge(edges));
            int subscribe = edges.subscriber(edge(edges));
            try (RawWs publisher = NativeClients.open(publish, "/publish");
                    RawWs subscriber = NativeClients.subscriber(subscribe, "t")) {
                passes(publisher, subscriber, 1);
                isListed("wss://127.0.0.1:" + queue, List.of("msgqueue", "publisher", "subscriber"));
                hasNoSecond();
                first.vertx().close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
                try (Services second = services("msgqueue")) {
                    queue(second, "data");
                    passes(publisher, subscriber, 2);
                }
            }
        }
    }

    private void isListed(String queue, List<String> services) throws Exception {
        List<NodeReport> reports = NodeCensus.take(cluster());
        assertEquals(services, reports.stream().map(NodeReport::service).toList(), reports::toString);
        assertEquals(queue, reports.get(0).url());
        assertEquals(queue, reports.get(1).link());
        assertEquals(queue, reports.get(2).link());
    }

    private void hasNoSecond() throws Exception {
        try (Services second = services("msgqueue")) {
            ExecutionException refused = assertThrows(ExecutionException.class, () -> queue(second, "other"));
            String why = String.valueOf(refused.getCause().getMessage());
            assertTrue(why.startsWith("there is a queue already, at wss://127.0.0.1:"), why);
        }
    }

    @Test
    void whoeverLooksForAClusterThatIsNotThereIsTold() {
        ClusterProblem none = assertThrows(ClusterProblem.class, () -> NodeCensus.take(cluster()));
        assertTrue(String.valueOf(none.getMessage()).startsWith("no cluster smoke-" + port), none::getMessage);
    }
}
