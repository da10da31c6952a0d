package dev.weir.launcher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AllVerticleTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void deploysTheThreeAsItsChildren() throws Exception {
        await(deploy(service -> Stand.class.getName(), new JsonObject()));
        assertEquals(4, vertx.deploymentIDs().size());
    }

    @Test
    void eachGetsItsPartOfTheConfig() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            JsonObject all = new JsonObject()
                    .put("server", new JsonObject().put("port", 0))
                    .put("subscriber", port(taken.getLocalPort()));
            StartFailure failure = failure(service -> Stand.class.getName(), all);
            assertEquals(Service.SUBSCRIBER, failure.service());
            assertEquals(
                    List.of("subscriber did not start: port " + taken.getLocalPort() + " is already in use"),
                    Failure.of(Service.ALL, all, failure).lines());
        }
    }

    @Test
    void ifOneFailsNoneStays() throws Exception {
        StartFailure failure = failure(
                service -> service == Service.PUBLISHER ? Stand.Broken.class.getName() : Stand.class.getName(),
                new JsonObject());
        assertEquals(Service.PUBLISHER, failure.service());
        assertEquals("on purpose", failure.getCause().getMessage());
        assertEquals(0, vertx.deploymentIDs().size());
    }

    private StartFailure failure(Function<Service, String> classNames, JsonObject all) {
        Throwable thrown = assertThrows(ExecutionException.class, () -> await(deploy(classNames, all)))
                .getCause();
        return assertInstanceOf(StartFailure.class, thrown);
    }

    private Future<String> deploy(Function<Service, String> classNames, JsonObject all) {
        return vertx.deployVerticle(() -> new AllVerticle(classNames), new DeploymentOptions().setConfig(all));
    }

    private static JsonObject port(int port) {
        return new JsonObject().put("server", new JsonObject().put("port", port));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }
}
