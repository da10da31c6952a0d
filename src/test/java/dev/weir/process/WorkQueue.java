package dev.weir.process;

import dev.weir.client.ClientOptions;
import dev.weir.client.Publication;
import dev.weir.client.Trust;
import dev.weir.client.WeirClient;
import dev.weir.client.WhenFull;
import dev.weir.testkit.Eventually;
import dev.weir.torture.Journal;
import dev.weir.torture.WorkAccount;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A group of eight unreliable workers under load, whose queue is killed every few seconds, and now and then their edge. In the end they
 * behave until nothing is left, and the account has the word.
 */
final class WorkQueue {
    private static final int WORKERS = 8;
    private static final int KEYS = 40;
    private static final int LEASE_MS = 1_000;
    private static final int UNCONFIRMED_MAX = 500;
    private static final Duration FINISH_LIMIT = Duration.ofMinutes(2);

    private final Path dir;
    private final String mode;
    private final Random random;
    private final WorkAccount account;
    private final AtomicLong confirmed = new AtomicLong();
    private long sent;
    private int kills;

    WorkQueue(Path dir, String mode, long seed) {
        this.dir = dir;
        this.mode = mode;
        this.random = new Random(seed);
        this.account = new WorkAccount(mode.equals("keyOrdered"));
    }

    WorkAccount account() {
        return account;
    }

    int kills() {
        return kills;
    }

    void run(Duration time) throws Exception {
        Path journals = Files.createDirectories(dir.resolve("journals"));
        try (Fleet fleet = Fleet.apart(dir, new JsonObject(), new JsonObject());
                WeirClient publisher = WeirClient.connect(options(fleet))) {
            List<Worker> workers = new ArrayList<>();
            try {
                for (int i = 0; i < WORKERS; i++) {
                    workers.add(new Worker(
                            "w" + i,
                            fleet.port(Fleet.SUBSCRIBER),
                            "{\"type\":\"consume\",\"id\":0,\"group\":\"work\",\"filter\":\"work/#\",\"mode\":\"" + mode
                                    + "\",\"from\":\"earliest\",\"maxInFlight\":50,\"leaseMs\":" + LEASE_MS
                                    + ",\"backoffMs\":[20,100]}",
                            LEASE_MS,
                            account,
                            new Random(random.nextLong()),
                            Journal.subscriber(journals, "w" + i)));
                }
                load(fleet, publisher, workers, System.nanoTime() + time.toNanos());
                finish(fleet, workers);
            } finally {
                workers.forEach(Worker::close);
            }
            readDead(fleet);
        }
        Seeds.say("  " + mode + ": " + sent + " published, " + account.done() + " acknowledged, " + account.deadCount()
                + " dead, " + account.redeliveries() + " redelivered, " + kills + " kills");
    }

    private void load(Fleet fleet, WeirClient publisher, List<Worker> workers, long end) throws IOException {
        long nextKill = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (System.nanoTime() - end < 0) {
            long turn = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
            publish(publisher);
            workers.forEach(Worker::poke);
            if (System.nanoTime() - nextKill > 0) {
                kill(fleet, random.nextInt(5) == 0 ? Fleet.SUBSCRIBER : Fleet.QUEUE);
                nextKill = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_000 + random.nextInt(2_000));
            }
            Eventually.until("a moment", () -> System.nanoTime() - turn >= 0);
        }
    }

    private void publish(WeirClient publisher) {
        for (int i = 0; i < 10 && sent - confirmed.get() < UNCONFIRMED_MAX; i++) {
            long number = ++sent;
            var unused = publisher
                    .publish(Publication.json("work/" + number % 5, Long.toString(number))
                            .withKey("k" + random.nextInt(KEYS)))
                    .thenAccept(published -> {
                        account.published(number);
                        confirmed.incrementAndGet();
                    });
        }
    }

    private void kill(Fleet fleet, String service) throws IOException {
        kills++;
        fleet.process(service).kill9();
        fleet.start(service);
        fleet.awaitReady(service);
    }

    private void finish(Fleet fleet, List<Worker> workers) throws IOException {
        workers.forEach(Worker::behave);
        try (NativeEnd asks = NativeEnd.open(fleet.port(Fleet.SUBSCRIBER), "/subscribe")) {
            JsonObject[] last = new JsonObject[1];
            try {
                Eventually.until("everything done", FINISH_LIMIT, () -> {
                    workers.forEach(Worker::poke);
                    return confirmed.get() == sent && isDone(last[0] = group(asks));
                });
            } catch (AssertionError e) {
                throw new AssertionError(confirmed + " of " + sent + " confirmed; " + last[0], e);
            }
        }
    }

    private static boolean isDone(JsonObject group) {
        return group.getLong("lag") == 0 && group.getInteger("inFlight") == 0;
    }

    private static JsonObject group(NativeEnd asks) {
        try {
            asks.ws().sendText("{\"type\":\"groups\",\"id\":1,\"group\":\"work\"}");
            return asks.expect("groups").getJsonArray("groups").getJsonObject(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** All dead letters: they end where one more message of their topic comes. */
    private void readDead(Fleet fleet) throws IOException {
        try (NativeEnd reader = NativeEnd.open(fleet.port(Fleet.SUBSCRIBER), "/subscribe");
                NativeEnd publisher = NativeEnd.publisher(fleet)) {
            reader.ws().sendText("{\"type\":\"subscribe\",\"id\":1,\"filter\":\"end\"}");
            reader.expect("subscribed");
            reader.ws().sendText("{\"type\":\"subscribe\",\"id\":2,\"filter\":\"$dead/work\",\"from\":\"earliest\"}");
            reader.expect("subscribed");
            publisher.ws().sendText("{\"type\":\"publish\",\"id\":1,\"topic\":\"end\",\"data\":0}");
            publisher.expect("published");
            for (JsonObject frame = reader.next(); !frame.getString("topic", "").equals("end"); frame = reader.next()) {
                account.dead(frame.getLong("data"));
            }
        }
    }

    private static ClientOptions options(Fleet fleet) {
        return ClientOptions.builder()
                .publishUrl(URI.create("wss://127.0.0.1:" + fleet.port(Fleet.PUBLISHER) + "/publish"))
                .subscribeUrl(URI.create("wss://127.0.0.1:" + fleet.port(Fleet.SUBSCRIBER) + "/subscribe"))
                .credentials("hello", "test")
                .trust(Trust.anybody())
                .publishTimeoutMs(60_000)
                .backOffMs(20, 200)
                .waitForServer(true)
                .producer("p", 1)
                .unconfirmed(4_096, 8 << 20, WhenFull.WAIT)
                .build();
    }
}
