package dev.weir.publisher;

import dev.weir.cluster.EdgeLink;
import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import dev.weir.link.Connector;
import dev.weir.link.Intake;
import dev.weir.link.NativeScratch;
import dev.weir.link.SeedPublishSession;
import dev.weir.link.SeedScratch;
import dev.weir.web.ConnectionLimits;
import dev.weir.web.Endpoint;
import dev.weir.web.ServiceVerticle;
import dev.weir.web.Turn;
import dev.weir.web.WeirServer;
import dev.weir.web.drain.DrainPhase;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The publisher edge: {@code /publish}, and one link to the queue. It keeps nothing that outlives it. */
public final class PublisherVerticle extends ServiceVerticle {
    private @Nullable Connector connector;
    private @Nullable Intake intake;

    public PublisherVerticle() {
        super(ServiceKind.PUBLISHER);
    }

    @Override
    protected Future<WeirServer> open(ServiceConfig config) {
        EventLoop loop = WeirServer.loop(vertx);
        Intake taken = new Intake(
                Turn.of(loop),
                PooledByteBufAllocator.DEFAULT,
                config.link().unconfirmedBytesMax(),
                config.link().unconfirmedBatchesMax());
        intake = taken;
        Endpoint endpoint = new Endpoint("/publish", false, true, session(config, taken));
        return WeirServer.start(vertx, config, List.of(endpoint), () -> Connector.unready(connector))
                .onSuccess(server -> drains(DrainPhase.PUBLISHERS, () -> {
                    server.pauseSessions();
                    return taken.emptied();
                }))
                .compose(server -> EdgeLink.start(vertx, loop, config, ServiceKind.PUBLISHER, server.port(), taken)
                        .onSuccess(started -> connector = started)
                        .map(server)
                        .recover(e -> server.stop().transform(down -> Future.failedFuture(e))));
    }

    private static Endpoint.Session session(ServiceConfig config, Intake intake) {
        SeedScratch scratch = new SeedScratch();
        NativeScratch nativeScratch = new NativeScratch();
        int confirmTimeoutMs = config.link().confirmTimeoutMs();
        return Endpoint.Session.of(
                ConnectionLimits.of(config.limits()),
                (connection, user) -> new SeedPublishSession(connection, intake, user.rights(), scratch),
                (connection, user) -> new NativePublishSession(
                        connection, config.limits(), confirmTimeoutMs, intake, user, nativeScratch));
    }

    @Override
    protected Future<Void> closed() {
        if (connector != null) {
            connector.stop();
        }
        if (intake != null) {
            intake.discard();
        }
        return Future.succeededFuture();
    }
}
