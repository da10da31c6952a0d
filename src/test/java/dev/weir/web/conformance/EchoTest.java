package dev.weir.web.conformance;

import dev.weir.running.Services;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each category against one server; that all three have the route through the same code, by one test. */
@Timeout(60)
class EchoTest {
    static final int LIMIT = 100_000;
    static final int FRAGMENTS_MAX = 200;

    private static final String PROPERTY = "weir.echo";
    private static Services services;
    private static int[] ports;

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        System.setProperty(PROPERTY, "true");
        services = new Services(dir, 1);
        JsonObject limits = new JsonObject().put("messageBytesMax", LIMIT).put("fragmentsMax", FRAGMENTS_MAX);
        JsonObject config = services.config().put("limits", limits);
        ports = new int[] {
            services.queue(config.copy()), services.publisher(config.copy()), services.subscriber(config.copy())
        };
    }

    @AfterAll
    static void stop() throws IOException {
        System.clearProperty(PROPERTY);
        services.close();
    }

    static RawWs open() throws IOException {
        return RawWs.open(ports[1], "/echo");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void isOnEachServer(int server) throws IOException {
        try (RawWs ws = RawWs.open(ports[server], "/echo")) {
            ws.sendText("hello");
            org.junit.jupiter.api.Assertions.assertEquals("hello", ws.readText());
        }
    }

    @Nested
    class Framing extends FramingCases {}

    @Nested
    class Fragmentation extends FragmentationCases {}

    @Nested
    class Utf8 extends Utf8Cases {}

    @Nested
    class Control extends ControlCases {}

    @Nested
    class Closing extends ClosingCases {}

    @Nested
    class Breaches extends BreachCases {}
}
