package dev.weir.web.tls;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.config.AllConfig;
import dev.weir.config.LinkConfig;
import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import dev.weir.config.TlsEngine;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real servers on loopback, looked at by the JDK's TLS and by our link's client options. */
class TlsServerTest {
    /** An alert record, fatal, protocol_version (RFC 8446 §6). */
    private static final byte[] ALERT_PROTOCOL_VERSION = {21, 2, 70};

    @TempDir
    static Path pairs;

    static TestPair first;
    static TestPair second;

    @TempDir
    Path dir;

    private final Vertx vertx = Vertx.vertx();

    @BeforeAll
    static void makePairs() throws Exception {
        first = TestPair.ec(pairs);
        second = TestPair.rsa(pairs);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private HttpServer serve(TlsMaterial material, TlsEngine engine) throws Exception {
        HttpServerOptions options = TlsServerOptions.apply(new HttpServerOptions().setPort(0), material.load(), engine);
        HttpServer server = vertx.createHttpServer(options).webSocketHandler(socket -> socket.writeTextMessage("here"));
        await(server.listen());
        TlsReload.start(vertx, server, options.getSslOptions(), material, 10);
        return server;
    }

    private static SSLSocket connect(int port, String... versions) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anyone()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.setEnabledProtocols(versions);
        return socket;
    }

    private static Certificate shown(int port) throws Exception {
        try (SSLSocket socket = connect(port, "TLSv1.3")) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    /** Looks anew until the server shows that certificate; 10 s at most. */
    private static void awaitShown(int port, X509Certificate expected) throws Exception {
        Instant limit = Instant.now().plusSeconds(10);
        while (!shown(port).equals(expected)) {
            assertTrue(Instant.now().isBefore(limit), "the certificate was not exchanged");
        }
    }

    @ParameterizedTest
    @EnumSource
    void speaksTls12And13AndNothingOlder(TlsEngine engine) throws Exception {
        int port = serve(first.write(dir), engine).actualPort();
        for (String version : TlsServerOptions.VERSIONS) {
            try (SSLSocket socket = connect(port, version)) {
                socket.startHandshake();
                assertEquals(version, socket.getSession().getProtocol());
                assertEquals(first.certificate(), socket.getSession().getPeerCertificates()[0]);
            }
        }
        assertArrayEquals(ALERT_PROTOCOL_VERSION, answerToOldHello(port));
    }

    /** A ClientHello of TLS 1.1 (RFC 4346 §7.4.1.2), written out as the JDK no longer sends one; the whole answer. */
    private static byte[] answerToOldHello(int port) throws Exception {
        byte[] hello = HexFormat.of()
                .parseHex("160301003d" + "01000039" + "0302" + "5a".repeat(32) + "00" + "0002c009" + "0100" + "000e"
                        + "000a000400020017" + "000b00020100");
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(hello);
            byte[] answer = socket.getInputStream().readNBytes(7);
            // The record says the version, which may be any; the alert itself is its last two bytes.
            return new byte[] {answer[0], answer[5], answer[6]};
        }
    }

    @ParameterizedTest
    @EnumSource
    void exchangesTheCertificateWhileRunningAndKeepsTheOldOneIfTheNewIsBad(TlsEngine engine) throws Exception {
        TlsMaterial material = first.write(dir);
        int port = serve(material, engine).actualPort();
        try (SSLSocket open = connect(port, "TLSv1.3")) {
            assertEquals(first.certificate(), open.getSession().getPeerCertificates()[0]);
            second.write(dir);
            awaitShown(port, second.certificate());
            open.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes("US-ASCII"));
            assertEquals('H', open.getInputStream().read());
        }
        TestPair.replace(material.cert(), Pem.encode(first.certificate()));
        for (int looks = 0; looks < 20; looks++) {
            assertEquals(second.certificate(), shown(port));
        }
        Files.delete(material.key());
        assertEquals(second.certificate(), shown(port));
        first.write(dir);
        awaitShown(port, first.certificate());
    }

    @Test
    void theLinkKnowsTheQueueByTrustAndName() throws Exception {
        TlsMaterial material = first.write(dir);
        int port = serve(material, TlsEngine.AUTO).actualPort();
        Path stranger = Files.write(dir.resolve("stranger.pem"), Pem.encode(second.certificate()));
        assertEquals(
                "here", talk(link("localhost", port, "trust", material.cert().toString())));
        assertEquals("here", talk(link("127.0.0.1", port, "insecure", true)));
        assertThrows(Exception.class, () -> talk(link("localhost", port, "trust", stranger.toString())));
        assertThrows(Exception.class, () -> talk(link("localhost", port, "insecure", false)));
        // The certificate is for localhost alone.
        assertThrows(
                Exception.class,
                () -> talk(link("127.0.0.1", port, "trust", material.cert().toString())));
    }

    @Test
    void aTrustFileThatCannotBeUsedIsOneClearLine() throws Exception {
        Path empty = Files.createFile(dir.resolve("empty.pem"));
        for (Path trust : new Path[] {empty, dir.resolve("none.pem")}) {
            TlsProblem problem = assertThrows(
                    TlsProblem.class,
                    () -> TlsClientOptions.apply(
                            new WebSocketClientOptions(), link("localhost", 1, "trust", trust.toString())));
            assertTrue(problem.getMessage().contains(trust.toString()), problem.getMessage());
        }
    }

    private static LinkConfig link(String host, int port, String key, Object value) {
        JsonObject link = new JsonObject()
                .put("url", "wss://" + host + ":" + port)
                .put("user", "u")
                .put("password", "p")
                .put(key, value);
        JsonObject all = new JsonObject()
                .put("profile", "dev")
                .put("auth", new JsonObject().put("users", "u"))
                .put("link", link);
        return ServiceConfig.read(AllConfig.serviceJson(all, ServiceKind.PUBLISHER), ServiceKind.PUBLISHER)
                .link();
    }

    private String talk(LinkConfig link) throws Exception {
        WebSocketClient client =
                vertx.createWebSocketClient(TlsClientOptions.apply(new WebSocketClientOptions(), link));
        io.vertx.core.Promise<String> said = io.vertx.core.Promise.promise();
        ClientWebSocket socket = client.webSocket();
        socket.textMessageHandler(said::tryComplete);
        await(socket.connect(link.url().getPort(), link.url().getHost(), "/"));
        return await(said.future());
    }

    /** Takes any certificate, so that a test sees which one is shown. */
    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            assertArrayEquals(chain, getAcceptedIssuers());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            assertTrue(chain.length > 0);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
