package dev.weir.process;

import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** A native client drawn by hand that waits for each answer. */
final class NativeEnd implements AutoCloseable {
    private final RawWs ws;
    private int id;

    private NativeEnd(RawWs ws) {
        this.ws = ws;
    }

    static NativeEnd open(int port, String path) throws IOException {
        NativeEnd end = new NativeEnd(RawWs.open(
                port, path, http -> http.basic("hello", "test").add("Sec-WebSocket-Protocol", "weir.v1.json")));
        end.expect("welcome");
        return end;
    }

    static NativeEnd publisher(Fleet fleet) throws IOException {
        return open(fleet.port(Fleet.PUBLISHER), "/publish");
    }

    /** Subscribed to everything that comes. */
    static NativeEnd subscriber(Fleet fleet) throws IOException {
        return subscriber(fleet, "new");
    }

    /** Subscribed to everything from there on. */
    static NativeEnd subscriber(Fleet fleet, String from) throws IOException {
        return subscriber(fleet.port(Fleet.SUBSCRIBER), from);
    }

    /** The same at a port of one's own. */
    static NativeEnd subscriber(int port, String from) throws IOException {
        NativeEnd end = open(port, "/subscribe");
        end.ws.sendText("{\"type\":\"subscribe\",\"id\":1,\"filter\":\"#\",\"from\":\"" + from + "\"}");
        end.expect("subscribed");
        return end;
    }

    RawWs ws() {
        return ws;
    }

    /** Publishes a string on the topic {@code t}, and returns what is answered. */
    JsonObject publish(String data) throws IOException {
        ws.sendText("{\"type\":\"publish\",\"id\":" + ++id + ",\"topic\":\"t\",\"data\":\"" + data + "\"}");
        return next();
    }

    /** The next frame, marks aside. */
    JsonObject next() throws IOException {
        JsonObject frame = new JsonObject(ws.readText());
        return frame.getString("type").equals("mark") ? next() : frame;
    }

    /** The same, which is to be of this type. */
    JsonObject expect(String type) throws IOException {
        JsonObject frame = next();
        if (!frame.getString("type").equals(type)) {
            throw new AssertionError("not " + type + ": " + frame.encode());
        }
        return frame;
    }

    @Override
    public void close() {
        ws.close();
    }
}
