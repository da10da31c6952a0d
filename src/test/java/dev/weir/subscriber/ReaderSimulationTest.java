package dev.weir.subscriber;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.auth.Rights;
import dev.weir.auth.User;
import dev.weir.config.LimitsConfig;
import dev.weir.link.NativeScratch;
import dev.weir.protocol.ServerFrames;
import dev.weir.testkit.SampledBuffers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Native clients that subscribe from anywhere, read and stop reading, over a link that is lost, against a queue that answers when
 * it likes and keeps only so much: each gets all that it was promised, in order, once.
 */
@ExtendWith(SampledBuffers.class)
class ReaderSimulationTest {
    private static final int SEEDS = 100;
    private static final int STEPS = 1_000;
    private static final String[] TOPICS = {"a", "a/b", "a/c", "a/b/c", "d", "$x"};
    private static final String[] FILTERS = {
        "a", "a/b", "a/#", "a/+", "#", "+/b", "d", "+", "a/b/c", "a/+/c", "+/+", "e"
    };
    private static final LimitsConfig LIMITS =
            new LimitsConfig(1 << 20, 100, 1000, 100, 100, 25_000, 1 << 20, 100, 16_384, 1000, List.of());
    private final List<String> wrong = new ArrayList<>();
    private long pieces;
    private long gaps;

    @Test
    void givesEachClientAllThatItWasPromisedInOrderAndOnce() {
        long base = Long.getLong("weir.seed", System.nanoTime());
        for (int i = 0; i < SEEDS; i++) {
            run(base + i, i % 2 == 0, i / 2 % 2 == 0);
            assertEquals(List.of(), wrong, "weir.seed " + (base + i));
        }
        assertTrue(pieces > 50 * SEEDS, "only " + pieces + " pieces were fetched");
        assertTrue(gaps > SEEDS, "only " + gaps + " gaps were told");
    }

    private void run(long seed, boolean unsubscribes, boolean wire) {
        Random random = new Random(seed);
        try (Audience audience = new Audience()) {
            SimulatedQueue queue = new SimulatedQueue(random, audience.feed, wire);
            NativeScratch scratch = new NativeScratch();
            queue.link();
            List<SimulatedClient> clients = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                clients.add(new SimulatedClient(
                        audience.loose.open(
                                1 << 20,
                                connection -> new NativeSubscribeSession(
                                        connection,
                                        LIMITS,
                                        audience.fanOut,
                                        audience.feed,
                                        new User("u", Rights.ALL_TOPICS),
                                        scratch)),
                        wrong));
            }
            clients.forEach(client -> client.fillsUp(random));
            int[] asked = new int[clients.size()];
            for (int step = 0; step < STEPS; step++) {
                int c = random.nextInt(clients.size());
                switch (random.nextInt(12)) {
                    case 0, 1, 2 -> queue.publish(topics(random));
                    case 3, 4, 5 -> queue.deliver(false);
                    case 6, 7 -> queue.deliver(true);
                    case 8 -> clients.get(c).takes(random.nextBoolean());
                    case 9 -> subscribe(clients.get(c), asked[c]++, queue.next(), random);
                    case 10 -> rarely(random, queue, audience);
                    default -> {
                        if (unsubscribes) {
                            unsubscribe(clients.get(c), random);
                        }
                    }
                }
                if (random.nextInt(3) > 0) {
                    audience.loose.endTurn();
                }
                clients.forEach(SimulatedClient::reads);
            }
            finish(audience, queue, clients);
            clients.forEach(client -> {
                client.check(queue.topics, !unsubscribes);
                gaps += client.gaps;
            });
            pieces += queue.pieces;
            queue.end();
        }
    }

    private static String[] topics(Random random) {
        String[] topics = new String[1 + random.nextInt(4)];
        for (int i = 0; i < topics.length; i++) {
            topics[i] = TOPICS[random.nextInt(TOPICS.length)];
        }
        return topics;
    }

    /** Each filter once per client, lest what it has had of one be asked for anew. */
    private static void subscribe(SimulatedClient client, int asked, long next, Random random) {
        if (asked < FILTERS.length) {
            String from =
                    switch (random.nextInt(3)) {
                        case 0 -> "\"new\"";
                        case 1 -> "\"earliest\"";
                        default -> "{\"offset\":" + (1 + random.nextInt((int) next)) + ",\"epoch\":\"7.1\"}";
                    };
            client.says(
                    "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"" + FILTERS[asked] + "\",\"from\":" + from + "}");
        }
    }

    private static void unsubscribe(SimulatedClient client, Random random) {
        List<String> held = client.held();
        if (!held.isEmpty()) {
            String filter = held.get(random.nextInt(held.size()));
            client.says("{\"type\":\"unsubscribe\",\"id\":2,\"filter\":\"" + filter + "\"}");
        }
    }

    private static void rarely(Random random, SimulatedQueue queue, Audience audience) {
        switch (random.nextInt(4)) {
            case 0 -> queue.loseLink();
            case 1 -> queue.letGo();
            case 2 -> audience.feed.narrow();
            default -> {
                audience.fanOut.mark(audience.feed.next(), new ServerFrames());
                audience.readers.mark();
            }
        }
    }

    /** Everybody reads until nothing more comes. */
    private static void finish(Audience audience, SimulatedQueue queue, List<SimulatedClient> clients) {
        clients.forEach(SimulatedClient::takesAll);
        int quiet = 0;
        while (quiet < 3) { // a socket that takes more is heard of in one round and served in the next
            audience.loose.endTurn();
            clients.forEach(SimulatedClient::reads);
            quiet = queue.deliver(false) | queue.deliver(true) ? 0 : quiet + 1;
        }
    }
}
