package dev.weir.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import at.favre.lib.crypto.bcrypt.BCrypt;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.weir.config.ServiceConfig;
import dev.weir.config.ServiceKind;
import dev.weir.testkit.Http;
import dev.weir.testkit.RawResponse;
import dev.weir.testkit.RawSocket;
import dev.weir.testkit.RawWs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A real server with an endpoint that speaks the native protocol and one that does not. */
class NativeHandshakeTest {
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";

    @TempDir
    static Path dir;

    private static final Vertx VERTX = Vertx.vertx();
    private static final Queue<String> LOGGED = new ConcurrentLinkedQueue<>();
    private static final AppenderBase<ILoggingEvent> APPENDER = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            LOGGED.add(event.getFormattedMessage());
        }
    };
    private static int port;

    /** Says, once asked, whether it was opened as a native session, and for whom. */
    private record Told(Connection connection, Endpoint.Upgraded upgraded) implements ConnectionHandler {
        static final Endpoint.Session SESSION = new Endpoint.Session() {
            @Override
            public ConnectionHandler open(Connection connection, Endpoint.Upgraded upgraded) {
                return new Told(connection, upgraded);
            }

            @Override
            public ConnectionLimits limits(Endpoint.Upgraded upgraded) {
                return new ConnectionLimits(1 << 16, 64, 1 << 20);
            }
        };

        @Override
        public void message(boolean text, ByteBuf buf, int at, int length) {
            String words = upgraded.user().name() + " native=" + upgraded.nativeJson();
            connection.sendText(Unpooled.copiedBuffer(words, UTF_8));
        }

        @Override
        public void ping(byte[] payload) {
            connection.sendPong(payload);
        }

        @Override
        public void closed() {}
    }

    @BeforeAll
    static void serve() throws Exception {
        String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, "test?>".toCharArray());
        Files.writeString(dir.resolve("users"), "hello:" + hash + "\n");
        Files.writeString(dir.resolve("acl.json"), """
                {"users": {"hello": {"service": true, "publish": ["#"], "subscribe": ["#"], "consume": ["#"]}}}
                """);
        JsonObject json = new JsonObject()
                .put("profile", "test")
                .put("baseDir", dir.toString())
                .put("server", new JsonObject().put("port", 0))
                .put("tls", false)
                .put("link", "local")
                .put("auth", new JsonObject().put("users", "users").put("acl", "acl.json"));
        ServiceConfig config = ServiceConfig.read(json, ServiceKind.PUBLISHER);
        List<Endpoint> endpoints = List.of(
                new Endpoint("/publish", false, true, Told.SESSION), new Endpoint("/seed", false, Told.SESSION));
        Future<WeirServer> server = Future.future(started -> VERTX.runOnContext(
                v -> WeirServer.start(VERTX, config, endpoints, () -> null).onComplete(started)));
        port = server.toCompletionStage().toCompletableFuture().get(10, SECONDS).port();
        APPENDER.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(APPENDER);
    }

    @AfterAll
    static void stop() throws Exception {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(APPENDER);
        VERTX.close().toCompletionStage().toCompletableFuture().get(10, SECONDS);
    }

    private static Http anybody(String path) {
        return Http.upgrade(path, RawWs.KEY);
    }

    private static Http hello(String path) {
        return anybody(path).basic("hello", "test?>");
    }

    private static String offered(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(UTF_8);
        return "weir.basic." + Base64.getUrlEncoder().withoutPadding().encodeToString(pair);
    }

    /** What the session was told, and which subprotocol the server has selected. */
    private static String opened(Http request) throws IOException {
        try (RawWs ws = RawWs.over(RawSocket.plain(port), request)) {
            ws.sendText("?");
            return ws.readText() + " selected=" + ws.head().header(PROTOCOL).orElse("-");
        }
    }

    private static int refused(Http request) throws IOException {
        try (RawSocket socket = RawSocket.plain(port)) {
            socket.write(request.bytes());
            return RawResponse.read(socket).status();
        }
    }

    @Test
    void speaksTheSeedsProtocolWithoutAnOffer() throws IOException {
        assertEquals("hello native=false selected=-", opened(hello("/publish")));
        assertEquals("hello native=false selected=-", opened(hello("/seed?a=b")));
    }

    @Test
    void selectsTheNativeProtocolFromAnyOfferThatNamesIt() throws IOException {
        String selected = "hello native=true selected=weir.v1.json";
        assertEquals(selected, opened(hello("/publish").header(PROTOCOL, "weir.v1.json")));
        assertEquals(selected, opened(hello("/publish").header(PROTOCOL, "mqtt,weir.v1.json , x")));
        assertEquals(selected, opened(hello("/publish").add(PROTOCOL, "mqtt").add(PROTOCOL, "weir.v1.json")));
        assertEquals(selected, opened(hello("/publish?protocol=weir.v1.json").header(PROTOCOL, "weir.v1.json")));
    }

    @Test
    void takesTheNameFromTheQueryAndSelectsNothingThen() throws IOException {
        assertEquals("hello native=true selected=-", opened(hello("/publish?protocol=weir.v1.json")));
    }

    @Test
    void refusesAnOfferWithoutAKnownName() throws IOException {
        assertEquals(400, refused(hello("/publish").header(PROTOCOL, "mqtt")));
        assertEquals(400, refused(hello("/publish").header(PROTOCOL, "")));
        assertEquals(400, refused(hello("/publish?protocol=mqtt")));
        assertEquals(400, refused(hello("/publish?protocol=weir.v1.json").header(PROTOCOL, "mqtt")));
    }

    @Test
    void refusesEveryOfferWhereTheNativeProtocolIsNotSpoken() throws IOException {
        assertEquals(400, refused(hello("/seed").header(PROTOCOL, "weir.v1.json")));
        assertEquals(400, refused(hello("/seed?protocol=weir.v1.json")));
        assertEquals(401, refused(anybody("/seed").header(PROTOCOL, "weir.v1.json, " + offered("hello", "test?>"))));
    }

    @Test
    void takesCredentialsFromAnOfferBesideTheName() throws IOException {
        String offer = offered("hello", "test?>");
        String selected = "hello native=true selected=weir.v1.json";
        assertEquals(selected, opened(anybody("/publish").header(PROTOCOL, "weir.v1.json, " + offer)));
        assertEquals(selected, opened(anybody("/publish").header(PROTOCOL, offer + ", weir.v1.json")));
        assertEquals(selected, opened(anybody("/publish").add(PROTOCOL, offer).add(PROTOCOL, "weir.v1.json")));
    }

    @Test
    void takesNoOtherCredentialsFromAnOffer() throws IOException {
        String offer = offered("hello", "test?>");
        assertEquals(401, refused(anybody("/publish").header(PROTOCOL, "weir.v1.json")));
        assertEquals(401, refused(anybody("/publish").header(PROTOCOL, offer)));
        assertEquals(401, refused(anybody("/publish").header(PROTOCOL, "mqtt, " + offer)));
        assertEquals(401, refused(anybody("/publish").header(PROTOCOL, "weir.v1.json, " + offered("hello", "no"))));
        assertEquals(401, refused(anybody("/publish").header(PROTOCOL, "weir.v1.json, " + offer + "=")));
        assertEquals(401, refused(anybody("/publish").header(PROTOCOL, "weir.v1.json, weir.basic.")));
        assertEquals(401, refused(anybody("/publish").header(PROTOCOL, "weir.v1.json, " + offer + ", " + offer)));
        assertEquals(401, refused(hello("/publish").header(PROTOCOL, "weir.v1.json, " + offer)));
    }

    @Test
    void takesNoCredentialsFromTheQuery() throws IOException {
        String offer = offered("hello", "test?>");
        assertEquals(401, refused(anybody("/publish?protocol=weir.v1.json&protocol=" + offer)));
        assertEquals(401, refused(anybody("/publish?protocol=" + offer)));
        assertEquals(401, refused(anybody("/publish?protocol=weir.v1.json&user=hello&password=test")));
    }

    @Test
    void neverLogsWhatWasOffered() throws IOException {
        String secret = offered("hello", "secret-of-mine");
        refused(anybody("/publish").header(PROTOCOL, "weir.v1.json, " + secret));
        refused(hello("/seed").header(PROTOCOL, secret));
        refused(hello("/publish").header(PROTOCOL, secret));
        assertFalse(LOGGED.isEmpty());
        assertFalse(LOGGED.toString().contains(secret.substring("weir.basic.".length())), LOGGED.toString());
        assertFalse(LOGGED.toString().contains("secret-of-mine"));
    }
}
