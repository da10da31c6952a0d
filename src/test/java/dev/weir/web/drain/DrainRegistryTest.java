package dev.weir.web.drain;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DrainRegistryTest {
    private final Vertx vertx = Vertx.vertx();
    private final DrainRegistry registry = DrainRegistry.of(vertx);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void thereIsOneForEachVertx() {
        assertSame(registry, DrainRegistry.of(vertx));
    }

    @Test
    void runsThePhasesInOrderWhateverTheOrderOfRegistration() throws Exception {
        for (DrainPhase phase : List.of(
                DrainPhase.CLOSE,
                DrainPhase.PUBLISHERS,
                DrainPhase.SUBSCRIBERS,
                DrainPhase.READINESS_OFF,
                DrainPhase.LOG_SYNC,
                DrainPhase.LINKS)) {
            registry.register(later(phase, 20));
        }
        await(registry.drainAll(5_000));
        assertEquals(List.of("READINESS_OFF", "PUBLISHERS", "LINKS", "LOG_SYNC", "SUBSCRIBERS", "CLOSE"), done);
    }

    @Test
    void runsTheMembersOfOnePhaseSideBySide() throws Exception {
        Promise<Void> secondHasBegun = Promise.promise();
        registry.register(Drainable.of(DrainPhase.LINKS, secondHasBegun::future));
        registry.register(Drainable.of(DrainPhase.LINKS, () -> {
            secondHasBegun.tryComplete();
            return Future.succeededFuture();
        }));
        registry.register(note(DrainPhase.CLOSE));
        await(registry.drainAll(60_000));
        assertEquals(List.of("CLOSE"), done);
    }

    @Test
    void aStuckPhaseCostsItsShareOfTheTimeAndNotTheLogsSync() throws Exception {
        registry.register(Drainable.of(
                DrainPhase.PUBLISHERS, () -> Promise.<Void>promise().future()));
        registry.register(later(DrainPhase.LOG_SYNC, 100));
        long begin = System.nanoTime();
        await(registry.drainAll(1_000));
        long tookMs = (System.nanoTime() - begin) / 1_000_000;
        assertEquals(List.of("LOG_SYNC"), done);
        assertTrue(tookMs >= 500 && tookMs < 1_000, "took " + tookMs + " ms");
    }

    @Test
    void endsInTimeIfEveryPhaseIsStuck() throws Exception {
        for (DrainPhase phase : DrainPhase.values()) {
            registry.register(Drainable.of(phase, () -> Promise.<Void>promise().future()));
        }
        long begin = System.nanoTime();
        await(registry.drainAll(400));
        long tookMs = (System.nanoTime() - begin) / 1_000_000;
        assertTrue(tookMs < 1_000, "took " + tookMs + " ms");
    }

    @Test
    void aFailureOrAnExceptionDoesNotStopTheRest() throws Exception {
        registry.register(Drainable.of(DrainPhase.PUBLISHERS, () -> Future.failedFuture("on purpose")));
        registry.register(Drainable.of(DrainPhase.LINKS, () -> {
            throw new IllegalStateException("on purpose");
        }));
        registry.register(note(DrainPhase.CLOSE));
        await(registry.drainAll(5_000));
        assertEquals(List.of("CLOSE"), done);
    }

    @Test
    void drainsOnceAndForgetsWhoUnregistered() throws Exception {
        Drainable leaver = note(DrainPhase.LINKS);
        registry.register(note(DrainPhase.CLOSE));
        registry.register(leaver);
        registry.unregister(leaver);
        await(registry.drainAll(5_000));
        await(registry.drainAll(5_000));
        assertEquals(List.of("CLOSE"), done);
    }

    @Test
    void drainsOnTheContextThatRegistered() throws Exception {
        Context home = vertx.getOrCreateContext();
        AtomicReference<Context> seen = new AtomicReference<>();
        Promise<Void> registered = Promise.promise();
        home.runOnContext(nothing -> {
            registry.register(Drainable.of(DrainPhase.CLOSE, () -> {
                seen.set(Vertx.currentContext());
                return Future.succeededFuture();
            }));
            registered.complete();
        });
        await(registered.future());
        await(registry.drainAll(5_000));
        assertSame(home, seen.get());
    }

    @Test
    void closingVertxDrainsBeforeItUndeploys() throws Exception {
        await(vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> stop() {
                done.add("undeployed");
                return Future.succeededFuture();
            }
        }));
        registry.register(later(DrainPhase.PUBLISHERS, 100));
        registry.register(later(DrainPhase.CLOSE, 100));
        await(vertx.close());
        assertEquals(List.of("PUBLISHERS", "CLOSE", "undeployed"), done);
    }

    private Drainable note(DrainPhase phase) {
        return Drainable.of(phase, () -> {
            done.add(phase.name());
            return Future.succeededFuture();
        });
    }

    private Drainable later(DrainPhase phase, long delayMs) {
        return Drainable.of(phase, () -> vertx.timer(delayMs, MILLISECONDS).map(nothing -> {
            done.add(phase.name());
            return null;
        }));
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }
}
