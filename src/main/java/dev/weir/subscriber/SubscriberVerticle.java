package dev.weir.subscriber;

import dev.weir.cluster.EdgeLink;
import dev.weir.config.LimitsConfig;
import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import dev.weir.link.Connector;
import dev.weir.link.NativeScratch;
import dev.weir.link.SeedScratch;
import dev.weir.protocol.ServerFrames;
import dev.weir.web.ConnectionLimits;
import dev.weir.web.Endpoint;
import dev.weir.web.ServiceVerticle;
import dev.weir.web.Turn;
import dev.weir.web.WeirServer;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subscriber edge: {@code /subscribe}, and one link from the queue. It keeps nothing that outlives it. */
public final class SubscriberVerticle extends ServiceVerticle {
    private static final long NARROW_EVERY_MS = 10_000;
    private static final long MARK_EVERY_MS = 1_000;

    private @Nullable Connector connector;

    public SubscriberVerticle() {
        super(ServiceKind.SUBSCRIBER);
    }

    @Override
    protected Future<WeirServer> open(ServiceConfig config) {
        EventLoop loop = WeirServer.loop(vertx);
        Turn turn = Turn.of(loop);
        Cohorts cohorts = new Cohorts();
        FanOut fanOut = new FanOut(turn, PooledByteBufAllocator.DEFAULT, cohorts);
        Readers readers = new Readers(turn, PooledByteBufAllocator.DEFAULT, fanOut);
        QueueFeed feed =
                new QueueFeed(turn, cohorts, fanOut, readers, config.link().creditBytes());
        vertx.setPeriodic(NARROW_EVERY_MS, id -> feed.narrow());
        ServerFrames frames = new ServerFrames();
        vertx.setPeriodic(MARK_EVERY_MS, id -> {
            fanOut.mark(feed.next(), frames);
            readers.mark();
        });
        Endpoint endpoint = new Endpoint("/subscribe", false, true, session(config.limits(), fanOut, feed));
        return WeirServer.start(vertx, config, List.of(endpoint), () -> Connector.unready(connector))
                .compose(server -> EdgeLink.start(vertx, loop, config, ServiceKind.SUBSCRIBER, server.port(), feed)
                        .onSuccess(started -> connector = started)
                        .map(server)
                        .recover(e -> server.stop().transform(down -> Future.failedFuture(e))));
    }

    private static Endpoint.Session session(LimitsConfig limits, FanOut fanOut, QueueFeed feed) {
        SeedScratch scratch = new SeedScratch();
        NativeScratch nativeScratch = new NativeScratch();
        int subscriptionsMax = limits.subscriptionsPerConnectionMax();
        return Endpoint.Session.of(
                ConnectionLimits.of(limits),
                (connection, user) ->
                        new SeedSubscribeSession(connection, fanOut, feed, user.rights(), scratch, subscriptionsMax),
                (connection, user) ->
                        new NativeSubscribeSession(connection, limits, fanOut, feed, user, nativeScratch));
    }

    @Override
    protected Future<Void> closed() {
        if (connector != null) {
            connector.stop();
        }
        return Future.succeededFuture();
    }
}
