package dev.weir.cluster;

import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import dev.weir.link.Connector;
import dev.weir.link.Edge;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** How an edge comes by its link, alone or in a cluster. */
public final class EdgeLink {
    private EdgeLink() {}

    /**
     * Starts to link an edge to its queue, wherever that is, and answers for it in a cluster.
     *
     * @param port where the edge listens
     */
    public static Future<Connector> start(
            Vertx vertx, EventLoop loop, ServiceConfig config, ServiceKind kind, int port, Edge edge) {
        boolean receives = kind == ServiceKind.SUBSCRIBER;
        return QueueDirectory.open(vertx, config.link())
                .compose(finder -> Connector.start(vertx, loop, config.link(), finder, receives, edge))
                .onSuccess(started -> NodeReports.answer(vertx, config, kind, port, started::state));
    }
}
