package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.Fault;
import dev.weir.testkit.ProcessUnderTest;
import dev.weir.torture.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster has one queue, whoever else wants to be it, and outlives members that hang: {@code mvn -Pcluster verify}. */
@Tag("cluster")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterFaultsIT {
    private static final int RATE = 1_000;
    private static final String SECOND = "msgqueue-2";
    private static final Duration STOPPED = Duration.ofSeconds(30);

    /** Nobody promises so little; a hang would be as long as the stop. */
    private static final long PAUSE_MS_MAX = 15_000;

    @TempDir
    Path dir;

    @Test
    @Fault("C01")
    void c01ASecondQueueEndsAndSaysWhereTheFirstIs() throws Exception {
        try (Cluster cluster = Cluster.three(dir);
                Courier courier = new Courier(cluster)) {
            courier.pass(100);
            ProcessUnderTest second = cluster.start(SECOND);
            assertGivesWay(second, "there is a queue already, at wss://127.0.0.1:" + cluster.port(Cluster.QUEUE));
            assertFalse(Files.exists(dir.resolve("data-" + SECOND)), "it has begun a log");
            courier.pass(100);
            courier.readAll();
        }
    }

    /** Also where the one that hangs is the one that would let others into the cluster: the first that was started. */
    @ParameterizedTest
    @ValueSource(strings = {"publisher-1", Cluster.QUEUE})
    @Fault("C02")
    void c02AQueueThatHangsHasNoSuccessor(String first) throws Exception {
        try (Cluster cluster = Cluster.five(dir, first);
                ClusterLoad load = ClusterLoad.start(cluster, dir.resolve("journals"), RATE)) {
            load.awaitConfirmed(5 * RATE);
            cluster.process(Cluster.QUEUE).signal("STOP");
            long stopped = System.nanoTime();
            ProcessUnderTest second = cluster.start(SECOND);
            Eventually.until("30 s are over", STOPPED.multipliedBy(2), () -> msSince(stopped) >= STOPPED.toMillis());
            boolean ended = !second.isAlive();
            cluster.process(Cluster.QUEUE).signal("CONT");
            if (ended) {
                assertGivesWay(second, "is a queue and does not answer");
            } else {
                assertGivesWay(second, "is a queue and does not answer", "there is a queue already, at ");
            }
            Seeds.say("C02, " + first + " first: while the queue hung, the second one "
                    + (ended ? "ended: " : "waited, and ended then: ") + last(second.stderr()));
            load.awaitServed();
            judge(load);
        }
    }

    @Test
    @Fault("C03")
    void c03EdgesThatHangHurtNobodyElseAndLoseNothing() throws Exception {
        String publisher = Cluster.PUBLISHERS.get(0);
        String subscriber = Cluster.SUBSCRIBERS.get(0);
        try (Cluster cluster = Cluster.five(dir, Cluster.QUEUE);
                ClusterLoad load = ClusterLoad.start(cluster, dir.resolve("journals"), RATE)) {
            load.awaitConfirmed(5 * RATE);
            cluster.process(publisher).signal("STOP");
            cluster.process(subscriber).signal("STOP");
            long stopped = System.nanoTime();
            long longest = 0;
            while (msSince(stopped) < STOPPED.toMillis()) {
                long before = System.nanoTime();
                load.awaitServed(publisher, subscriber);
                longest = Math.max(longest, msSince(before));
            }
            cluster.process(publisher).signal("CONT");
            cluster.process(subscriber).signal("CONT");
            long again = System.nanoTime();
            load.awaitServed();
            Seeds.say("C03: while two edges hung, all others' clients were served every " + longest
                    + " ms at most; all clients served after " + msSince(again) + " ms");
            assertTrue(longest < PAUSE_MS_MAX, "others were not served for " + longest + " ms");
            judge(load);
        }
    }

    @RepeatedTest(3)
    @Fault("C05")
    void c05OfTwoQueuesStartedAtOnceOneServes() throws Exception {
        try (Cluster cluster = new Cluster(dir)) {
            ofTwoOneServes(cluster);
        }
    }

    /** Likewise where there is a cluster already, that neither of them has to begin. */
    @Test
    @Fault("C05")
    void c05OfTwoQueuesStartedAtOnceBesideEdgesOneServes() throws Exception {
        try (Cluster cluster = new Cluster(dir)) {
            cluster.start(Cluster.PUBLISHERS.get(0));
            cluster.awaitListening(Cluster.PUBLISHERS.get(0));
            ofTwoOneServes(cluster);
            cluster.awaitReady(Cluster.PUBLISHERS.get(0));
        }
    }

    private static void ofTwoOneServes(Cluster cluster) throws Exception {
        ProcessUnderTest one = cluster.start(Cluster.QUEUE);
        ProcessUnderTest two = cluster.start(SECOND);
        Eventually.until("one of two ends", Cluster.START_LIMIT, () -> !one.isAlive() || !two.isAlive());
        boolean first = one.isAlive();
        assertGivesWay(first ? two : one, "there is a queue already, at ", "another queue is starting, in process ");
        Seeds.say("C05: " + last((first ? two : one).stderr()));
        String serves = first ? Cluster.QUEUE : SECOND;
        cluster.awaitListening(serves);
        cluster.start(Cluster.SUBSCRIBERS.get(0));
        cluster.awaitReady(Cluster.SUBSCRIBERS.get(0));
        assertTrue(cluster.process(serves).isAlive());
    }

    /** It has never been the queue, and one of these is the reason that it gives. */
    private static void assertGivesWay(ProcessUnderTest second, String... reasons) throws Exception {
        assertEquals(
                15, second.exitCode(Cluster.START_LIMIT), () -> second.stderr().toString());
        assertEquals(List.of(), second.stdout());
        String why = last(second.stderr());
        assertTrue(why.startsWith("weir: msgqueue did not start: "), why);
        assertTrue(List.of(reasons).stream().anyMatch(why::contains), why);
    }

    private static String last(List<String> lines) {
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    private static void judge(ClusterLoad load) throws Exception {
        Verdict verdict = load.finish();
        assertEquals(Map.of(), verdict.faults(), () -> verdict.evidence().toString());
    }

    private static long msSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }
}
