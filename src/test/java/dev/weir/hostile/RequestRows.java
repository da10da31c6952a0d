package dev.weir.hostile;

import static dev.weir.hostile.Answer.good;
import static dev.weir.hostile.Answer.refused;
import static dev.weir.hostile.LogWatch.SECRET;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.testkit.Http;
import dev.weir.testkit.RawWs;
import java.io.IOException;

/** Requests with good credentials that are no handshake RFC 6455 §4.2.1 knows. */
abstract class RequestRows {
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String VERSION = "Sec-WebSocket-Version";

    @Row("H08")
    void refusesAPlainGet(Server server) throws IOException {
        refused(server, 400, Http.get(server.path()).basic("hello", "test"));
    }

    @Row("H09")
    void refusesHalfAnUpgrade(Server server) throws IOException {
        refused(server, 400, good(server).without("Upgrade"));
        refused(server, 400, good(server).without("Connection"));
        refused(server, 400, good(server).header("Upgrade", "web socket"));
        refused(server, 400, good(server).header("Connection", "keep-alive"));
    }

    @Row("H10")
    void refusesAnythingButOneKeyOf16Bytes(Server server) throws IOException {
        refused(server, 400, good(server).without(KEY));
        refused(server, 400, good(server).header(KEY, "c2hvcnQ="));
        refused(server, 400, good(server).header(KEY, "************************"));
        refused(server, 400, good(server).add(KEY, RawWs.KEY));
    }

    @Row("H11")
    void speaksVersion13Only(Server server) throws IOException {
        assertEquals(
                "13",
                refused(server, 426, good(server).header(VERSION, "8"))
                        .header(VERSION)
                        .orElse(""));
        refused(server, 426, good(server).without(VERSION));
        refused(server, 426, good(server).add(VERSION, "8"));
    }

    @Row("H12")
    void refusesOtherMethods(Server server) throws IOException {
        for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "X" + SECRET}) {
            Http request = good(server).requestLine(method + " " + server.path() + " HTTP/1.1");
            assertEquals("GET", refused(server, 405, request).header("Allow").orElse(""));
        }
    }

    @Row("H13")
    void refusesOldHttp(Server server) throws IOException {
        refused(server, 400, good(server).requestLine("GET " + server.path() + " HTTP/1.0"));
    }

    @Row("H14")
    void wantsOneHost(Server server) throws IOException {
        refused(server, 400, good(server).without("Host"));
        refused(server, 400, good(server).add("Host", "elsewhere"));
        refused(server, 400, good(server).header("Host", "a b:c:" + SECRET));
    }

    @Row("H15")
    void knowsNoOtherPath(Server server) throws IOException {
        for (String path : new String[] {"/" + SECRET, "/", "/PUSHMSG", "*", "/health", "/echo"}) {
            refused(server, 404, good(server).requestLine("GET " + path + " HTTP/1.1"));
        }
    }

    @Row("H16")
    void tidiesNoPathUp(Server server) throws IOException {
        String name = server.path().substring(1);
        String escaped = "%" + Integer.toHexString(name.charAt(0)) + name.substring(1);
        for (String path : new String[] {
            "/x/../" + name,
            "/./" + name,
            "//" + name,
            "/" + escaped,
            "/" + name + "/",
            "/..%2f..%2f" + SECRET,
            "/" + name + "%00"
        }) {
            refused(server, 404, good(server).requestLine("GET " + path + " HTTP/1.1"));
        }
    }

    @Row("H20")
    void refusesAForeignOrigin(Server server) throws IOException {
        refused(server, 403, good(server).header("Origin", "https://" + SECRET + ".example"));
        refused(server, 403, good(server).header("Origin", "http://localhost"));
        refused(server, 403, good(server).header("Origin", "https://localhost:1"));
        try (RawWs ws = RawWs.over(
                dev.weir.testkit.RawSocket.tls(server.port()), good(server).header("Origin", "https://localhost"))) {
            Answer.pong(ws, "in");
        }
    }

    @Row("H21")
    void refusesANullOrigin(Server server) throws IOException {
        refused(server, 403, good(server).header("Origin", "null"));
        refused(server, 403, good(server).header("Origin", "https://localhost").add("Origin", "null"));
    }

    @Row("H22")
    void refusesAnUnknownSubprotocol(Server server) throws IOException {
        refused(server, 400, good(server).header("Sec-WebSocket-Protocol", SECRET));
        refused(server, 400, good(server).header("Sec-WebSocket-Protocol", "mqtt, " + SECRET));
    }
}
