package dev.weir.web.drain;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who must be drained when this Vert.x closes, one registry for each Vert.x.
 *
 * <p>The registry is a close hook of its Vert.x: {@code Vertx.close()}, however it came about, first drains and then
 * undeploys. Verticles alone could not keep an order, for Vert.x stops them all at once.
 *
 * <p>Threads: any may call; verticles on several loops register here.
 */
public final class DrainRegistry implements Shareable {
    /** What a drain may take unless {@link #timeoutMs(long)} says otherwise. */
    public static final long DEFAULT_TIMEOUT_MS = 8_000;

    private static final Logger log = LoggerFactory.getLogger(DrainRegistry.class);

    private final Vertx vertx;
    private final Map<Drainable, Context> members = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Future<Void>> draining = new AtomicReference<>();
    private volatile long timeoutMs = DEFAULT_TIMEOUT_MS;

    private DrainRegistry(Vertx vertx) {
        this.vertx = vertx;
        ((VertxInternal) vertx).addCloseHook(completion -> drainAll(timeoutMs).onComplete(completion));
    }

    /** The registry of this Vert.x, made when first asked for. */
    public static DrainRegistry of(Vertx vertx) {
        LocalMap<String, DrainRegistry> map = vertx.sharedData().getLocalMap("weir.drain");
        return map.computeIfAbsent("registry", key -> new DrainRegistry(vertx));
    }

    /** Adds a member; it is drained on the context of the caller. */
    public void register(Drainable member) {
        members.put(member, vertx.getOrCreateContext());
    }

    /** Forgets a member, as a verticle does that is undeployed while the process lives on. */
    public void unregister(Drainable member) {
        members.remove(member);
    }

    /** How long a drain may take in all, in milliseconds, if closing Vert.x starts it. */
    public void timeoutMs(long newTimeoutMs) {
        timeoutMs = newTimeoutMs;
    }

    /**
     * Drains the phases in order. The returned future always succeeds, at the latest after {@code limitMs}. Draining
     * happens once: a second call gets the first one's future.
     *
     * <p>A phase may take half of what is left, the last one all of it, so that a stuck phase cannot cost the log
     * its sync.
     */
    public Future<Void> drainAll(long limitMs) {
        Promise<Void> done = Promise.promise();
        Future<Void> earlier = draining.compareAndExchange(null, done.future());
        if (earlier != null) {
            return earlier;
        }
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        Future<Void> chain = Future.succeededFuture();
        for (DrainPhase phase : DrainPhase.values()) {
            chain = chain.compose(nothing -> drainPhase(phase, deadlineNanos));
        }
        chain.onComplete(done);
        return done.future();
    }

    private Future<Void> drainPhase(DrainPhase phase, long deadlineNanos) {
        List<Future<Void>> running = new ArrayList<>();
        members.forEach((member, context) -> {
            if (member.phase() == phase) {
                running.add(drainOn(context, member));
            }
        });
        if (running.isEmpty()) {
            return Future.succeededFuture();
        }
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        long limitMs = phase == DrainPhase.CLOSE ? leftMs : leftMs / 2;
        return within(Math.max(1, limitMs), Future.join(running).<Void>mapEmpty(), phase);
    }

    private Future<Void> drainOn(Context context, Drainable member) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(nothing -> {
            try {
                member.drain().onComplete(done);
            } catch (RuntimeException e) {
                done.fail(e);
            }
        });
        return done.future();
    }

    private Future<Void> within(long limitMs, Future<Void> work, DrainPhase phase) {
        Promise<Void> done = Promise.promise();
        long timer = vertx.setTimer(limitMs, id -> {
            if (done.tryComplete()) {
                log.warn("Shutdown: {} not finished after {} ms, going on", phase, limitMs);
            }
        });
        work.onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.failed()) {
                log.warn("Shutdown: {} failed: {}", phase, String.valueOf(result.cause()));
            }
            done.tryComplete();
        });
        return done.future();
    }
}
