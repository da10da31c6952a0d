package dev.weir.cluster;

import dev.weir.config.ServiceKind;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/** Answers whoever asks all services how they are. */
public final class NodeReports {
    private NodeReports() {}

    /** Begins to answer for a service, if it is in a cluster; until it is undeployed. Called on its loop, as is {@code link}. */
    public static void answer(Vertx vertx, ServiceKind kind, String url, Supplier<String> link) {
        if (!vertx.isClustered()) {
            return;
        }
        String node = Nodes.of(vertx).self();
        vertx.eventBus().consumer(Bus.NODES, message -> {
            String to = Announcement.text(message.body(), "to");
            if (to != null) {
                JsonObject report = new NodeReport(node, kind.word(), url, version(), link.get()).toJson();
                vertx.eventBus().send(to, report);
            }
        });
    }

    private static String version() {
        String version = NodeReports.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }
}
