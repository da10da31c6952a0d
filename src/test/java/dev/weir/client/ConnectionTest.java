package dev.weir.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.Frame;
import dev.weir.testkit.NativePeer;
import dev.weir.testkit.NativeStandIn;
import dev.weir.testkit.StandIn;
import dev.weir.testkit.TestCerts;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How connections begin, end and come back. */
@Timeout(30)
class ConnectionTest {
    private final Clients.Notes notes = new Clients.Notes();
    private NativeStandIn service;

    @BeforeEach
    void start() throws Exception {
        service = NativeStandIn.start();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
    }

    private ClientOptions.Builder options() {
        return Clients.to(service).listener(notes);
    }

    private WeirException failureOf(ClientOptions.Builder options) throws InterruptedException {
        try (WeirClient client = WeirClient.connect(options.build())) {
            return Clients.failure(client.publish("t", "1"));
        }
    }

    @Test
    void aWrongPasswordIsSaidAndNotTriedAgain() throws Exception {
        service.service()
                .refuseWith(
                        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"weir\"\r\nContent-Length: 0\r\n\r\n");
        WeirException failure = failureOf(options().waitForServer(true));
        assertEquals(WeirException.UNAUTHORIZED, failure.name());
        assertTrue(failure.words().contains("user or password not accepted"), failure.words());
        assertEquals(1, notes.connections.size(), notes.connections.toString());
        assertTrue(notes.connections.get(0).startsWith("FAILED"), notes.connections.toString());
    }

    @Test
    void theOriginalsEmpty200IsAWrongPasswordToo() throws Exception {
        assertEquals(
                WeirException.UNAUTHORIZED,
                failureOf(options().credentials("hello", "wrong")).name());
    }

    @Test
    void aServiceWithoutTheProtocolIsSaid() throws Exception {
        service.service().speaking("");
        WeirException failure = failureOf(options());
        assertTrue(failure.words().contains("does not speak weir.v1.json"), failure.words());
    }

    @Test
    void anUntrustedCertificateIsSaidAndNotTriedAgain(@TempDir Path dir) throws Exception {
        Path other = TestCerts.crtIn(TestCerts.ROTATED.copyTo(dir));
        for (Trust trust : new Trust[] {Trust.system(), Trust.pem(other)}) {
            WeirException failure = failureOf(options().waitForServer(true).trust(trust));
            assertEquals(WeirException.TLS, failure.name());
            assertTrue(failure.words().contains("certificate is not trusted"), failure.words());
        }
        Path empty = Files.writeString(dir.resolve("empty.pem"), "nothing");
        assertThrows(WeirException.class, () -> Trust.pem(empty));
    }

    @Test
    void theServersOwnCertificateIsTrustedWhenNamed(@TempDir Path dir) throws Exception {
        Trust trust = Trust.pem(TestCerts.crtIn(TestCerts.SERVER.copyTo(dir)));
        try (WeirClient client = WeirClient.connect(options().trust(trust).build())) {
            CompletableFuture<Published> future = client.publish("t", "1");
            try (NativePeer peer = service.welcome()) {
                peer.confirm(1);
                Clients.get(future);
            }
        }
    }

    @Test
    void aServerThatIsNotThereIsAFailureUnlessItIsWaitedFor() throws Exception {
        int port = service.port();
        service.close();
        WeirException failure = failureOf(options());
        assertEquals(WeirException.UNREACHABLE, failure.name());
        assertTrue(failure.words().contains("nothing accepts connections there"), failure.words());
        assertTrue(failure.isRetryable());
        try (WeirClient client =
                WeirClient.connect(options().waitForServer(true).build())) {
            CompletableFuture<Published> future = client.publish("t", "1");
            Eventually.until("it tried twice", () -> notes.connections.size() > 2);
            try (NativeStandIn later = NativeStandIn.startAt(port);
                    NativePeer peer = later.welcome()) {
                peer.confirm(1);
                Clients.get(future);
            }
        }
    }

    @Test
    void aServerWithoutTlsIsSaid() throws Exception {
        try (StandIn plain = StandIn.plain()) {
            WeirException failure = failureOf(
                    options().connectTimeoutMs(200).publishUrl(URI.create("wss://localhost:" + plain.port() + "/")));
            assertTrue(failure.words().contains("cannot connect to wss://localhost:"), failure.words());
        }
    }

    @Test
    void aServerThatNeverWelcomesIsGivenUp() throws Exception {
        WeirException failure = failureOf(options().connectTimeoutMs(100));
        assertTrue(failure.words().contains("no welcome in time"), failure.words());
    }

    @Test
    void comesBackAfterAGoawayWhenAskedTo() throws Exception {
        try (WeirClient client = WeirClient.connect(options().build())) {
            CompletableFuture<Published> first = client.publish("t", "1");
            CompletableFuture<Published> second;
            try (NativePeer peer = service.welcome()) {
                peer.read("publish");
                peer.say("{\"type\":\"goaway\",\"reason\":\"drain\",\"reconnectInMs\":10}");
                peer.ws().ping("the goaway was read before this");
                while (peer.ws().readFrame().opcode() != Frame.PONG) {}
                second = client.publish("t", "2");
                // What was sent before may still be confirmed.
                peer.say("{\"type\":\"published\",\"id\":1,\"offset\":1,\"epoch\":\"k3\",\"durability\":\"synced\"}");
                Clients.get(first);
                peer.ws().sendClose(1001, "");
                assertEquals(1001, peer.ws().awaitClose(false).code());
            }
            try (NativePeer peer = service.welcome()) {
                assertEquals(2, peer.confirm(2).getInteger("data"));
                Clients.get(second);
            }
            Eventually.until("said when it comes back", () -> notes.connections.stream()
                    .anyMatch(words -> words.endsWith("tries again in 10 ms")));
        }
    }

    @Test
    void closeCodesSayWhetherToComeBack() throws Exception {
        for (int code : new int[] {1001, 1011, 1012, 1013, 4000, 4001, 4123}) {
            try (WeirClient client = WeirClient.connect(options().build())) {
                CompletableFuture<Published> future = client.publish("t", "1");
                try (NativePeer peer = service.welcome()) {
                    peer.read("publish");
                    peer.ws().sendClose(code, "reason");
                    peer.ws().awaitClose(false);
                }
                try (NativePeer peer = service.welcome()) {
                    peer.confirm(1);
                    Clients.get(future);
                }
            }
        }
        for (int code : new int[] {1000, 1008, 1009, 4500, 4501, 4999}) {
            try (WeirClient client = WeirClient.connect(options().build())) {
                CompletableFuture<Published> future = client.publish("t", "1");
                try (NativePeer peer = service.welcome()) {
                    peer.read("publish");
                    peer.ws().sendClose(code, "reason");
                    WeirException failure = Clients.failure(future);
                    assertEquals(code, failure.code());
                    assertTrue(failure.words().contains(code + " reason"), failure.words());
                    assertFalse(failure.isRetryable());
                }
            }
        }
    }

    @Test
    void aSilentServerIsLeft() throws Exception {
        try (WeirClient client = WeirClient.connect(options().build())) {
            CompletableFuture<Published> future = client.publish("t", "1");
            try (NativePeer silent = service.accept()) {
                silent.welcome(40);
                silent.read("publish");
                try (NativePeer peer = service.welcome()) {
                    peer.confirm(1);
                    Clients.get(future);
                }
            }
            assertTrue(notes.connections.stream().anyMatch(words -> words.contains("nothing was heard for 80 ms")));
        }
    }

    @Test
    void aServerThatAnswersPingsIsKept() throws Exception {
        try (WeirClient client = WeirClient.connect(options().build())) {
            client.publish("t", "1");
            try (NativePeer peer = service.accept()) {
                peer.welcome(40);
                peer.read("publish");
                for (int pings = 0; pings < 8; ) {
                    Frame frame = peer.ws().readFrame();
                    assertEquals(Frame.PING, frame.opcode());
                    peer.ws().pong(frame.bytes());
                    pings++;
                }
                peer.say("{\"type\":\"ping\"}");
                assertEquals("pong", peer.read().getString("type"));
            }
        }
    }

    @Test
    void rubbishFromTheServerEndsTheConnectionAndIsSaid() throws Exception {
        try (WeirClient client = WeirClient.connect(options().build())) {
            CompletableFuture<Published> future = client.publish("t", "1");
            try (NativePeer peer = service.welcome()) {
                peer.read("publish");
                peer.say("{\"type\":\"published\",\"id\":");
            }
            try (NativePeer peer = service.welcome()) {
                peer.say("{\"type\":\"somethingNew\",\"offset\":1}");
                peer.confirm(1);
                Clients.get(future);
            }
            assertTrue(notes.connections.stream().anyMatch(words -> words.contains("a frame that cannot be read")));
        }
    }
}
