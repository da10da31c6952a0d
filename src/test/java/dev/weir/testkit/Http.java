package dev.weir.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** The text of an HTTP request, where every line can be replaced, doubled or left out. Not thread safe. */
public final class Http {
    private final List<String> lines = new ArrayList<>();
    private String requestLine;
    private String lineEnd = "\r\n";
    private byte[] body = new byte[0];

    private Http(String requestLine) {
        this.requestLine = requestLine;
    }

    /** {@code GET path} with a Host and nothing else. */
    public static Http get(String path) {
        return new Http("GET " + path + " HTTP/1.1").header("Host", "localhost");
    }

    /** A WebSocket handshake as RFC 6455 §4.1 wants it, without credentials. */
    public static Http upgrade(String path, String key) {
        return get(path)
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", key)
                .header("Sec-WebSocket-Version", "13");
    }

    /** Replaces the request line. */
    public Http requestLine(String line) {
        requestLine = line;
        return this;
    }

    /** Sets a header in place of all of that name. */
    public Http header(String name, String value) {
        return without(name).add(name, value);
    }

    /** Adds a header, also beside others of that name. */
    public Http add(String name, String value) {
        return line(name + ": " + value);
    }

    /** Adds a line exactly as it is. */
    public Http line(String line) {
        lines.add(line);
        return this;
    }

    /** Takes every header of that name out, in any case. */
    public Http without(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + ":";
        lines.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix));
        return this;
    }

    /** Sets Basic credentials (RFC 7617), UTF-8. */
    public Http basic(String user, String password) {
        return header("Authorization", basicValue(user, password));
    }

    /** Ends lines with {@code end} instead of CR LF. */
    public Http lineEnd(String end) {
        lineEnd = end;
        return this;
    }

    /** Appends a body; its Content-Length is the caller's business. */
    public Http body(byte[] bytes) {
        body = bytes.clone();
        return this;
    }

    /** The request as sent, one byte per character. */
    public byte[] bytes() {
        String head = requestLine
                + lineEnd
                + String.join("", lines.stream().map(line -> line + lineEnd).toList());
        byte[] start = (head + lineEnd).getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    static String basicValue(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
