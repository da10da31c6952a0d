package dev.weir.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import dev.weir.testkit.Http;
import dev.weir.testkit.RawResponse;
import dev.weir.testkit.RawSocket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {
    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();
    private volatile @Nullable String unready;
    private volatile @Nullable String concern;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, "test".toCharArray());
        Files.writeString(dir.resolve("users"), "hello:" + hash + "\n");
        JsonObject json = new JsonObject()
                .put("profile", "test")
                .put("baseDir", dir.toString())
                .put("server", new JsonObject().put("port", 0))
                .put("tls", false)
                .put("link", "local")
                .put("auth", new JsonObject().put("users", "users"));
        ServiceConfig config = ServiceConfig.read(json, ServiceKind.PUBLISHER);
        Condition condition = new Condition() {
            @Override
            public @Nullable String unready() {
                return unready;
            }

            @Override
            public @Nullable String concern() {
                return concern;
            }
        };
        Future<WeirServer> server = Future.future(started -> vertx.runOnContext(
                v -> WeirServer.start(vertx, config, List.of(), condition).onComplete(started)));
        port = server.toCompletionStage().toCompletableFuture().get(10, SECONDS).port();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private void ready(int status, String body) throws Exception {
        try (RawSocket socket = RawSocket.plain(port)) {
            socket.write(Http.get("/health/ready").bytes());
            RawResponse response = RawResponse.read(socket);
            assertEquals(status, response.status());
            assertEquals(body, response.body().strip());
        }
    }

    @Test
    void tellsWhatIsWrongAndWhetherClientsAreWelcomeAllTheSame() throws Exception {
        ready(200, "ready");
        concern = "the log is at 85 % of its hard limit";
        ready(200, "degraded: the log is at 85 % of its hard limit");
        unready = "no link to the queue";
        ready(503, "no link to the queue");
    }
}
