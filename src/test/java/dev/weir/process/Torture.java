package dev.weir.process;

import dev.weir.client.ClientOptions;
import dev.weir.client.From;
import dev.weir.client.Trust;
import dev.weir.testkit.Eventually;
import dev.weir.torture.Checker;
import dev.weir.torture.Journal;
import dev.weir.torture.Verdict;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The three services in a process each, publishers and subscribers that outlive them, and kills. Everybody keeps a journal;
 * in the end one more subscriber reads everything from the earliest, and the judge has the word.
 */
final class Torture {
    private static final Duration FINISH_LIMIT = Duration.ofMinutes(2);
    private static final int SOURCES = 4;

    /** Keeps all there is to the end. No queue lives for the minute after which it would make a snapshot. */
    private static final JsonObject LOG =
            new JsonObject().put("retentionBytes", 0).put("snapshotEveryBytes", 128 << 20);

    private final Path dir;
    private final Path journals;
    private final long seed;
    private final int ratePerSecond;
    private final Duration servingAgainLimit;
    private long servedPerSecond;

    /** The journals are kept below target, if they show a fault. */
    Torture(Path dir, String name, long seed, int ratePerSecond, Duration servingAgainLimit) {
        this.dir = dir;
        this.journals = Path.of("target", "journals", name);
        this.seed = seed;
        this.ratePerSecond = ratePerSecond;
        this.servingAgainLimit = servingAgainLimit;
    }

    Verdict run(int queues, int publishers, int subscribers) throws Exception {
        Files.createDirectories(journals);
        deleteJournals();
        try (Fleet fleet = Fleet.apart(dir, new JsonObject(), new JsonObject().put("log", LOG));
                Journal kills = Journal.kills(journals)) {
            Load load = new Load(sources(fleet), sinks(fleet), ratePerSecond);
            try (load) {
                Kills killing = new Kills(fleet, load, new Random(seed), kills);
                long start = System.nanoTime();
                load.start();
                killing.run(queues, publishers, subscribers);
                load.finish(FINISH_LIMIT);
                servedPerSecond = killing.servedPerSecond();
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                Seeds.say("  " + load.confirmed() + " confirmed in " + took + ", "
                        + load.confirmed() * 1_000 / took.toMillis() + "/s with all outages, "
                        + servedPerSecond + "/s while served");
            }
            readAll(fleet, load.newest());
        }
        Verdict verdict = Checker.check(journals, servingAgainLimit);
        say(verdict);
        if (verdict.faults().isEmpty()) {
            deleteJournals();
        }
        return verdict;
    }

    /** Confirms per second while everything was up and served. */
    long servedPerSecond() {
        return servedPerSecond;
    }

    private void deleteJournals() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(journals)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private List<Source> sources(Fleet fleet) {
        List<Source> sources = new ArrayList<>();
        for (int i = 1; i <= SOURCES; i++) {
            String name = "p" + i;
            sources.add(new ClientSource(name, options(fleet), Journal.publisher(journals, name, true)));
        }
        sources.add(new RawSource("q", fleet.port(Fleet.PUBLISHER), Journal.publisher(journals, "q", false)));
        return sources;
    }

    private List<Sink> sinks(Fleet fleet) throws Exception {
        List<Sink> sinks = new ArrayList<>();
        sinks.add(new ClientSink("#", From.newest(), options(fleet), Journal.subscriber(journals, "of-all")));
        sinks.add(new ClientSink("b/3", From.newest(), options(fleet), Journal.subscriber(journals, "of-one")));
        sinks.add(new RawSink("raw", "a/+", fleet.port(Fleet.SUBSCRIBER), Journal.subscriber(journals, "raw")));
        return sinks;
    }

    private void readAll(Fleet fleet, long newest) throws Exception {
        try (Sink all = new ClientSink("#", From.earliest(), options(fleet), Journal.all(journals))) {
            Eventually.until("everything read", FINISH_LIMIT, () -> {
                all.check();
                return all.reached() >= newest;
            });
        }
    }

    private static ClientOptions.Builder options(Fleet fleet) {
        return ClientOptions.builder()
                .publishUrl(URI.create("wss://127.0.0.1:" + fleet.port(Fleet.PUBLISHER) + "/publish"))
                .subscribeUrl(URI.create("wss://127.0.0.1:" + fleet.port(Fleet.SUBSCRIBER) + "/subscribe"))
                .credentials("hello", "test")
                .trust(Trust.anybody())
                .publishTimeoutMs(60_000)
                .backOffMs(20, 200)
                .waitForServer(true);
    }

    private static void say(Verdict verdict) {
        List<Long> ms = verdict.servingAgainMs().stream().sorted().toList();
        Seeds.say("  " + verdict.storedCount() + " in the log, " + verdict.receivedCount() + " received; " + ms.size()
                + " times served again after " + ms.get(0) + " to " + ms.get(ms.size() - 1) + " ms, median "
                + ms.get(ms.size() / 2) + " ms");
        verdict.evidence().forEach(one -> Seeds.say("  " + one));
    }
}
