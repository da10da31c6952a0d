package dev.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceConfigTest {
    private static JsonObject minimal() {
        return new JsonObject().put("auth", new JsonObject().put("users", "u.htpasswd"));
    }

    private static JsonObject section(String name, Object... entries) {
        JsonObject section = new JsonObject();
        for (int i = 0; i < entries.length; i += 2) {
            section.put((String) entries[i], entries[i + 1]);
        }
        return minimal().put(name, section);
    }

    private static JsonObject edge(Object... entries) {
        return section("link", entries);
    }

    private static List<String> problems(JsonObject json, ServiceKind kind) {
        ConfigException thrown = assertThrows(ConfigException.class, () -> ServiceConfig.read(json, kind));
        assertEquals(
                String.join(
                        "\n", thrown.problems().stream().map(Problem::toString).toList()),
                thrown.getMessage());
        return thrown.problems().stream().map(Problem::toString).toList();
    }

    private static void assertProblem(String expected, JsonObject json, ServiceKind kind) {
        assertEquals(List.of(expected), problems(json, kind));
    }

    @Test
    void fillsInDefaults() {
        ServiceConfig config = ServiceConfig.read(minimal(), ServiceKind.MSGQUEUE);
        Path here = Path.of("").toAbsolutePath();
        assertEquals(Profile.PROD, config.profile());
        assertEquals(here, config.baseDir());
        assertEquals(here.resolve("data"), config.dataDir());
        assertEquals(new ServerConfig("0.0.0.0", 8080, 1024), config.server());
        assertEquals(new TlsConfig(true, null, null, TlsEngine.AUTO), config.tls());
        assertEquals(new AuthConfig(here.resolve("u.htpasswd"), null, 60_000, 60, 1000), config.auth());
        assertEquals(
                new LimitsConfig(
                        1_048_576, 16_384, 10_000, 20_000, 10_000, 25_000, 1_048_576, 1000, 16_384, 8000, List.of()),
                config.limits());
        assertEquals(
                new QueueConfig(
                        268_435_456,
                        262_144,
                        PopGroup.AUTO,
                        3_600_000,
                        1_048_576,
                        10_000,
                        3_600_000,
                        604_800_000,
                        1_048_576),
                config.queue());
        assertEquals(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), config.eventLoops());
    }

    @Test
    void defaultsFollowKindAndProfile() {
        JsonObject json =
                edge("url", "wss://q:8080", "user", "edge", "password", "p").put("profile", "dev");
        ServiceConfig config = ServiceConfig.read(json, ServiceKind.SUBSCRIBER);
        assertEquals(new ServerConfig("127.0.0.1", 8082, 1024), config.server());
        assertTrue(config.link().seedFallback());
        assertFalse(ServiceConfig.read(json.put("profile", "test"), ServiceKind.PUBLISHER)
                .link()
                .seedFallback());
        assertEquals(8 << 20, config.link().unconfirmedBytesMax());
        assertEquals(256, config.link().unconfirmedBatchesMax());
        assertEquals(4 << 20, config.link().creditBytes());
    }

    @Test
    void reportsEverythingAtOnceWithItsPath() {
        JsonObject json = new JsonObject()
                .put("profile", "prd")
                .put("server", new JsonObject().put("port", 70_000).put("hots", "x"))
                .put("limits", new JsonObject().put("messageBytesMax", 12).put("fragmentsMax", "many"))
                .put("colour", "red");
        assertEquals(
                List.of(
                        "colour: unknown key",
                        "profile: \"prd\" is not one of dev, test, prod",
                        "server.hots: unknown key; did you mean host?",
                        "server.port: 70000 is not a port (0–65535)",
                        "auth.users: missing; it must be a file path",
                        "limits.messageBytesMax: 12 is not a whole number (1024–16777216 bytes)",
                        "limits.fragmentsMax: \"many\" is not a whole number (1–65536)"),
                problems(json, ServiceKind.MSGQUEUE).stream()
                        .sorted(java.util.Comparator.comparingInt(ServiceConfigTest::rank))
                        .toList());
    }

    /** The order of sections is the reader's own; only that all is there matters. */
    private static int rank(String problem) {
        List<String> order = List.of("colour", "profile", "server.hots", "server.port", "auth", "limits.m", "limits.f");
        return (int)
                order.stream().takeWhile(start -> !problem.startsWith(start)).count();
    }

    @Test
    void convertsAndClampsNothing() {
        for (Object wrong : new Object[] {"8080", 8080.0, true, -1, 65_536, new JsonArray(), new JsonObject()}) {
            List<String> said = problems(section("server", "port", wrong), ServiceKind.MSGQUEUE);
            assertEquals(1, said.size());
            assertTrue(said.get(0).endsWith(" is not a port (0–65535)"), said.get(0));
        }
        assertProblem(
                "server.port: null is not a port (0–65535)", section("server", "port", null), ServiceKind.MSGQUEUE);
        assertEquals(
                1,
                problems(section("server", "port", BigInteger.TEN.pow(40)), ServiceKind.MSGQUEUE)
                        .size());
        assertProblem("limits: [] is not an object", minimal().put("limits", new JsonArray()), ServiceKind.MSGQUEUE);
        assertProblem("tls: true is not an object or false", minimal().put("tls", true), ServiceKind.MSGQUEUE);
    }

    @Test
    void saysWhereAMisplacedKeyBelongs() {
        assertProblem(
                "queue: belongs to msgqueue; the publisher has no use for it",
                edge("url", "local").put("queue", new JsonObject()),
                ServiceKind.PUBLISHER);
        assertProblem(
                "link: belongs to publisher and subscriber; the msgqueue has no use for it",
                edge("url", "local"),
                ServiceKind.MSGQUEUE);
        assertProblem(
                "server.drainTimeoutMs: unknown key; it belongs in limits",
                section("server", "drainTimeoutMs", 1),
                ServiceKind.MSGQUEUE);
        assertProblem(
                "publisher: belongs in an all.json, which configures the three services together",
                minimal().put("publisher", new JsonObject()),
                ServiceKind.MSGQUEUE);
        assertProblem(
                "server.Port: unknown key; did you mean port?", section("server", "Port", 1), ServiceKind.MSGQUEUE);
    }

    @Test
    void showsNoControlCharactersOfAKeyOrValue() {
        assertProblem("a\\u001b[2J\\u000ab: unknown key", minimal().put("a\u001b[2J\nb", 1), ServiceKind.MSGQUEUE);
        String said = problems(section("limits", "fragmentsMax", "\u202e" + "x".repeat(500)), ServiceKind.MSGQUEUE)
                .get(0);
        assertTrue(said.contains("\\u202e") && said.length() < 160, said);
    }

    @Test
    void tlsIsOffOnlyWhenWrittenOut() {
        assertEquals(
                TlsConfig.OFF,
                ServiceConfig.read(minimal().put("tls", false), ServiceKind.MSGQUEUE)
                        .tls());
        assertProblem("tls.key: missing; cert and key go together", section("tls", "cert", "c"), ServiceKind.MSGQUEUE);
        assertProblem("tls.cert: missing; cert and key go together", section("tls", "key", "k"), ServiceKind.MSGQUEUE);
    }

    @Test
    void pathsStartAtTheBaseDirectory() {
        JsonObject json = section("tls", "cert", "../c.pem", "key", "/k.pem")
                .put("baseDir", "/etc/weir/conf")
                .put("dataDir", "d");
        ServiceConfig config = ServiceConfig.read(json, ServiceKind.MSGQUEUE);
        assertEquals(Path.of("/etc/weir/c.pem"), config.tls().cert());
        assertEquals(Path.of("/k.pem"), config.tls().key());
        assertEquals(Path.of("/etc/weir/conf/u.htpasswd"), config.auth().users());
        assertEquals(Path.of("/etc/weir/conf/d"), config.dataDir());
    }

    @Test
    void takesOriginsWithoutAPath() {
        JsonObject good = section("limits", "origins", new JsonArray().add("https://Example.org:8443"));
        assertEquals(
                List.of("https://example.org:8443"),
                ServiceConfig.read(good, ServiceKind.MSGQUEUE).limits().origins());
        for (Object wrong : new Object[] {"https://a/", "a.org", "*", "null", 1}) {
            JsonObject bad = section("limits", "origins", new JsonArray().add(wrong));
            assertEquals(1, problems(bad, ServiceKind.MSGQUEUE).size());
        }
    }

    @Test
    void everyMessageFitsWhereItMustGo() {
        JsonObject json = edge("url", "local", "creditBytes", 2048, "unconfirmedBytesMax", 1024)
                .put("limits", new JsonObject().put("messageBytesMax", 4096));
        assertEquals(
                List.of(
                        "link.unconfirmedBytesMax: 1024 is less than limits.messageBytesMax, 4096",
                        "link.creditBytes: 2048 is less than limits.messageBytesMax, 4096"),
                problems(json, ServiceKind.PUBLISHER));
        JsonObject queue = section("queue", "memoryBytesMax", 1 << 20)
                .put("limits", new JsonObject().put("messageBytesMax", 2 << 20));
        assertProblem(
                "queue.memoryBytesMax: 1048576 is less than limits.messageBytesMax, 2097152",
                queue,
                ServiceKind.MSGQUEUE);
    }

    /** Longer than an int of ms. */
    @Test
    void aGroupMayBeKeptForAYearAndNotLonger() {
        long yearMs = 31_536_000_000L;
        JsonObject year = section("queue", "groupExpireMs", yearMs);
        assertEquals(
                yearMs, ServiceConfig.read(year, ServiceKind.MSGQUEUE).queue().groupExpireMs());
        for (long wrong : new long[] {yearMs + 1, 999}) {
            assertProblem(
                    "queue.groupExpireMs: " + wrong + " is not a whole number (1000–31536000000 ms)",
                    section("queue", "groupExpireMs", wrong),
                    ServiceKind.MSGQUEUE);
        }
    }

    @Test
    void aConfigWithoutAnythingIsAProblemNotACrash() {
        assertProblem("auth.users: missing; it must be a file path", new JsonObject(), ServiceKind.MSGQUEUE);
        assertNull(ServiceConfig.read(minimal(), ServiceKind.MSGQUEUE).auth().acl());
    }
}
