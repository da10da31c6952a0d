package dev.weir.process;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.ProcessUnderTest;
import dev.weir.torture.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills services at random moments under load and starts them again: one, two at once, or one that is just starting. The
 * next kill comes when all clients were served again and some more was confirmed.
 */
final class Kills {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** A service that is starting dies within this. */
    private static final int START_MS = 1_000;

    private final Fleet fleet;
    private final Load load;
    private final Random random;
    private final Journal journal;
    private final List<String> due = new ArrayList<>();

    private long servedNanos;
    private long servedConfirms;

    Kills(Fleet fleet, Load load, Random random, Journal journal) {
        this.fleet = fleet;
        this.load = load;
        this.random = random;
        this.journal = journal;
    }

    /** So many of each, in random order. */
    void run(int queues, int publishers, int subscribers) throws IOException {
        due.addAll(Collections.nCopies(queues, Fleet.QUEUE));
        due.addAll(Collections.nCopies(publishers, Fleet.PUBLISHER));
        due.addAll(Collections.nCopies(subscribers, Fleet.SUBSCRIBER));
        Collections.shuffle(due, random);
        while (!due.isEmpty()) {
            serveForAWhile();
            List<String> victims = draw();
            for (String service : victims) {
                kill(service);
            }
            for (String service : victims) {
                fleet.start(service);
            }
            if (random.nextInt(8) == 0 && due.remove(victims.get(0))) {
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(START_MS));
                Eventually.until("a moment within the start", () -> System.nanoTime() - end >= 0);
                kill(victims.get(0));
                fleet.start(victims.get(0));
            }
            victims.forEach(fleet::awaitReady);
            load.awaitServed(LIMIT);
            victims.forEach(journal::serving);
        }
        serveForAWhile();
    }

    /** Every fourth time two that differ. */
    private List<String> draw() {
        List<String> victims = new ArrayList<>();
        victims.add(due.remove(0));
        if (random.nextInt(4) == 0) {
            due.stream()
                    .filter(other -> !other.equals(victims.get(0)))
                    .findFirst()
                    .ifPresent(victims::add);
            victims.stream().skip(1).forEach(due::remove);
        }
        return victims;
    }

    private void kill(String service) {
        ProcessUnderTest process = fleet.process(service);
        if (!process.isAlive()) {
            throw new AssertionError(service + " has ended by itself: " + process.stderr());
        }
        journal.killed(service);
        process.kill9();
    }

    private void serveForAWhile() {
        long start = System.nanoTime();
        long before = load.confirmed();
        long then = before + 1 + random.nextInt(load.ratePerSecond() * 2);
        load.until("so many confirms", LIMIT, () -> load.confirmed() >= then);
        servedConfirms += load.confirmed() - before;
        servedNanos += System.nanoTime() - start;
    }

    /** Confirms per second while everything was up and served. */
    long servedPerSecond() {
        return servedConfirms * TimeUnit.SECONDS.toNanos(1) / Math.max(1, servedNanos);
    }
}
