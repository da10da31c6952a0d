package dev.weir.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.running.Services;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes in comes out byte for byte, to whom it is for, in order. Another seed: {@code -Dweir.seed=N}. */
@Timeout(90)
class ByteIdentityTest {
    private static final int MESSAGES = 10_000;

    private static final long SEED = Long.getLong("weir.seed", System.nanoTime());

    private static final List<SeedMessages.Generated> GENERATED = generate();

    private static List<SeedMessages.Generated> generate() {
        SeedMessages messages = new SeedMessages(SEED);
        List<SeedMessages.Generated> all = new ArrayList<>(MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            all.add(messages.next());
        }
        return all;
    }

    @BeforeAll
    static void sayTheSeed(TestReporter reporter) {
        reporter.publishEntry("weir.seed", Long.toString(SEED));
    }

    @Test
    void holdsOverLinksWithinTheProcess(@TempDir Path dir) throws Exception {
        try (Services services = new Services(dir)) {
            int queue = services.queue(services.config());
            holds(queue, services.publisher(edge(services)), services.subscriber(edge(services)));
        }
    }

    @Test
    void holdsBetweenLoops(@TempDir Path dir) throws Exception {
        try (Services services = new Services(dir, 3)) {
            int queue = services.queue(services.config());
            holds(queue, services.publisher(edge(services)), services.subscriber(edge(services)));
        }
    }

    @Test
    void holdsOverWireLinks(@TempDir Path dir) throws Exception {
        try (Services services = new Services(dir)) {
            int queue = services.queue(services.config());
            JsonObject link = Services.linkTo(queue);
            holds(
                    queue,
                    services.publisher(edge(services).put("link", link)),
                    services.subscriber(edge(services).put("link", link)));
        }
    }

    /** The readers of this test are slow now and then: they are not to be closed for it. */
    private static JsonObject edge(Services services) {
        return services.config().put("limits", new JsonObject().put("outboxBytesMax", 64 << 20));
    }

    private static void holds(int queue, int publish, int subscribe) throws Exception {
        List<String> some = SeedMessages.TOPICS.subList(0, 5);
        try (RawWs popper = Seed.open(queue, "/popmsg");
                RawWs all = subscriber(subscribe, SeedMessages.TOPICS);
                RawWs few = subscriber(subscribe, some);
                RawWs one = subscriber(subscribe, List.of("grüße"));
                RawWs publisher = Seed.open(publish, "/publish")) {
            List<CompletableFuture<Void>> checks = List.of(
                    check(popper, topic -> true),
                    check(all, topic -> topic != null),
                    check(few, topic -> topic != null && some.contains(topic)),
                    check(one, "grüße"::equals));
            for (SeedMessages.Generated message : GENERATED) {
                publisher.sendText(message.text());
            }
            publisher.roundTrip("all is committed");
            for (CompletableFuture<Void> check : checks) {
                check.get(60, TimeUnit.SECONDS);
            }
            for (RawWs subscriber : List.of(all, few, one)) {
                subscriber.roundTrip("and nothing else");
            }
        }
    }

    private static RawWs subscriber(int port, List<String> topics) throws Exception {
        RawWs ws = Seed.open(port, "/subscribe");
        for (String topic : topics) {
            ws.sendText(SeedMessages.sub(topic));
        }
        ws.roundTrip("holds");
        return ws;
    }

    private static CompletableFuture<Void> check(RawWs reader, Predicate<String> wanted) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int i = 0; i < MESSAGES; i++) {
                            SeedMessages.Generated message = GENERATED.get(i);
                            if (wanted.test(message.topic())) {
                                String got = reader.readText();
                                if (!got.equals(message.text())) {
                                    assertEquals(message.text(), got, "message " + i + " of weir.seed " + SEED);
                                }
                            }
                        }
                    } catch (java.io.IOException e) {
                        throw new AssertionError("weir.seed " + SEED, e);
                    }
                },
                task -> new Thread(task, "reader").start());
    }
}
