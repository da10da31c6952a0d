package dev.weir.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Http;
import dev.weir.testkit.RawSocket;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** A native client, welcomed. Marks, which come when they like, are skipped. */
record NativeWs(RawWs ws) implements AutoCloseable {
    static NativeWs open(Server server) throws IOException {
        return open(server, RawSocket.tls(server.port()));
    }

    static NativeWs openSmall(Server server, int receiveBytes) throws IOException {
        return open(server, RawSocket.tls(server.port(), receiveBytes));
    }

    /** As another user, whose password is the same. */
    static NativeWs openAs(Server server, String user) throws IOException {
        return open(
                RawSocket.tls(server.port()),
                Http.upgrade(server.path(), RawWs.KEY).basic(user, "test"));
    }

    private static NativeWs open(Server server, RawSocket socket) throws IOException {
        return open(socket, Answer.good(server));
    }

    private static NativeWs open(RawSocket socket, Http handshake) throws IOException {
        NativeWs opened = new NativeWs(RawWs.over(socket, handshake.add("Sec-WebSocket-Protocol", "weir.v1.json")));
        opened.expect("{\"type\":\"welcome\",", "}");
        return opened;
    }

    void send(String text) throws IOException {
        ws.sendText(text);
    }

    /** The next frame but marks. */
    String read() throws IOException {
        String text = ws.readText();
        while (text.startsWith("{\"type\":\"mark\",")) {
            text = ws.readText();
        }
        return text;
    }

    void expect(String start, String end) throws IOException {
        String text = read();
        assertTrue(text.startsWith(start) && text.endsWith(end), "not " + start + "…" + end + ": " + text);
    }

    /** Sends and reads the one answer, of this type. */
    JsonObject ask(String frame, String type) throws IOException {
        send(frame);
        JsonObject answer = new JsonObject(read());
        assertEquals(type, answer.getString("type"), answer.toString());
        return answer;
    }

    /** Publishes, which is confirmed. */
    void publish(long id, String topic, String data) throws IOException {
        send("{\"type\":\"publish\",\"id\":" + id + ",\"topic\":\"" + topic + "\",\"data\":" + data + "}");
        expect("{\"type\":\"published\",\"id\":" + id + ",", ",\"duplicate\":false}");
    }

    void subscribe(String filter) throws IOException {
        ask("{\"type\":\"subscribe\",\"id\":0,\"filter\":\"" + filter + "\"}", "subscribed");
    }

    /** This message is answered with just this error, which shows nothing of it, and the connection goes on. */
    void refused(String message, int code, String name) throws IOException {
        JsonObject error = ask(message, "error");
        assertEquals(code, error.getInteger("code"), error.toString());
        assertEquals(name, error.getString("name"), error.toString());
        assertFalse(error.getBoolean("retryable"), error.toString());
        assertFalse(error.toString().contains(LogWatch.SECRET), error.toString());
        goesOn();
    }

    /** A round trip in which nothing else comes. */
    void goesOn() throws IOException {
        send("{\"type\":\"ping\",\"id\":\"still\"}");
        assertEquals("{\"type\":\"pong\",\"id\":\"still\"}", read());
    }

    @Override
    public void close() {
        ws.close();
    }
}
