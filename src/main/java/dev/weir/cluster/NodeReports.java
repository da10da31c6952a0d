package dev.weir.cluster;

import dev.weir.config.ClusterConfig;
import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/** Answers whoever asks all services how they are. */
public final class NodeReports {
    private NodeReports() {}

    /**
     * Begins to answer for a service, if it is in a cluster; until it is undeployed. Called on its loop, as is {@code link}.
     *
     * @param port where it listens
     * @param link what it is linked to now
     */
    public static void answer(Vertx vertx, ServiceConfig config, ServiceKind kind, int port, Supplier<String> link) {
        if (!vertx.isClustered()) {
            return;
        }
        String node = Nodes.of(vertx).self();
        String url = url(config, kind, port);
        vertx.eventBus().consumer(Bus.NODES, message -> {
            String to = Announcement.text(message.body(), "to");
            if (to != null) {
                JsonObject report = new NodeReport(node, kind.word(), url, version(), link.get()).toJson();
                vertx.eventBus().send(to, report);
            }
        });
    }

    /** Where a service is reached: a queue at the host it announces; else where it listens, or, if that is everywhere, at the cluster's. */
    static String url(ServiceConfig config, ServiceKind kind, int port) {
        ClusterConfig cluster = config.cluster();
        String announced = cluster == null || kind != ServiceKind.MSGQUEUE ? null : cluster.announceHost();
        String listens = config.server().host();
        boolean everywhere = listens.equals("0.0.0.0") || listens.equals("::") || listens.equals("[::]");
        String host = announced != null ? announced : everywhere && cluster != null ? cluster.host() : listens;
        String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return (config.tls().on() ? "wss://" : "ws://") + bracketed + ":" + port;
    }

    private static String version() {
        String version = NodeReports.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
