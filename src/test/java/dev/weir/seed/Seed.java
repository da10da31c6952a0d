package dev.weir.seed;

import dev.weir.testkit.Frame;
import dev.weir.testkit.Http;
import dev.weir.testkit.RawSocket;
import dev.weir.testkit.RawWs;
import dev.weir.testkit.WsEnd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the seed's clients say, and how they open a socket. */
final class Seed {
    private Seed() {}

    /** As Go's encoder writes it, newline included. */
    static String message(String topic, String content) {
        return "{\"Topic\":\"" + topic + "\",\"Content\":\"" + content + "\"}\n";
    }

    static String sub(String topic) {
        return message(topic, "sub");
    }

    static String unsub(String topic) {
        return message(topic, "unsub");
    }

    /** The opening handshake of the original's services and clients, header for header (its library's, in Go's order). */
    static Http goHandshake(String path, int port, String user, String password) {
        return Http.get(path)
                .header("Host", "localhost:" + port)
                .add("User-Agent", "Go-http-client/1.1")
                .basic(user, password)
                .add("Connection", "Upgrade")
                .add("Sec-WebSocket-Key", RawWs.KEY)
                .add("Sec-WebSocket-Version", "13")
                .add("Upgrade", "websocket");
    }

    /** Opens as the original's parts do. */
    static RawWs open(int port, String path) throws IOException {
        return RawWs.over(RawSocket.tls(port), goHandshake(path, port, "hello", "test"));
    }

    /** A subscriber whose subscriptions hold. */
    static RawWs subscriber(int port, String... topics) throws IOException {
        RawWs ws = open(port, "/subscribe");
        for (String topic : topics) {
            ws.sendText(sub(topic));
        }
        ws.roundTrip("holds");
        return ws;
    }

    /** The next messages; pings on the way are answered. */
    static List<String> read(WsEnd ws, int count) throws IOException {
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(ws.readText());
        }
        return texts;
    }

    /** The next messages of a popper, with the proof that the last of them has arrived. */
    static List<String> pop(RawWs popper, int count) throws IOException {
        List<String> texts = read(popper, count);
        Frame proof = popper.readFrame();
        if (proof.opcode() != Frame.PING) {
            throw new AssertionError("more than " + count + " messages: " + proof.text());
        }
        popper.pong(proof.bytes());
        popper.roundTrip("proved");
        return texts;
    }

    /** The texts {@code from..to} of a numbered series on a topic. */
    static List<String> series(String topic, int from, int to) {
        List<String> texts = new ArrayList<>(to - from + 1);
        for (int i = from; i <= to; i++) {
            texts.add(message(topic, "no. " + i));
        }
        return texts;
    }

    static void sendAll(WsEnd ws, List<String> texts) throws IOException {
        for (String text : texts) {
            ws.sendText(text);
        }
    }
}
