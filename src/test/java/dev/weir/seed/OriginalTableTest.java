package dev.weir.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.Frame;
import dev.weir.testkit.Http;
import dev.weir.testkit.Peer;
import dev.weir.testkit.ProcessUnderTest;
import dev.weir.testkit.RawResponse;
import dev.weir.testkit.RawSocket;
import dev.weir.testkit.RawWs;
import dev.weir.testkit.StandIn;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The original's test table under its names: each endpoint with only its service, and a stand-in for its neighbour. */
@Timeout(60)
class OriginalTableTest {
    private static final String TEXT = "hello team!";

    /** {@link #TEXT} as one unmasked text frame (RFC 6455 §5.2). */
    private static final String TEXT_FRAME = "810b68656c6c6f207465616d21";

    private static final String MESSAGE = "{\"Topic\":\"test\",\"Content\":\"message\"}\n";

    /** {@link #MESSAGE} as one unmasked text frame. */
    private static final String MESSAGE_FRAME =
            "8125" + HexFormat.of().formatHex(MESSAGE.getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    @TempDir
    static Path dir;

    private static Services services;
    private static int queue;
    private static StandIn pushStand;
    private static StandIn popStand;
    private static int publish;
    private static int subscribe;

    /** In three processes they would be as far apart: no service is linked to another of these. */
    @BeforeAll
    static void start() throws Exception {
        services = new Services(dir);
        pushStand = StandIn.tls();
        popStand = StandIn.tls();
        queue = services.queue(services.config());
        publish = services.publisher(edge(pushStand.port()));
        subscribe = services.subscriber(edge(popStand.port()));
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
        pushStand.close();
        popStand.close();
    }

    private static JsonObject edge(int queuePort) {
        return services.config().put("link", Services.linkTo(queuePort).put("seedFallback", true));
    }

    @Nested
    @DisplayName("/pushmsg")
    class PushMsg {
        @Test
        @DisplayName("InitServer")
        void initServer() throws Exception {
            listens(queue, "/pushmsg");
        }

        @Test
        @DisplayName("NoCertDir")
        void noCertDir() throws Exception {
            doesNotStartWithoutCertificate("MsgQueueVerticle", services.config());
        }

        @Test
        @DisplayName("InvalidCredentials")
        void invalidCredentials() throws Exception {
            refusesCredentials(queue, "/pushmsg");
        }

        @Test
        @DisplayName("DialerFail")
        void dialerFail() throws Exception {
            isNotReachedOnceStopped("/pushmsg");
        }

        @Test
        @DisplayName("FailedUpgrade")
        void failedUpgrade() throws Exception {
            refusesAPlainGet(queue, "/pushmsg");
        }

        @Test
        @DisplayName("Roundtrip")
        void roundtrip() throws Exception {
            passesFromPublisherToPopper();
        }
    }

    @Nested
    @DisplayName("/popmsg")
    class PopMsg {
        @Test
        @DisplayName("InitServer")
        void initServer() throws Exception {
            listens(queue, "/popmsg");
        }

        @Test
        @DisplayName("NoCertDir")
        void noCertDir() throws Exception {
            doesNotStartWithoutCertificate("dev.weir.msgqueue.MsgQueueVerticle", services.config());
        }

        @Test
        @DisplayName("InvalidCredentials")
        void invalidCredentials() throws Exception {
            refusesCredentials(queue, "/popmsg");
        }

        @Test
        @DisplayName("DialerFail")
        void dialerFail() throws Exception {
            isNotReachedOnceStopped("/popmsg");
        }

        @Test
        @DisplayName("FailedUpgrade")
        void failedUpgrade() throws Exception {
            refusesAPlainGet(queue, "/popmsg");
        }

        @Test
        @DisplayName("Roundtrip")
        void roundtrip() throws Exception {
            passesFromPublisherToPopper();
        }
    }

    @Nested
    @DisplayName("/publish")
    class Publish {
        @Test
        @DisplayName("InitServer")
        void initServer() throws Exception {
            listens(publish, "/publish");
        }

        @Test
        @DisplayName("NoCertDir")
        void noCertDir() throws Exception {
            doesNotStartWithoutCertificate("PublisherVerticle", edge(pushStand.port()));
        }

        @Test
        @DisplayName("InvalidCredentials")
        void invalidCredentials() throws Exception {
            refusesCredentials(publish, "/publish");
        }

        @Test
        @DisplayName("DialerFail")
        void dialerFail() throws Exception {
            int port = closedPort();
            try (LogLines log = new LogLines()) {
                int lonely = services.publisher(edge(port));
                saysThatTheQueueIsAway(lonely, port, log);
                try (RawWs client = Seed.open(lonely, "/publish")) {
                    client.sendText(MESSAGE);
                    try (StandIn appears = StandIn.tls(dev.weir.testkit.TestCerts.SERVER, port);
                            Peer peer = appears.accept()) {
                        assertEquals(MESSAGE, peer.readText());
                        Eventually.equal("ready", 200, () -> ready(lonely).status());
                    }
                }
            }
        }

        @Test
        @DisplayName("FailedUpgrade")
        void failedUpgrade() throws Exception {
            refusesAPlainGet(publish, "/publish");
        }

        @Test
        @DisplayName("Roundtrip")
        void roundtrip() throws Exception {
            try (RawWs client = Seed.open(publish, "/publish");
                    Peer peer = pushStand.accept()) {
                assertEquals("/pushmsg", peer.path());
                assertEquals(List.of("Basic aGVsbG86dGVzdA=="), peer.head().all("Authorization"));
                for (String text : List.of(TEXT, MESSAGE)) {
                    client.sendText(text);
                    Frame frame = peer.readFrame();
                    assertTrue(frame.fin() && frame.masked() && frame.opcode() == Frame.TEXT);
                    assertEquals(text, frame.text());
                }
            }
        }
    }

    @Nested
    @DisplayName("/subscribe")
    class Subscribe {
        @Test
        @DisplayName("InitServer")
        void initServer() throws Exception {
            listens(subscribe, "/subscribe");
        }

        @Test
        @DisplayName("NoCertDir")
        void noCertDir() throws Exception {
            doesNotStartWithoutCertificate("SubscriberVerticle", edge(popStand.port()));
        }

        @Test
        @DisplayName("InvalidCredentials")
        void invalidCredentials() throws Exception {
            refusesCredentials(subscribe, "/subscribe");
        }

        @Test
        @DisplayName("DialerFail")
        void dialerFail() throws Exception {
            int port = closedPort();
            try (LogLines log = new LogLines()) {
                int lonely = services.subscriber(edge(port));
                saysThatTheQueueIsAway(lonely, port, log);
                try (RawWs client = Seed.open(lonely, "/subscribe")) {
                    client.sendText(Seed.sub("test"));
                    client.ping("holds");
                    try (StandIn appears = StandIn.tls(dev.weir.testkit.TestCerts.SERVER, port);
                            Peer peer = appears.accept()) {
                        assertEquals("holds", client.readFrame().text());
                        peer.sendText(MESSAGE);
                        assertEquals(MESSAGE, client.readText());
                        Eventually.equal("ready", 200, () -> ready(lonely).status());
                    }
                }
            }
        }

        @Test
        @DisplayName("FailedUpgrade")
        void failedUpgrade() throws Exception {
            refusesAPlainGet(subscribe, "/subscribe");
        }

        @Test
        @DisplayName("Roundtrip")
        void roundtrip() throws Exception {
            try (RawWs client = Seed.subscriber(subscribe, "test");
                    Peer peer = popStand.accept()) {
                assertEquals("/popmsg", peer.path());
                peer.sendText(TEXT);
                peer.sendText(MESSAGE);
                assertEquals(MESSAGE_FRAME, hex(client, 2 + MESSAGE.length()));
                client.sendText(Seed.unsub("test"));
                client.roundTrip("unsubscribed");
                peer.sendText(MESSAGE);
                client.expectSilence(Duration.ofMillis(100));
            }
        }
    }

    private static void listens(int port, String path) throws IOException {
        Seed.open(port, path).close();
        assertEquals(200, RawWs.exchange(port, Http.get("/health/live")).status());
    }

    private static void refusesCredentials(int port, String path) throws IOException {
        RawResponse response = RawWs.exchange(port, Seed.goHandshake(path, port, "fail", "test"));
        assertEquals(401, response.status());
        assertTrue(response.header("WWW-Authenticate").orElse("").startsWith("Basic realm="));
    }

    private static void refusesAPlainGet(int port, String path) throws IOException {
        assertEquals(
                400, RawWs.exchange(port, Http.get(path).basic("hello", "test")).status());
    }

    private static void isNotReachedOnceStopped(String path) throws Exception {
        int port = closedPort();
        JsonObject config = services.config().put("server", new JsonObject().put("port", port));
        try (Services other = new Services(dir.resolve("other"))) {
            assertEquals(port, other.queue(config));
            Seed.open(port, path).close();
        }
        assertThrows(IOException.class, () -> Seed.open(port, path));
    }

    private static void passesFromPublisherToPopper() throws IOException {
        try (RawWs publisher = Seed.open(queue, "/pushmsg");
                RawWs popper = Seed.open(queue, "/popmsg")) {
            publisher.sendText(TEXT);
            assertEquals(TEXT_FRAME, hex(popper, 2 + TEXT.length()));
            Frame proof = popper.readFrame();
            assertEquals(Frame.PING, proof.opcode());
            popper.pong(proof.bytes());
            popper.roundTrip("proved");
        }
    }

    private static String hex(RawWs ws, int bytes) throws IOException {
        return HexFormat.of().formatHex(ws.socket().readExactly(bytes));
    }

    private static int closedPort() throws IOException {
        try (StandIn gone = StandIn.tls()) {
            return gone.port();
        }
    }

    private static RawResponse ready(int port) {
        try {
            return RawWs.exchange(port, Http.get("/health/ready"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void saysThatTheQueueIsAway(int port, int queuePort, LogLines log) {
        assertEquals(503, ready(port).status());
        assertEquals("no link to the queue\n", ready(port).body());
        Eventually.equal(
                "one line that says so", 1, () -> log.with("no link to the queue at wss://localhost:" + queuePort)
                        .size());
    }

    /** One process without WS_CERT_DIR, one whose WS_CERT_DIR is no directory. */
    private static void doesNotStartWithoutCertificate(String name, JsonObject config) throws Exception {
        JsonObject bare = config.copy();
        bare.remove("tls");
        JsonObject elsewhere =
                bare.copy().put("dataDir", dir.resolve("elsewhere").toString());
        try (ProcessUnderTest unset = weir(Map.of(), name, bare);
                ProcessUnderTest missing = weir(Map.of("WS_CERT_DIR", "/no/such/directory"), name, elsewhere)) {
            refuses(unset, "no TLS certificate");
            refuses(missing, "/no/such/directory/server.crt");
        }
    }

    private static ProcessUnderTest weir(Map<String, String> env, String name, JsonObject config) throws IOException {
        return ProcessUnderTest.main("dev.weir.launcher.Weir", env, "run", name, "-conf", config.encode());
    }

    private static void refuses(ProcessUnderTest process, String words) throws Exception {
        assertEquals(15, process.exitCode(RawSocket.TIMEOUT.multipliedBy(2)));
        assertEquals(List.of(), process.stdout());
        assertEquals(1, process.stderr().size(), process.stderr()::toString);
        assertTrue(process.stderr().get(0).contains(words), process.stderr()::toString);
    }
}
