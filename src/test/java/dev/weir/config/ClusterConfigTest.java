package dev.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterConfigTest {
    private static JsonObject config(String section) {
        return new JsonObject().put("baseDir", "/etc/weir").put("cluster", new JsonObject(section));
    }

    private static List<String> problems(String section) {
        return assertThrows(ConfigException.class, () -> ClusterSection.read(config(section))).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static JsonObject edge() {
        JsonObject link = new JsonObject().put("user", "u").put("password", "p").put("trust", "ca.crt");
        return new JsonObject()
                .put("profile", "prod")
                .put("auth", new JsonObject().put("users", "u"))
                .put("link", link);
    }

    @Test
    void isALoopbackClusterUnlessSaidOtherwise() {
        ClusterConfig cluster = ClusterSection.read(new JsonObject());
        assertEquals("weir", cluster.name());
        assertEquals("127.0.0.1", cluster.host());
        assertEquals(List.of("127.0.0.1"), cluster.members());
        assertFalse(cluster.isTls());
        assertEquals(cluster, ClusterSection.read(config("{}")));
    }

    @Test
    void findsItsFilesFromTheConfigsDirectory() {
        ClusterConfig cluster = ClusterSection.read(
                config("{\"hazelcast\":\"c.xml\",\"tlsCert\":\"a\",\"tlsKey\":\"b\",\"tlsTrust\":\"/c\"}"));
        assertEquals(Path.of("/etc/weir/c.xml"), cluster.hazelcast());
        assertEquals(Path.of("/etc/weir/a"), cluster.tlsCert());
        assertEquals(Path.of("/c"), cluster.tlsTrust());
        assertTrue(cluster.isTls());
    }

    @Test
    void wantsAllThreeFilesOfTlsOrNone() {
        assertEquals(
                List.of(
                        "cluster.tlsKey: missing; tlsCert, tlsKey and tlsTrust go together",
                        "cluster.tlsTrust: missing; tlsCert, tlsKey and tlsTrust go together"),
                problems("{\"tlsCert\":\"a\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"host\":\"127.0.0.1:80\"}",
                "{\"host\":\"a b\"}",
                "{\"host\":\"a/b\"}",
                "{\"announceHost\":\"u@h\"}",
                "{\"members\":[\"a:0\"]}",
                "{\"members\":[\"a:65536\"]}",
                "{\"members\":[\"a,b\"]}",
                "{\"members\":\"a\"}",
                "{\"name\":\"a b\"}",
                "{\"port\":65436}",
                "{\"busPort\":-1}"
            })
    void refusesWhatIsNoHostMemberNameOrPort(String section) {
        assertEquals(1, problems(section).size());
    }

    @Test
    void theEnvironmentGoesBeforeTheConfig() {
        JsonObject config = config("{\"name\":\"n\",\"members\":[\"x\"],\"announceHost\":\"q\"}");
        ClusterSection.fill(
                config,
                Map.of(
                        "WEIR_CLUSTER_HOST", "10.0.0.1",
                        "WEIR_CLUSTER_MEMBERS", " a, b:5702 c ",
                        "WEIR_CLUSTER_ANNOUNCE_HOST", "queue",
                        "OTHER", "x"));
        ClusterConfig cluster = ClusterSection.read(config);
        assertEquals("n", cluster.name());
        assertEquals("10.0.0.1", cluster.host());
        assertEquals(List.of("a", "b:5702", "c"), cluster.members());
        assertEquals("queue", cluster.announceHost());
    }

    @Test
    void anEmptyVariableIsNoneAndASectionIsMadeWhereThereIsNone() {
        JsonObject config = new JsonObject();
        ClusterSection.fill(config, Map.of("WEIR_CLUSTER_HOST", "", "WEIR_CLUSTER_MEMBERS", " "));
        assertEquals(new JsonObject().put("cluster", new JsonObject()), config);
        JsonObject wrong = new JsonObject().put("cluster", new JsonArray());
        ClusterSection.fill(wrong, Map.of("WEIR_CLUSTER_HOST", "a"));
        assertThrows(ConfigException.class, () -> ClusterSection.read(wrong));
    }

    @Test
    void anEdgeNeedsNoAddressOfTheQueueThere() {
        ServiceConfig edge = ServiceConfig.read(edge().put("cluster", new JsonObject()), ServiceKind.PUBLISHER);
        assertTrue(edge.link().isAnnounced());
        assertTrue(edge.link().isTls());
        assertFalse(edge.link().plainAllowed());
        assertEquals("weir", Objects.requireNonNull(edge.cluster()).name());
        JsonObject trusting = edge().put("cluster", new JsonObject());
        trusting.getJsonObject("link").remove("trust");
        ConfigException any =
                assertThrows(ConfigException.class, () -> ServiceConfig.read(trusting, ServiceKind.PUBLISHER));
        assertTrue(any.problems().get(0).toString().startsWith("link.trust: missing"), any::getMessage);
        ConfigException alone =
                assertThrows(ConfigException.class, () -> ServiceConfig.read(edge(), ServiceKind.PUBLISHER));
        assertTrue(alone.problems().get(0).toString().startsWith("link.url: missing"), alone::getMessage);
    }

    @Test
    void anAddressInTheConfigGoesBeforeWhatIsAnnounced() {
        JsonObject config = edge().put("cluster", new JsonObject());
        config.getJsonObject("link").put("url", "wss://q:8080");
        assertFalse(ServiceConfig.read(config, ServiceKind.SUBSCRIBER).link().isAnnounced());
        assertNull(ServiceConfig.read(edge().put("link", "local"), ServiceKind.SUBSCRIBER)
                .cluster());
    }

    @Test
    void theEdgesOfAllAreLinkedToTheQueueBesideThem() {
        JsonObject all =
                new JsonObject().put("auth", new JsonObject().put("users", "u")).put("cluster", new JsonObject());
        assertTrue(AllConfig.read(all).publisher().link().isLocal());
        assertEquals(
                "127.0.0.1",
                Objects.requireNonNull(AllConfig.read(all).msgqueue().cluster()).host());
    }
}
