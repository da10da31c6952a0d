package dev.weir.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.Frame;
import dev.weir.testkit.FrameBytes;
import dev.weir.testkit.Http;
import dev.weir.testkit.Peer;
import dev.weir.testkit.RawWs;
import dev.weir.testkit.StandIn;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The original's parts beside ours: what they do that RFC 6455 does not forbid must not break anything. */
@Timeout(60)
class MixedTest {
    @TempDir
    Path dir;

    private Services services;

    @BeforeEach
    void start() throws Exception {
        services = new Services(dir);
    }

    @AfterEach
    void stop() throws Exception {
        services.close();
    }

    /** Pings go out after 20 ms here, and whoever has to answer is closed after 40 more. */
    private JsonObject hasty() {
        return services.config().put("limits", new JsonObject().put("heartbeatMs", 20));
    }

    private JsonObject edge(int queuePort) {
        return hasty().put(
                        "link",
                        Services.linkTo(queuePort).put("seedFallback", true).put("heartbeatMs", 20));
    }

    @Test
    void anOriginalPublisherThatNeverReadsIsNotClosedForItsSilence() throws Exception {
        int queue = services.queue(hasty());
        int publish = services.publisher(hasty());
        try (RawWs service = Seed.open(queue, "/pushmsg");
                RawWs client = Seed.open(publish, "/publish")) {
            service.expectSilence(Duration.ofMillis(200));
            client.expectSilence(Duration.ofMillis(50));
            service.sendText("one");
            service.roundTrip("still there");
            client.sendText("two");
            client.roundTrip("still there");
            try (RawWs popper = Seed.open(queue, "/popmsg")) {
                assertEquals(List.of("one", "two"), Seed.read(popper, 2));
            }
        }
    }

    @Test
    void anOriginalQueueThatNeverReadsFromItsPoppersKeepsItsLink() throws Exception {
        try (StandIn original = StandIn.tls()) {
            int subscribe = services.subscriber(edge(original.port()).put("limits", new JsonObject()));
            try (Peer peer = original.accept();
                    RawWs client = Seed.subscriber(subscribe, "a")) {
                peer.expectSilence(Duration.ofMillis(250));
                peer.sendText(Seed.message("a", "late"));
                assertEquals(Seed.message("a", "late"), client.readText());
            }
        }
    }

    @Test
    void aMessageOfAnOriginalQueueThatIsNotTextBreaksNoSubscriber() throws Exception {
        try (StandIn original = StandIn.tls()) {
            int subscribe = services.subscriber(edge(original.port()).put("limits", new JsonObject()));
            try (Peer peer = original.accept();
                    RawWs client = Seed.subscriber(subscribe, "a")) {
                byte[] broken = Seed.message("a", "?").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
                broken[new String(broken, java.nio.charset.StandardCharsets.US_ASCII).indexOf('?')] = (byte) 0xff;
                peer.send(peer.frame(Frame.TEXT, broken));
                peer.sendText("hello team!");
                peer.send(peer.frame(Frame.TEXT, "{\"Topic\":\"a\",").fin(false));
                peer.send(peer.frame(Frame.CONTINUATION, "\"Content\":\"c\"}"));
                assertEquals("{\"Topic\":\"a\",\"Content\":\"c\"}", client.readText());
            }
        }
    }

    @Test
    void aSubscriberEdgeGoesOnWithAnOriginalQueueThatCameBack() throws Exception {
        try (StandIn original = StandIn.tls()) {
            int subscribe = services.subscriber(edge(original.port()).put("limits", new JsonObject()));
            Peer first = original.accept();
            try (RawWs client = Seed.subscriber(subscribe, "a")) {
                first.sendText(Seed.message("a", "1"));
                assertEquals(Seed.message("a", "1"), client.readText());
                first.socket().reset();
                try (Peer second = original.accept()) {
                    second.sendText(Seed.message("a", "2"));
                    assertEquals(Seed.message("a", "2"), client.readText());
                }
            }
        }
    }

    @Test
    void anOriginalQueueThatBreaksLosesAtMostWhatItsSocketWasGiven() throws Exception {
        int count = 3000;
        int bytes = 1000;
        try (StandIn original = StandIn.tls();
                GatedProxy way = new GatedProxy(original.port())) {
            JsonObject config = edge(way.port());
            config.getJsonObject("link").put("unconfirmedBatchesMax", 2);
            int publish = services.publisher(config.put("limits", new JsonObject()));
            Peer first = original.accept();
            List<String> texts = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                texts.add(Seed.message("t", i + " " + "x".repeat(bytes)));
            }
            try (RawWs client = Seed.open(publish, "/publish")) {
                way.up().hold();
                Seed.sendAll(client, texts.subList(0, count - 1));
                way.cut();
                first.close();
                way.up().release();
                way.mend(original.port());
                client.sendText(texts.get(count - 1));
                try (Peer second = original.accept()) {
                    int at = texts.indexOf(second.readText());
                    // The kernels' buffers and two batches, out of three million bytes.
                    for (int i = at + 1; i < count; i++) {
                        assertEquals(texts.get(i), second.readText(), "nothing is missing behind the hole");
                    }
                    client.roundTrip("all is given");
                }
            }
        }
    }

    @Test
    void withoutSeedFallbackAnOriginalQueueIsNotSpokenTo() throws Exception {
        try (StandIn original = StandIn.tls();
                LogLines log = new LogLines()) {
            int publish = services.publisher(services.config().put("link", Services.linkTo(original.port())));
            Eventually.equal(
                    "one line", 1, () -> log.with("link.seedFallback is off").size());
            assertEquals(503, health(publish));
        }
    }

    private static int health(int port) throws IOException {
        return RawWs.exchange(port, Http.get("/health/ready")).status();
    }

    @Test
    void everyEndpointTakesTheOriginalsHandshakeAndAnswersItPlainly() throws Exception {
        int queue = services.queue(services.config());
        int publish = services.publisher(services.config());
        int subscribe = services.subscriber(services.config());
        opensPlainly(queue, "/pushmsg");
        opensPlainly(queue, "/popmsg");
        opensPlainly(publish, "/publish");
        opensPlainly(subscribe, "/subscribe");
    }

    private static void opensPlainly(int port, String path) throws IOException {
        try (RawWs ws = Seed.open(port, path)) {
            for (String name : List.of("Weir-Link", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions")) {
                assertEquals(List.of(), ws.head().all(name));
            }
            ws.send(ws.frame(Frame.CLOSE, FrameBytes.closePayload(1000, "")));
            assertEquals(1000, ws.awaitClose(false).code());
            assertTrue(ws.head().firstLine().startsWith("HTTP/1.1 101"));
        }
    }
}
