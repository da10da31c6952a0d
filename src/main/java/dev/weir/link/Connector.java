package dev.weir.link;

import dev.weir.config.LinkConfig;
import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.protocol.Gap;
import dev.weir.web.Turn;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an edge linked to its queue: connects, and after a loss connects again with growing delays and jitter, until
 * it is stopped. Owned by the edge's loop.
 */
public final class Connector implements EdgePort {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    /** A link that lived so long was a good one: its end is news, and is followed by the shortest delay. */
    private static final long STOOD_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final String UNANNOUNCED = "no queue has announced itself";

    /** A queue that is there answers within a moment: that it has not yet is no news. */
    private static final long PATIENCE_MS = 1_000;

    private final EventLoop loop;

    /** What Vert.x does for us stays on our loop only when asked from our context. */
    private final Context context;

    private final Vertx vertx;
    private final LinkConfig config;
    private final Edge edge;
    private final @Nullable RemoteQueue remote;
    private final QueueFinder finder;
    private URI url;
    private @Nullable QueuePort queue;
    private boolean linked;
    private boolean stopped;
    private long delayMs;
    private long linkedAtNanos;
    private @Nullable String lastProblem;
    private @Nullable ScheduledFuture<?> retry;

    private Connector(
            Vertx vertx,
            EventLoop loop,
            LinkConfig config,
            Edge edge,
            @Nullable RemoteQueue remote,
            QueueFinder finder) {
        this.vertx = vertx;
        this.loop = loop;
        this.context = vertx.getOrCreateContext();
        this.config = config;
        this.edge = edge;
        this.remote = remote;
        this.finder = finder;
        this.url = config.url();
        this.delayMs = config.reconnectMinMs();
    }

    /** Starts connecting; the future is about the config, not about the queue being there. */
    public static Future<Connector> start(
            Vertx vertx, EventLoop loop, LinkConfig config, QueueFinder finder, boolean receives, Edge edge) {
        Future<@Nullable RemoteQueue> way =
                config.isLocal() ? Future.succeededFuture() : RemoteQueue.prepare(vertx, config, receives);
        return way.map(remote -> {
            Connector connector = new Connector(vertx, loop, config, edge, remote, finder);
            finder.onFound(connector::found);
            connector.connect();
            return connector;
        });
    }

    private void connect() {
        Turn.check(loop);
        if (stopped) {
            return;
        }
        if (remote == null) {
            LocalQueue local = LocalQueue.find(vertx);
            if (local == null) {
                retry("no queue in this process yet");
            } else {
                opened(LocalLink.open(local, this, loop));
            }
            return;
        }
        if (config.isAnnounced()) {
            URI found = finder.find();
            if (found == null) {
                url = LinkConfig.CLUSTER_URL;
                retry(UNANNOUNCED);
                return;
            }
            url = found;
        }
        remote.connect(url, this).onSuccess(this::opened).onFailure(e -> retry(RemoteQueue.describe(e)));
    }

    /** A queue has announced itself, which is news: whoever waits to try again does so at once. */
    private void found() {
        ScheduledFuture<?> waiting = retry;
        if (waiting != null && waiting.cancel(false)) {
            delayMs = config.reconnectMinMs();
            retry = null;
            connect();
        }
    }

    private void opened(QueuePort port) {
        Turn.check(loop); // also after a retry, which begins without a context of Vert.x
        if (stopped) {
            port.close();
            return;
        }
        queue = port;
        edge.linked(port);
    }

    private void retry(String why) {
        queue = null;
        linked = false;
        if (stopped) {
            return;
        }
        boolean isNews = !why.equals(lastProblem)
                && !(why.equals(UNANNOUNCED) && delayMs < Math.min(PATIENCE_MS, config.reconnectMaxMs()));
        if (isNews) {
            lastProblem = why;
            LOG.warn("no link to the queue{}: {}; trying again", at(), why);
        }
        long jittered = delayMs / 2 + ThreadLocalRandom.current().nextLong(delayMs / 2 + 1);
        delayMs = Math.min(delayMs * 2, config.reconnectMaxMs());
        retry = loop.schedule(() -> context.runOnContext(v -> connect()), jittered, TimeUnit.MILLISECONDS);
    }

    /** Why new clients would have to wait; null when the link is there. */
    public static @Nullable String unready(@Nullable Connector connector) {
        return connector != null && connector.linked ? null : "no link to the queue";
    }

    /** The address it was last tried at, if any. */
    private String at() {
        return url.equals(LinkConfig.CLUSTER_URL) ? " of the cluster" : " at " + url;
    }

    /** Where the link goes, or would go; for whoever looks after the nodes. */
    public String state() {
        return linked ? url.toString() : "none";
    }

    /** Says goodbye and stays away. */
    public void stop() {
        stopped = true;
        if (retry != null) {
            retry.cancel(false);
        }
        QueuePort port = queue;
        queue = null;
        linked = false;
        if (port != null) {
            port.bye();
        }
        if (remote != null) {
            remote.close();
        }
    }

    // ---- from the queue: to the edge, with an ear for the link's life

    @Override
    public void hello(QueueHello hello) {
        linked = true;
        linkedAtNanos = System.nanoTime();
        if (lastProblem != null) {
            LOG.info("linked to the queue at {}", url);
        }
        edge.hello(hello);
    }

    @Override
    public void result(long batchSeq, BatchResult result) {
        edge.result(batchSeq, result);
    }

    @Override
    public void interestAt(long version, long offset) {
        edge.interestAt(version, offset);
    }

    @Override
    public void range(long from, long to, BatchView batch) {
        edge.range(from, to, batch);
    }

    @Override
    public void lost(Gap gap) {
        edge.lost(gap);
    }

    @Override
    public void started(long id, Started started) {
        edge.started(id, started);
    }

    @Override
    public void fetched(long id, Fetched fetched) {
        edge.fetched(id, fetched);
    }

    @Override
    public void group(GroupReply reply) {
        edge.group(reply);
    }

    @Override
    public void closed(String why) {
        edge.closed(why);
        if (linked && System.nanoTime() - linkedAtNanos > STOOD_NANOS) {
            delayMs = config.reconnectMinMs();
            lastProblem = null;
        }
        if (remote == null) {
            lastProblem = why; // the queue of this process is taken down in order: no news, unless it stays away
        }
        retry(why);
    }
}
