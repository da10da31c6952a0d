package dev.weir.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** A WebSocket client drawn by hand. {@link WsEnd} says what it does once open. */
public final class RawWs extends WsEnd {
    /** The key of RFC 6455 §1.3; a fixed one is as good as any here. */
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private RawWs(RawSocket socket, HttpHead head) {
        super(socket, head, true);
    }

    /** Opens over TLS with Basic credentials; any other answer than a right 101 is an {@link AssertionError}. */
    public static RawWs open(int port, String path, String user, String password) throws IOException {
        return open(port, path, http -> http.basic(user, password));
    }

    /** Opens over TLS with the development user. */
    public static RawWs open(int port, String path) throws IOException {
        return open(port, path, "hello", "test");
    }

    /** Opens over TLS with a changed handshake, to which no credentials have been added. */
    public static RawWs open(int port, String path, UnaryOperator<Http> change) throws IOException {
        return over(RawSocket.tls(port), change.apply(Http.upgrade(path, KEY)));
    }

    /** Opens over TLS with a TCP receive buffer of about {@code receiveBytes}: a slow reader backs up soon. */
    public static RawWs openSmall(int port, String path, int receiveBytes) throws IOException {
        return over(RawSocket.tls(port, receiveBytes), Http.upgrade(path, KEY).basic("hello", "test"));
    }

    /** Opens over a socket, plain or TLS, with a request whose key is {@link #KEY}; closes the socket on failure. */
    public static RawWs over(RawSocket socket, Http request) throws IOException {
        try {
            socket.write(request.bytes());
            HttpHead head = HttpHead.parse(socket.readHead());
            check(head);
            return new RawWs(socket, head);
        } catch (IOException | RuntimeException | AssertionError e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a request over a new TLS connection and reads the answer, whatever it is. */
    public static RawResponse exchange(int port, Http request) throws IOException {
        try (RawSocket socket = RawSocket.tls(port)) {
            socket.write(request.bytes());
            return RawResponse.read(socket);
        }
    }

    private static void check(HttpHead head) {
        String accept = head.header("Sec-WebSocket-Accept").orElse("");
        boolean right = head.firstLine().matches("HTTP/1\\.1 101( .*)?")
                && head.header("Upgrade").orElse("").equalsIgnoreCase("websocket")
                && head.header("Connection").orElse("").equalsIgnoreCase("upgrade")
                && accept.equals(accept(KEY));
        if (!right) {
            throw new AssertionError("not upgraded: " + head);
        }
    }

    /** What a server answers to a key (RFC 6455 §4.2.2). */
    static String accept(String key) {
        try {
            byte[] text = (key + GUID).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
