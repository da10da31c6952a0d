package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.map.IMap;
import com.hazelcast.query.Predicates;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.Fault;
import dev.weir.testkit.Http;
import dev.weir.testkit.RawSocket;
import dev.weir.testkit.TestCerts;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Who reaches the ports of a cluster, or has even joined it, and is none of it: {@code mvn -Pcluster verify}. */
@Tag("cluster")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterStrangersIT {
    /** What members begin with: the protocol's name, before anything about themselves. */
    private static final byte[] HALF_A_HANDSHAKE = "HZC".getBytes(StandardCharsets.US_ASCII);

    /** A queue announces itself every 2 s, and answers at once who asks. */
    private static final Duration ANNOUNCEMENTS = Duration.ofSeconds(10);

    @TempDir
    Path dir;

    @Test
    @Fault("C04")
    void c04StrangersAtThePortDoNotJoinAndHurtNobody() throws Exception {
        int busPort = freePort();
        JsonObject bus = new JsonObject().put("cluster", new JsonObject().put("busPort", busPort));
        try (Cluster cluster = new Cluster(dir)
                        .configure(Cluster.QUEUE, bus)
                        .up(Cluster.QUEUE, Cluster.PUBLISHERS.get(0), Cluster.SUBSCRIBERS.get(0));
                Courier courier = new Courier(cluster)) {
            assertRefused(cluster.port());
            assertRefused(busPort);
            for (int port : new int[] {cluster.port(), busPort}) {
                try (RawSocket silent = RawSocket.plain(port);
                        RawSocket half = RawSocket.plain(port);
                        RawSocket http = RawSocket.plain(port)) {
                    half.write(HALF_A_HANDSHAKE);
                    http.write(Http.get("/hazelcast/rest/cluster").bytes());
                    writeRandom(port);
                    courier.pass(200);
                    silent.reset();
                }
            }
            try (ForeignMember other = ForeignMember.start(cluster, cluster.name() + "x")) {
                assertEquals(1, other.members());
                courier.pass(200);
                assertEquals(1, other.members());
            }
            try (ForeignMember counting = ForeignMember.start(cluster, cluster.name())) {
                assertEquals(3 + 1, counting.members());
            }
            courier.pass(200);
            courier.readAll();
        }
    }

    /** One class that is there and has no business in a cluster, one that is not there: neither is as much as looked for. */
    @Test
    @Fault("C06")
    void c06ObjectsOfClassesThatNobodyNeedsAreRefused() throws Exception {
        try (Cluster cluster = Cluster.three(dir);
                Courier courier = new Courier(cluster);
                ForeignMember member = ForeignMember.start(cluster, cluster.name())) {
            IMap<String, Object> map = member.hazelcast().getMap("strange");
            map.put("file", new File("strange"));
            assertNotAllowed(File.class, () -> map.values(Predicates.equal("path", "strange")));
            IExecutorService executor = member.hazelcast().getExecutorService("strange");
            for (Member other : member.hazelcast().getCluster().getMembers()) {
                if (!other.localMember()) {
                    assertNotAllowed(Task.class, () -> executor.submitToMember(new Task(), other)
                            .get());
                }
            }
            courier.pass(200);
            courier.readAll();
        }
    }

    /** What a stranger would like to have run. */
    private static final class Task implements Callable<String>, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public String call() {
            return "it ran";
        }
    }

    private static void assertNotAllowed(Class<?> type, Executable task) {
        Throwable thrown = assertThrows(Exception.class, task);
        StringBuilder words = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            words.append(t).append('\n');
        }
        assertTrue(
                words.toString().contains("Resolving class " + type.getName() + " is not allowed"), words.toString());
    }

    @Test
    @Fault("C07")
    void c07OverTlsOnlyThoseWithACertificateHearOfTheQueue() throws Exception {
        JsonObject good = tls("server.crt", "server.key");
        TestCerts.ROTATED.copyTo(dir.resolve("other"));
        String without = Cluster.PUBLISHERS.get(1);
        String unknown = Cluster.SUBSCRIBERS.get(1);
        try (Cluster cluster = new Cluster(dir)
                        .configure(Cluster.QUEUE, good)
                        .configure(Cluster.PUBLISHERS.get(0), good)
                        .configure(Cluster.SUBSCRIBERS.get(0), good)
                        .configure(unknown, tls("other/server.crt", "other/server.key"))
                        .up(Cluster.QUEUE, Cluster.PUBLISHERS.get(0), Cluster.SUBSCRIBERS.get(0));
                Courier courier = new Courier(cluster)) {
            courier.pass(200);
            cluster.start(without);
            cluster.start(unknown);
            cluster.awaitListening(without);
            cluster.awaitListening(unknown);
            long listening = System.nanoTime();
            Eventually.until("some announcements", ANNOUNCEMENTS.multipliedBy(3), () -> {
                assertFalse(cluster.isReady(without), "without TLS it has a link");
                assertFalse(cluster.isReady(unknown), "with a certificate that nobody trusts it has a link");
                return System.nanoTime() - listening > ANNOUNCEMENTS.toNanos();
            });
            assertTrue(cluster.process(without).isAlive()
                    && cluster.process(unknown).isAlive());
            courier.pass(200);
            courier.readAll();
        }
    }

    private static JsonObject tls(String cert, String key) {
        return new JsonObject()
                .put(
                        "cluster",
                        new JsonObject().put("tlsCert", cert).put("tlsKey", key).put("tlsTrust", "server.crt"));
    }

    /** At another address of this machine. */
    private static void assertRefused(int port) throws IOException {
        InetSocketAddress other = new InetSocketAddress(InetAddress.getByName("127.0.0.2"), port);
        try (Socket socket = new Socket()) {
            assertThrows(ConnectException.class, () -> socket.connect(other, 10_000));
        }
    }

    /** Lengths drawn from such bytes are of all sizes. Whoever gets them may hang up at any of them. */
    private static void writeRandom(int port) throws IOException {
        Random random = new Random(Seeds.next("bytes for a cluster's port"));
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[1 + random.nextInt(20_000)];
            random.nextBytes(bytes);
            if (i % 2 == 0 && bytes.length > HALF_A_HANDSHAKE.length) {
                System.arraycopy(HALF_A_HANDSHAKE, 0, bytes, 0, HALF_A_HANDSHAKE.length);
            }
            try (RawSocket socket = RawSocket.plain(port).timeout(Duration.ofMillis(200))) {
                socket.write(bytes);
                socket.awaitEnd();
            } catch (IOException e) {
                // It hung up while we wrote, or waits for more.
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
