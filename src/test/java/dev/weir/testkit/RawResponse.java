package dev.weir.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An HTTP response as it came; {@code body} has one character per byte. */
public record RawResponse(int status, HttpHead head, String body) {
    /** Reads one response: body by Content-Length, by chunks, or (neither given, and one is allowed) up to the end. */
    public static RawResponse read(RawSocket socket) throws IOException {
        HttpHead head = HttpHead.parse(socket.readHead());
        if (!head.firstLine().matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new AssertionError("not a status line: " + head.firstLine());
        }
        int status = Integer.parseInt(head.word(1));
        return new RawResponse(status, head, new String(body(socket, status, head), StandardCharsets.ISO_8859_1));
    }

    /** The first value of a header, in any case of its name. */
    public Optional<String> header(String name) {
        return head.header(name);
    }

    private static byte[] body(RawSocket socket, int status, HttpHead head) throws IOException {
        if (status < 200 || status == 204 || status == 304) {
            return new byte[0];
        }
        if (head.header("Transfer-Encoding").orElse("").equalsIgnoreCase("chunked")) {
            return chunks(socket);
        }
        Optional<String> length = head.header("Content-Length");
        return length.isPresent() ? socket.readExactly(Integer.parseInt(length.get())) : socket.readToEnd();
    }

    private static byte[] chunks(RawSocket socket) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = Integer.parseInt(line(socket), 16);
        while (size > 0) {
            body.write(socket.readExactly(size));
            line(socket);
            size = Integer.parseInt(line(socket), 16);
        }
        line(socket);
        return body.toByteArray();
    }

    private static String line(RawSocket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = socket.readByte(); b != '\n'; b = socket.readByte()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }
}
