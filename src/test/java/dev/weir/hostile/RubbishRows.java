package dev.weir.hostile;

import static dev.weir.hostile.Answer.good;
import static dev.weir.hostile.Answer.refused;
import static dev.weir.hostile.LogWatch.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.End;
import dev.weir.testkit.Frame;
import dev.weir.testkit.Http;
import dev.weir.testkit.RawSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Bytes that are hardly a request, too many of them, or too few. */
abstract class RubbishRows {
    private static final Duration DUE = Duration.ofMillis(Stage.HANDSHAKE_TIMEOUT_MS);
    private static final Duration LATE = DUE.plusMillis(2_000);

    @Row("H17")
    void refusesAHeaderOf100kB(Server server) throws IOException {
        refused(server, 431, good(server).add("X-Long", SECRET.repeat(10_000)));
    }

    @Row("H18")
    void refuses2000Headers(Server server) throws IOException {
        Http different = good(server);
        Http same = good(server);
        for (int i = 0; i < 2000; i++) {
            different.add("X-" + i, SECRET);
            same.add("A", "b");
        }
        refused(server, 431, different);
        refused(server, 431, same);
    }

    @Row("H19")
    void refusesALongRequestLine(Server server) throws IOException {
        refused(server, 414, good(server).requestLine("GET /" + SECRET.repeat(10_000) + " HTTP/1.1"));
    }

    @Row("H23")
    void refusesLinesWithoutCr(Server server) throws IOException {
        refused(server, 400, good(server).lineEnd("\n"));
        refused(server, 400, good(server).line("X: y\nZ: " + SECRET));
        refused(server, 400, good(server).line("X: y\rZ: " + SECRET));
        refused(server, 400, good(server).line(" folded: " + SECRET));
        refused(server, 400, good(server).line("X : " + SECRET));
    }

    @Row("H24")
    void refusesWhatComesBeforeTheRequest(Server server) throws IOException {
        for (String before : new String[] {"\0\0\0", "\r\n", " ", "\u0001"}) {
            byte[] bytes = before.getBytes(StandardCharsets.ISO_8859_1);
            refused(server, 400, Answer.join(bytes, good(server).bytes()));
        }
    }

    @Row("H25")
    void refusesTransferEncodingWithContentLength(Server server) throws IOException {
        Http request = good(server).add("Content-Length", "4").add("Transfer-Encoding", "chunked");
        refused(server, 400, request.body(("0\r\n\r\nGET /" + SECRET).getBytes(StandardCharsets.US_ASCII)));
    }

    @Row("H26")
    void refusesABody(Server server) throws IOException {
        byte[] body = SECRET.getBytes(StandardCharsets.US_ASCII);
        refused(
                server,
                400,
                good(server).add("Content-Length", "" + body.length).body(body));
        refused(
                server,
                400,
                good(server).add("Transfer-Encoding", "chunked").body("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        refused(server, 400, good(server).add("Content-Length", "-1"));
        refused(server, 400, good(server).add("Content-Length", "0").add("Content-Length", "5"));
    }

    @Row("H27")
    void refusesRubbish(Server server) throws IOException {
        byte[] random = new byte[4096];
        new Random(42).nextBytes(random);
        refused(server, 400, random);
        refused(server, 400, (SECRET + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        refused(server, 400, ("GET\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        refused(
                server,
                400,
                ("GET " + server.path() + " HTTP/" + SECRET + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Row(value = "H28", logged = false)
    void dropsWhatIsNotTls(Server server) throws IOException {
        for (byte[] bytes : new byte[][] {good(server).bytes(), new byte[2000], {22, 3, 1, 127, 127, 1, 1}}) {
            try (RawSocket socket = RawSocket.plain(server.port())) {
                socket.write(bytes);
                socket.timeout(LATE).awaitEnd();
            }
        }
    }

    @Row("H29")
    void refusesTheHttp2Preface(Server server) throws IOException {
        refused(
                server,
                400,
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Row("H30")
    void refusesAnUpgradeToH2c(Server server) throws IOException {
        Http request = good(server).header("Upgrade", "h2c").header("Connection", "Upgrade, HTTP2-Settings");
        refused(server, 400, request.add("HTTP2-Settings", "AAMAAABkAAQAAP__"));
    }

    @Row("H31")
    void dropsHalfARequestInTime(Server server) throws IOException {
        byte[] whole = good(server).bytes();
        try (RawSocket socket = RawSocket.tls(server.port());
                RawSocket dripping = RawSocket.tls(server.port())) {
            socket.write(java.util.Arrays.copyOf(whole, whole.length / 2));
            for (int i = 0; i < 10; i++) {
                dripping.write(new byte[] {whole[i]});
            }
            endsInTime(socket);
            endsInTime(dripping);
        }
    }

    @Row("H32")
    void dropsTheSilentInTime(Server server) throws IOException {
        try (RawSocket beforeTls = RawSocket.plain(server.port());
                RawSocket afterTls = RawSocket.tls(server.port())) {
            endsInTime(beforeTls);
            endsInTime(afterTls);
        }
    }

    private static void endsInTime(RawSocket socket) throws IOException {
        long begun = System.nanoTime();
        assertNotEquals(End.RESET, socket.timeout(LATE).awaitEnd());
        assertTrue(System.nanoTime() - begun < LATE.toNanos(), "ended too late");
    }

    @Row(value = "H33", logged = false)
    void servesOthersBeside200HalfOpenConnections(Server server) throws IOException {
        List<RawSocket> halfOpen = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                halfOpen.add(RawSocket.plain(server.port()));
            }
            for (int i = 0; i < 100; i++) {
                RawSocket socket = RawSocket.plain(server.port());
                halfOpen.add(socket);
                socket.write(new byte[] {22, 3, 1});
            }
            refused(server, 400, good(server).header("Upgrade", "nothing"));
            for (RawSocket socket : halfOpen) {
                socket.timeout(LATE).awaitEnd();
            }
        } finally {
            halfOpen.forEach(RawSocket::close);
        }
        assertEquals(200, halfOpen.size());
    }

    @Row("H36")
    void refusesFramesBeforeTheAnswer(Server server) throws IOException {
        byte[] frame = Answer.frame(Frame.TEXT, "{\"Topic\":\"t\",\"Content\":\"" + SECRET + "\"}")
                .bytes();
        refused(server, 400, Answer.join(good(server).bytes(), frame));
        refused(server, 400, Answer.join(good(server).bytes(), good(server).bytes()));
    }
}
