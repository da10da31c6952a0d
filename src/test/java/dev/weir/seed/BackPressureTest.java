package dev.weir.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.RawWs;
import dev.weir.testkit.SampledBuffers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A full queue pauses its publishers and drops nothing; a slow subscriber is closed and hurts nobody. */
@Timeout(60)
@ExtendWith(SampledBuffers.class)
class BackPressureTest {
    private static final int BYTES = 32 * 1024;
    private static final long STALL_NANOS = 300_000_000;

    @TempDir
    Path dir;

    @Test
    void aFullQueuePausesAPublisherOverAWireLink() throws Exception {
        try (Services services = new Services(dir)) {
            int queue = services.queue(full(services));
            JsonObject link = Services.linkTo(queue).put("unconfirmedBytesMax", 128 * 1024);
            int publish = services.publisher(services.config()
                    .put("limits", new JsonObject().put("messageBytesMax", 64 * 1024))
                    .put("link", link));
            pausesAndDropsNothing(publish, "/publish", queue, 700);
        }
    }

    @Test
    void aFullQueuePausesItsOwnPublisher() throws Exception {
        try (Services services = new Services(dir)) {
            int queue = services.queue(full(services));
            pausesAndDropsNothing(queue, "/pushmsg", queue, 1000);
        }
    }

    private static JsonObject full(Services services) {
        return services.config()
                .put("limits", new JsonObject().put("messageBytesMax", 64 * 1024))
                .put("queue", new JsonObject().put("memoryBytesMax", 1 << 20));
    }

    private static void pausesAndDropsNothing(int port, String path, int queue, int count) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        try (RawWs publisher = Seed.open(port, path)) {
            CompletableFuture<Void> all = CompletableFuture.runAsync(() -> sendNumbered(publisher, count, sent));
            awaitStall(sent);
            assertFalse(all.isDone(), "paused, with nobody to pop");
            try (RawWs popper = Seed.open(queue, "/popmsg")) {
                for (int i = 1; i <= count; i++) {
                    assertEquals(numbered(i), popper.readText());
                }
            }
            all.get(10, TimeUnit.SECONDS);
            publisher.roundTrip("committed");
        }
    }

    private static void sendNumbered(RawWs publisher, int count, AtomicInteger sent) {
        try {
            for (int i = 1; i <= count; i++) {
                publisher.sendText(numbered(i));
                sent.set(i);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String numbered(int i) {
        return Seed.message("full", i + "x".repeat(BYTES - 40));
    }

    /** Until nothing more has been sent for a while. */
    private static void awaitStall(AtomicInteger sent) {
        long[] changed = {System.nanoTime()};
        int[] last = {0};
        Eventually.until("no more is taken", Duration.ofSeconds(20), () -> {
            if (last[0] != sent.get()) {
                last[0] = sent.get();
                changed[0] = System.nanoTime();
            }
            return last[0] > 0 && System.nanoTime() - changed[0] > STALL_NANOS;
        });
    }

    @Test
    void aSlowSubscriberIsClosedWith4001AndOthersAreUnhurt() throws Exception {
        try (Services services = new Services(dir);
                LogLines log = new LogLines()) {
            services.queue(services.config());
            int publish = services.publisher(services.config());
            int subscribe = services.subscriber(services.config());
            try (RawWs slow = RawWs.openSmall(subscribe, "/subscribe", 4096);
                    RawWs other = Seed.subscriber(subscribe, "full");
                    RawWs publisher = Seed.open(publish, "/publish")) {
                slow.sendText(Seed.sub("full"));
                slow.roundTrip("holds");
                int sent = 0;
                while (log.with("close 4001 to").isEmpty()) {
                    publisher.sendText(numbered(++sent));
                    assertEquals(numbered(sent), other.readText());
                    assertTrue(sent < 2000, "never closed");
                }
                assertEquals(4001, slow.awaitClose().code());
                publisher.sendText(numbered(0));
                assertEquals(numbered(0), other.readText());
            }
        }
    }
}
