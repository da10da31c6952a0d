package dev.weir.launcher;

import dev.weir.web.drain.DrainPhase;
import dev.weir.web.drain.DrainRegistry;
import dev.weir.web.drain.Drainable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands in for a service: listens on {@code server.port}, registers a slow member in each phase, says what happens. */
public final class Stand extends VerticleBase {
    private static final Logger say = LoggerFactory.getLogger("weir.ready");

    @Override
    public Future<?> start() {
        String name = config().getString("name", "stand");
        int port = config().getJsonObject("server", new JsonObject()).getInteger("port", 0);
        return vertx.createHttpServer()
                .requestHandler(request -> request.response().end())
                .listen(port, "127.0.0.1")
                .onSuccess(server -> {
                    registerDrains();
                    say.info("{} ready on http://127.0.0.1:{}", name, server.actualPort());
                });
    }

    private void registerDrains() {
        for (DrainPhase phase : DrainPhase.values()) {
            DrainRegistry.of(vertx).register(Drainable.of(phase, () -> drain(phase)));
        }
    }

    private Future<Void> drain(DrainPhase phase) {
        say.info("drain {}", phase);
        if (phase.name().equals(config().getString("stuckIn"))) {
            return Promise.<Void>promise().future();
        }
        return vertx.timer(30, TimeUnit.MILLISECONDS).mapEmpty();
    }

    @Override
    public Future<?> stop() {
        say.info("stopped");
        return config().containsKey("neverStops") ? Promise.promise().future() : Future.succeededFuture();
    }

    /** One that does not start. */
    public static final class Broken extends VerticleBase {
        @Override
        public Future<?> start() {
            return Future.failedFuture("on purpose");
        }
    }

    /** A process of the launcher that runs this verticle in the place of the queue. */
    public static final class Main {
        private Main() {}

        public static void main(String[] args) {
            int code = new Application(
                            Service.MSGQUEUE, Stand.class.getName(), new JsonObject(args[0]), null, System.err)
                    .start();
            if (code != 0) {
                System.exit(code);
            }
        }
    }
}
