package dev.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.testkit.Fault;
import dev.weir.testkit.Http;
import dev.weir.testkit.RawSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who reaches the ports of a cluster and is none of it: {@code mvn -Pcluster verify}. */
@Tag("cluster")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClusterStrangersIT {
    /** What members begin with: the protocol's name, before anything about themselves. */
    private static final byte[] HALF_A_HANDSHAKE = "HZC".getBytes(StandardCharsets.US_ASCII);

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
