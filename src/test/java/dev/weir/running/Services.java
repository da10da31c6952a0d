package dev.weir.running;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.weir.msgqueue.MsgQueueVerticle;
import dev.weir.publisher.PublisherVerticle;
import dev.weir.subscriber.SubscriberVerticle;
import dev.weir.testkit.TestCerts;
import dev.weir.web.ServiceVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Any of the three services in this JVM, over TLS, with the users {@code hello} / {@code test} (a service) and
 * {@code plain} / {@code test} (not one). Each has an event loop of its own unless {@code eventLoops} is 1.
 */
public final class Services implements AutoCloseable {
    private final Vertx vertx;
    private final Path dir;

    public Services(Path dir) throws IOException {
        this(dir, 1);
    }

    public Services(Path dir, int eventLoops) throws IOException {
        this(
                dir,
                Vertx.vertx(new VertxOptions().setEventLoopPoolSize(eventLoops).setPreferNativeTransport(true)));
    }

    /** In a Vert.x that is there, which is closed with them. */
    public Services(Path dir, Vertx vertx) throws IOException {
        this.dir = dir;
        this.vertx = vertx;
        TestCerts.SERVER.copyTo(dir);
        String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, "test".toCharArray());
        Files.writeString(dir.resolve("users"), "hello:" + hash + "\nplain:" + hash + "\n");
        Files.writeString(dir.resolve("acl.json"), """
                {"users": {
                  "hello": {"service": true, "publish": ["#"], "subscribe": ["#", "$dead/#"], "consume": ["#", "$dead/#"]},
                  "plain": {"service": false, "publish": ["#"], "subscribe": ["#"], "consume": ["#"]}}}
                """);
    }

    public Vertx vertx() {
        return vertx;
    }

    /** What every service's config begins with; tests add to it. */
    public JsonObject config() {
        return new JsonObject()
                .put("profile", "test")
                .put("baseDir", dir.toString())
                .put("server", new JsonObject().put("port", 0))
                .put("dataDir", dir.resolve("data").toString())
                .put("tls", new JsonObject().put("cert", "server.crt").put("key", "server.key"))
                .put(
                        "auth",
                        new JsonObject()
                                .put("users", "users")
                                .put("acl", "acl.json")
                                .put("reloadEveryMs", 200));
    }

    /** The link of an edge to a queue at this port, as {@code hello}. */
    public static JsonObject linkTo(int port) {
        return new JsonObject()
                .put("url", "wss://localhost:" + port)
                .put("user", "hello")
                .put("password", "test")
                .put("insecure", true)
                .put("reconnectMinMs", 20)
                .put("reconnectMaxMs", 200);
    }

    /** Starts the queue, with a log in memory unless the config has a {@code log}; its port. */
    public int queue(JsonObject config) throws Exception {
        JsonObject log = config.getJsonObject("log", new JsonObject().put("store", "memory"));
        return deploy(new MsgQueueVerticle(), config.copy().put("log", log));
    }

    /** Starts the publisher edge; its port. With no {@code link} in the config it is linked to this JVM's queue. */
    public int publisher(JsonObject config) throws Exception {
        return deploy(new PublisherVerticle(), linked(config));
    }

    /** Starts the subscriber edge; its port. With no {@code link} in the config it is linked to this JVM's queue. */
    public int subscriber(JsonObject config) throws Exception {
        return deploy(new SubscriberVerticle(), linked(config));
    }

    private static JsonObject linked(JsonObject config) {
        return config.containsKey("link") ? config : config.copy().put("link", "local");
    }

    private int deploy(ServiceVerticle verticle, JsonObject config) throws Exception {
        vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(config))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return verticle.port();
    }

    @Override
    public void close() throws IOException {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException("the services did not stop", e);
        }
    }
}
