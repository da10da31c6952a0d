package dev.weir.cluster;

import dev.weir.config.LinkConfig;
import dev.weir.link.QueueFinder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an edge knows of queues. It keeps to the one it has for as long as that one's process is in the cluster, whatever others say;
 * after that, of those that have announced themselves and live, to the one that goes first.
 *
 * <pre>
 *   none ──an announcement──▶ kept ──its process has left──▶ another that was heard of, or none: asks every second
 * </pre>
 *
 * Owned by the edge's loop.
 */
final class QueueDirectory implements QueueFinder {
    private static final Logger LOG = LoggerFactory.getLogger(QueueDirectory.class);
    private static final long ASK_EVERY_MS = 1_000;
    private static final int KNOWN_MAX = 100;

    private final Vertx vertx;
    private final Nodes nodes;

    /** By node. */
    private final Map<String, Announcement> known = new HashMap<>();

    private @Nullable Announcement kept;
    private Runnable onFound = () -> {};

    private QueueDirectory(Vertx vertx, Nodes nodes) {
        this.vertx = vertx;
        this.nodes = nodes;
    }

    /** For a link with this config: one that knows no queue yet and asks, or none where an address is in the config. */
    static Future<QueueFinder> open(Vertx vertx, LinkConfig link) {
        if (!link.isAnnounced()) {
            return Future.succeededFuture(NONE);
        }
        if (!vertx.isClustered()) {
            return Future.failedFuture("link.url is missing, and the service was not started with -cluster");
        }
        return open(vertx, Nodes.of(vertx));
    }

    static Future<QueueFinder> open(Vertx vertx, Nodes nodes) {
        QueueDirectory directory = new QueueDirectory(vertx, nodes);
        return vertx.eventBus()
                .consumer(Bus.QUEUE, directory::heard)
                .completion()
                .map(v -> directory.asks());
    }

    private QueueFinder asks() {
        ask();
        vertx.setPeriodic(ASK_EVERY_MS, id -> {
            if (find() == null) {
                ask();
            }
        });
        return this;
    }

    private void ask() {
        vertx.eventBus()
                .publish(Bus.ASK, new JsonObject().put("node", nodes.self()).put("starting", false));
    }

    private void heard(Message<Object> message) {
        String gone = Announcement.gone(message.body());
        if (gone != null) {
            gone(gone);
            return;
        }
        Announcement said = Announcement.of(message.body());
        if (said == null) {
            LOG.warn("an announcement of a queue that is none");
            return;
        }
        URI before = find();
        known.put(said.node(), said);
        if (known.size() > KNOWN_MAX) {
            known.keySet().retainAll(nodes.all());
        }
        Announcement current = kept;
        if (current != null && current.node().equals(said.node())) {
            kept = said;
        }
        URI now = find();
        if (now != null && !now.equals(before)) {
            LOG.info("the queue of the cluster is at {}", now);
            onFound.run();
        }
    }

    private void gone(String node) {
        known.remove(node);
        Announcement current = kept;
        if (current != null && current.node().equals(node)) {
            kept = null;
        }
    }

    @Override
    public @Nullable URI find() {
        Announcement current = kept;
        if (current == null || !nodes.lives(current.node())) {
            known.keySet().retainAll(nodes.all());
            current = first();
            kept = current;
        }
        return current == null ? null : current.url();
    }

    private @Nullable Announcement first() {
        Announcement first = null;
        for (Announcement each : known.values()) {
            first = first == null || each.goesBefore(first) ? each : first;
        }
        return first;
    }

    @Override
    public void onFound(Runnable task) {
        onFound = task;
    }
}
