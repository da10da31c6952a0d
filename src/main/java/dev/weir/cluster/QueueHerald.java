package dev.weir.cluster;

import dev.weir.config.ClusterConfig;
import dev.weir.config.ServiceConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the cluster has one queue, as well as can be without a vote, and tells edges where it is.
 *
 * <pre>
 *   asking (3 s) ──nobody answers──▶ announcing: every 2 s, and when asked ──hears of another with a smaller id──▶ gives way
 *      │ another is the queue, or is starting with a smaller id, or is there and silent
 *      ▼
 *   gives way
 * </pre>
 *
 * A queue that hangs is silent and still in the cluster: it has no successor until the cluster has given it up. Where a cluster has come
 * apart each half may have a queue; when they meet again one gives way. Owned by the queue's loop.
 */
public final class QueueHerald {
    private static final Logger LOG = LoggerFactory.getLogger(QueueHerald.class);
    private static final Times TIMES = new Times(3_000, 500, 2_000);

    /** In ms. */
    record Times(long ask, long askEvery, long announceEvery) {}

    private final Vertx vertx;
    private final Nodes nodes;
    private final Times times;
    private final Consumer<String> giveWay;
    private final Promise<Void> alone = Promise.promise();

    /** Who will not be the queue, since we go first. */
    private final Set<String> behind = new HashSet<>();

    private @Nullable Announcement own;
    private @Nullable MessageConsumer<Object> queues;
    private @Nullable MessageConsumer<Object> asks;
    private long timer;

    /** @param giveWay told why, once, when another queue goes first and this one is announced already */
    public QueueHerald(Vertx vertx, Consumer<String> giveWay) {
        this(vertx, Nodes.of(vertx), TIMES, giveWay);
    }

    QueueHerald(Vertx vertx, Nodes nodes, Times times, Consumer<String> giveWay) {
        this.vertx = vertx;
        this.nodes = nodes;
        this.times = times;
        this.giveWay = giveWay;
    }

    /** Done when nobody else is the queue; fails with the reason when somebody is. */
    public Future<Void> ask() {
        MessageConsumer<Object> heardQueues = vertx.eventBus().consumer(Bus.QUEUE, this::heard);
        MessageConsumer<Object> heardAsks = vertx.eventBus().consumer(Bus.ASK, this::asked);
        queues = heardQueues;
        asks = heardAsks;
        return Future.join(heardQueues.completion(), heardAsks.completion()).compose(v -> {
            publishAsk();
            timer = vertx.setPeriodic(times.askEvery(), id -> publishAsk());
            vertx.setTimer(times.ask(), id -> askedLongEnough());
            return alone.future();
        });
    }

    private void publishAsk() {
        vertx.eventBus()
                .publish(Bus.ASK, new JsonObject().put("node", nodes.self()).put("starting", true));
    }

    private void askedLongEnough() {
        vertx.cancelTimer(timer);
        for (Map.Entry<String, String> node : nodes.roles().entrySet()) {
            boolean isQueue = List.of(node.getValue().split(",")).contains("msgqueue");
            if (isQueue && !node.getKey().equals(nodes.self()) && !behind.contains(node.getKey())) {
                alone.tryFail("process " + node.getKey() + " of the cluster is a queue and does not answer; when it is"
                        + " gone for good, start this one again");
            }
        }
        alone.tryComplete();
    }

    /** The address by which edges are to reach a queue that listens on this port. */
    public static URI url(ServiceConfig config, int port) {
        ClusterConfig cluster = config.cluster();
        String listens = config.server().host();
        boolean everywhere = listens.equals("0.0.0.0") || listens.equals("::") || listens.equals("[::]");
        String announced = cluster == null ? null : cluster.announceHost();
        String host = everywhere && cluster != null ? cluster.host() : listens;
        return URI.create(
                (config.tls().on() ? "wss://" : "ws://") + (announced == null ? host : announced) + ":" + port);
    }

    /** Tells everybody who is interested where the queue is, from now on. */
    public void announce(URI url, String epoch) {
        own = new Announcement(nodes.self(), url, epoch);
        say();
        timer = vertx.setPeriodic(times.announceEvery(), id -> say());
    }

    private void say() {
        Announcement said = own;
        if (said != null) {
            vertx.eventBus().publish(Bus.QUEUE, said.toJson());
        }
    }

    private void asked(Message<Object> message) {
        String node = Announcement.text(message.body(), "node");
        if (node == null || node.equals(nodes.self())) {
            return;
        }
        say();
        boolean starting = ((JsonObject) message.body()).getValue("starting") instanceof Boolean b && b;
        if (starting && own == null && !alone.future().succeeded()) {
            meets(node);
        }
    }

    /** Both are starting. Whoever has asked long enough says nothing here: it is a queue, and the other one gives way to it. */
    private void meets(String other) {
        if (other.compareTo(nodes.self()) > 0) {
            behind.add(other);
            return;
        }
        publishAsk(); // so that the other one knows that we are behind, and not a queue that hangs
        alone.tryFail("another queue is starting, in process " + other + ", and goes first");
    }

    private void heard(Message<Object> message) {
        Announcement other = Announcement.of(message.body());
        if (other == null || other.node().equals(nodes.self()) || !nodes.lives(other.node())) {
            return;
        }
        if (own == null) {
            alone.tryFail("there is a queue already, at " + other.url() + " in process " + other.node());
        } else if (other.node().compareTo(nodes.self()) < 0) {
            LOG.error("there is another queue, at {} in process {}, which goes first", other.url(), other.node());
            close();
            giveWay.accept("there is another queue, at " + other.url()
                    + ", which goes first; what this one has confirmed" + " stays in its log");
        } else {
            LOG.warn("there is another queue, at {} in process {}, which has to give way", other.url(), other.node());
        }
    }

    /** Says nothing more. */
    public void close() {
        vertx.cancelTimer(timer);
        own = null;
        alone.tryFail("stopped");
        if (queues != null) {
            queues.unregister();
        }
        if (asks != null) {
            asks.unregister();
        }
    }
}
