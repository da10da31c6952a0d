package dev.weir.nativejson;

import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** How native clients open a socket and what they say. */
public final class NativeClients {
    private NativeClients() {}

    public static RawWs open(int port, String path) throws IOException {
        return open(port, path, "hello");
    }

    /** Opens and reads the welcome. */
    static RawWs open(int port, String path, String user) throws IOException {
        RawWs ws = unwelcomed(port, path, user);
        JsonObject welcome = read(ws);
        if (!"welcome".equals(welcome.getString("type"))) {
            throw new AssertionError("first frame: " + welcome);
        }
        return ws;
    }

    static RawWs unwelcomed(int port, String path, String user) throws IOException {
        return RawWs.open(port, path, http -> http.basic(user, "test").add("Sec-WebSocket-Protocol", "weir.v1.json"));
    }

    public static RawWs subscriber(int port, String... filters) throws IOException {
        RawWs ws = open(port, "/subscribe");
        for (String filter : filters) {
            ask(ws, "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"" + filter + "\"}", "subscribed");
        }
        return ws;
    }

    static JsonObject read(RawWs ws) throws IOException {
        return new JsonObject(ws.readText());
    }

    /** The next frame that is no mark. */
    public static String message(RawWs ws) throws IOException {
        String text = ws.readText();
        while (text.startsWith("{\"type\":\"mark\"")) {
            text = ws.readText();
        }
        return text;
    }

    /** Says something and reads the answer, which is to be of this type. */
    static JsonObject ask(RawWs ws, String frame, String type) throws IOException {
        ws.sendText(frame);
        JsonObject answer = new JsonObject(message(ws));
        if (!type.equals(answer.getString("type"))) {
            throw new AssertionError("no " + type + ": " + answer);
        }
        return answer;
    }

    public static JsonObject publish(RawWs ws, String topic, String data) throws IOException {
        return ask(
                ws, "{\"type\":\"publish\",\"id\":7,\"topic\":\"" + topic + "\",\"data\":" + data + "}", "published");
    }
}
