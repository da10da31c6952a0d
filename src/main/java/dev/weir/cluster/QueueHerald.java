package dev.weir.cluster;

import dev.weir.config.LinkConfig;
import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the cluster has one queue, as well as can be without a vote, and tells edges where it is.
 *
 * <pre>
 *   asking, 3 s or more ──nobody goes first──▶ chosen ──log open, listening──▶ announcing ──hears of one that goes first──▶ gives way
 *      │ a queue answers, or one is there that is silent
 *      ▼
 *   gives way
 * </pre>
 *
 * Who asks says so twice a second until it announces; who goes first of those, {@link Rivals} knows. Where a cluster has come apart each
 * half may have a queue; when they meet again one gives way. Owned by the queue's loop.
 */
public final class QueueHerald {
    private static final Logger LOG = LoggerFactory.getLogger(QueueHerald.class);
    private static final Times TIMES = new Times(3_000, 500, 2_000, 10_000);

    /**
     * In ms.
     *
     * @param silent how long a process that is to be a queue and says nothing is waited for
     */
    record Times(long ask, long askEvery, long announceEvery, long silent) {}

    private final Vertx vertx;
    private final Nodes nodes;
    private final Times times;
    private final Consumer<String> giveWay;
    private final Rivals rivals;
    private final Promise<Void> alone = Promise.promise();
    private @Nullable URI url;
    private String epoch = "";
    private long since;
    private @Nullable MessageConsumer<Object> queues;
    private @Nullable MessageConsumer<Object> asks;
    private long timer;
    private long beganNanos;

    /** Whom we wait for, which says nothing, and since when. */
    private @Nullable String silent;

    private long silentNanos;

    /** @param giveWay told why, once, when another queue goes first and this one is announced already */
    public QueueHerald(Vertx vertx, Consumer<String> giveWay) {
        this(vertx, Nodes.of(vertx), TIMES, giveWay);
    }

    QueueHerald(Vertx vertx, Nodes nodes, Times times, Consumer<String> giveWay) {
        this.vertx = vertx;
        this.nodes = nodes;
        this.times = times;
        this.giveWay = giveWay;
        this.rivals = new Rivals(nodes, 3 * times.askEvery());
    }

    /** Done when nobody else is the queue; fails with the reason when somebody is. */
    public Future<Void> ask() {
        MessageConsumer<Object> heardQueues = vertx.eventBus().consumer(Bus.QUEUE, this::heard);
        MessageConsumer<Object> heardAsks = vertx.eventBus().consumer(Bus.ASK, this::asked);
        queues = heardQueues;
        asks = heardAsks;
        return Future.join(heardQueues.completion(), heardAsks.completion()).compose(v -> {
            beganNanos = System.nanoTime();
            publishAsk();
            timer = vertx.setPeriodic(times.askEvery(), id -> askAgain());
            return alone.future();
        });
    }

    private void askAgain() {
        publishAsk();
        long askedMs = (System.nanoTime() - beganNanos) / 1_000_000;
        String before = silent;
        silent = rivals.silent(System.nanoTime());
        if (silent == null || !silent.equals(before)) {
            silentNanos = System.nanoTime();
        }
        if (alone.future().isComplete() || askedMs < times.ask() || rivals.goesFirst(System.nanoTime())) {
            return;
        }
        if (silent == null) {
            alone.complete();
        } else if ((System.nanoTime() - silentNanos) / 1_000_000 >= times.silent()) {
            alone.fail(
                    "process " + silent + " of the cluster is a queue, or is to be one, and does not answer; when it is"
                            + " gone for good, start this one again");
        }
    }

    private void publishAsk() {
        boolean chosen = alone.future().succeeded();
        vertx.eventBus()
                .publish(
                        Bus.ASK,
                        new JsonObject()
                                .put("node", nodes.self())
                                .put("starting", true)
                                .put("chosen", chosen));
    }

    /**
     * The address by which edges are to reach a queue that listens on this port.
     *
     * @throws IllegalArgumentException when there is none that edges would take
     */
    public static URI url(ServiceConfig config, int port) {
        String text = NodeReports.url(config, ServiceKind.MSGQUEUE, port);
        URI address = LinkConfig.address(text);
        if (address == null) {
            throw new IllegalArgumentException(
                    "edges could not be told " + text + " as this queue's address: set cluster.announceHost");
        }
        return address;
    }

    /** Tells everybody who is interested where the queue is, from now on. */
    public void announce(URI at, String epochOfLog) {
        vertx.cancelTimer(timer);
        url = at;
        epoch = epochOfLog;
        since = System.currentTimeMillis();
        say();
        timer = vertx.setPeriodic(times.announceEvery(), id -> say());
    }

    /** Null until it is announced, and once it is closed. */
    private @Nullable Announcement own() {
        URI at = url;
        return at == null ? null : new Announcement(nodes.self(), at, epoch, since);
    }

    private void say() {
        Announcement said = own();
        if (said != null) {
            vertx.eventBus().publish(Bus.QUEUE, said.toJson());
        }
    }

    private void asked(Message<Object> message) {
        String node = Announcement.text(message.body(), "node");
        if (node == null || node.equals(nodes.self()) || !(message.body() instanceof JsonObject ask)) {
            return;
        }
        say();
        if (Boolean.TRUE.equals(ask.getValue("starting"))) {
            rivals.heard(node, Boolean.TRUE.equals(ask.getValue("chosen")), System.nanoTime());
        }
    }

    private void heard(Message<Object> message) {
        String gone = Announcement.gone(message.body());
        if (gone != null) {
            rivals.gone(gone);
            return;
        }
        Announcement other = Announcement.of(message.body());
        if (other == null || other.node().equals(nodes.self()) || !nodes.lives(other.node())) {
            return;
        }
        Announcement own = own();
        if (own == null) {
            alone.tryFail("there is a queue already, at " + other.url() + " in process " + other.node());
        } else if (other.goesBefore(own)) {
            LOG.error("there is another queue, at {} in process {}, which goes first", other.url(), other.node());
            quiet();
            gone(); // edges are to go to the other one now
            giveWay.accept("there is another queue, at " + other.url()
                    + ", which goes first; what this one has confirmed stays in its log");
        } else {
            LOG.warn("there is another queue, at {} in process {}, which has to give way", other.url(), other.node());
        }
    }

    /** Says that this process has no queue any more: its log is closed, and another one may be the queue. */
    public void gone() {
        vertx.eventBus().publish(Bus.QUEUE, Announcement.goneJson(nodes.self()));
    }

    /** Says and hears nothing more. To others it is there as long as its log may be open, which {@link #gone} ends. */
    public void quiet() {
        vertx.cancelTimer(timer);
        url = null;
        alone.tryFail("stopped");
        if (queues != null) {
            queues.unregister();
        }
        if (asks != null) {
            asks.unregister();
        }
    }
}
