package dev.weir.web;

import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import dev.weir.web.drain.DrainPhase;
import dev.weir.web.drain.DrainRegistry;
import dev.weir.web.drain.Drainable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the three verticles have in common: config in, a server up, a line that says so, an ordered way down. */
public abstract class ServiceVerticle extends VerticleBase {
    /** Its lines go to standard output as they are. */
    private static final Logger READY = LoggerFactory.getLogger("weir.ready");

    private final ServiceKind kind;
    private final List<Drainable> drainables = new ArrayList<>();
    private @Nullable WeirServer server;

    protected ServiceVerticle(ServiceKind kind) {
        this.kind = kind;
    }

    @Override
    public final Future<?> start() {
        ServiceConfig config = ServiceConfig.read(config(), kind);
        return open(config)
                .onSuccess(opened -> {
                    server = opened;
                    drains(DrainPhase.READINESS_OFF, () -> {
                        opened.refuseNewcomers();
                        return Future.succeededFuture();
                    });
                    drains(DrainPhase.CLOSE, opened::closeSessions);
                    DrainRegistry.of(vertx).timeoutMs(config.limits().drainTimeoutMs());
                    READY.info("{} ready on {}", kind.word(), opened.url());
                })
                .recover(e -> {
                    unregister();
                    return closed().transform(done -> Future.failedFuture(e));
                });
    }

    /** Builds the service and starts its server. */
    protected abstract Future<WeirServer> open(ServiceConfig config);

    /** Gives back what the service held; called once its server is down, also after a failed start. */
    protected abstract Future<Void> closed();

    /** Has this done in its turn when the process shuts down. */
    protected final void drains(DrainPhase phase, Supplier<Future<Void>> work) {
        Drainable drainable = Drainable.of(phase, work);
        drainables.add(drainable);
        DrainRegistry.of(vertx).register(drainable);
    }

    private void unregister() {
        drainables.forEach(DrainRegistry.of(vertx)::unregister);
    }

    /** The port it listens on. */
    public final int port() {
        return server == null ? -1 : server.port();
    }

    @Override
    public final Future<?> stop() {
        unregister();
        Future<Void> down = server == null ? Future.succeededFuture() : server.stop();
        return down.eventually(this::closed);
    }
}
