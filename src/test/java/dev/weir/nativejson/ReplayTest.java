package dev.weir.nativejson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions that begin further back, with the edge beside the queue and with a link between them. */
@Timeout(60)
class ReplayTest {
    @TempDir
    Path dir;

    private Services services;
    private int queue;
    private int publish;
    private int subscribe;

    @BeforeEach
    void prepare() throws Exception {
        services = new Services(dir);
    }

    @AfterEach
    void stop() throws Exception {
        services.close();
    }

    /** @param way local, wire or memory */
    private void start(String way) throws Exception {
        JsonObject config = services.config();
        queue = services.queue(
                way.equals("memory") ? config : config.put("log", new JsonObject().put("segmentBytes", 32 << 20)));
        JsonObject edge =
                way.equals("wire") ? services.config().put("link", Services.linkTo(queue)) : services.config();
        publish = services.publisher(services.config());
        subscribe = services.subscriber(edge);
    }

    /** Topics a, b, c in turn, with the offset as data. */
    private void publish(RawWs publisher, int from, int to) throws IOException {
        for (int i = from; i <= to; i++) {
            String topic = new String[] {"a/1", "b/1", "c/1"}[i % 3];
            assertEquals(i, NativeClients.publish(publisher, topic, "" + i).getInteger("offset"));
        }
    }

    private static JsonObject subscribe(RawWs ws, String filter, String from) throws IOException {
        return NativeClients.ask(
                ws,
                "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"" + filter + "\",\"from\":" + from + "}",
                "subscribed");
    }

    /** The offsets of the next messages, up to this one. */
    private static List<Integer> upTo(RawWs ws, int last) throws IOException {
        List<Integer> offsets = new ArrayList<>();
        while (offsets.isEmpty() || offsets.get(offsets.size() - 1) < last) {
            JsonObject message = new JsonObject(NativeClients.message(ws));
            assertEquals("message", message.getString("type"), message::encode);
            assertEquals(message.getInteger("offset"), message.getInteger("data"));
            offsets.add(message.getInteger("offset"));
        }
        return offsets;
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire"})
    void beginsWhereverItIsAskedToAndGoesOnWithWhatComes(String way) throws Exception {
        start(way);
        try (RawWs publisher = NativeClients.open(publish, "/publish");
                RawWs earliest = NativeClients.open(subscribe, "/subscribe");
                RawWs offset = NativeClients.open(subscribe, "/subscribe");
                RawWs last = NativeClients.open(subscribe, "/subscribe");
                RawWs time = NativeClients.open(subscribe, "/subscribe");
                RawWs none = NativeClients.open(subscribe, "/subscribe")) {
            publish(publisher, 1, 9);
            String epoch = subscribe(earliest, "a/#", "\"earliest\"").getString("epoch");
            JsonObject from5 = subscribe(offset, "#", "{\"offset\":5,\"epoch\":\"" + epoch + "\"}");
            assertEquals(5, from5.getInteger("offset"));
            assertTrue(from5.getBoolean("recovered"));
            assertEquals(4, subscribe(last, "b/1", "{\"last\":2}").getInteger("offset"));
            assertEquals(1, subscribe(time, "c/+", "{\"time\":1000}").getInteger("offset"));
            assertEquals(
                    10,
                    subscribe(none, "#", "{\"time\":" + (System.currentTimeMillis() + 60_000) + "}")
                            .getInteger("offset"));
            publish(publisher, 10, 12);
            assertEquals(List.of(3, 6, 9, 12), upTo(earliest, 12));
            assertEquals(List.of(5, 6, 7, 8, 9, 10, 11, 12), upTo(offset, 12));
            assertEquals(List.of(4, 7, 10), upTo(last, 10));
            assertEquals(List.of(2, 5, 8, 11), upTo(time, 11));
            assertEquals(List.of(10, 11, 12), upTo(none, 12));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire", "memory"})
    void saysWhatItCannotSend(String way) throws Exception {
        start(way);
        try (RawWs publisher = NativeClients.open(publish, "/publish");
                RawWs subscriber = NativeClients.open(subscribe, "/subscribe")) {
            publish(publisher, 1, 3);
            JsonObject now = subscribe(subscriber, "x", "\"new\"");
            assertEquals(4, now.getInteger("offset"), "what came before is not promised");
            String epoch = now.getString("epoch");
            JsonObject beyond = subscribe(subscriber, "y", "{\"offset\":9,\"epoch\":\"" + epoch + "\"}");
            assertFalse(beyond.getBoolean("recovered"));
            assertEquals(4, beyond.getInteger("offset"));
            assertEquals(
                    new JsonObject().put("from", 4).put("to", 8).put("reason", "beyondEnd"),
                    beyond.getJsonObject("gap"));
            JsonObject other = subscribe(subscriber, "z", "{\"offset\":3,\"epoch\":\"k3\"}");
            assertFalse(other.getBoolean("recovered"));
            assertEquals("epoch", other.getJsonObject("gap").getString("reason"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "wire"})
    void sendsEachMessageOnceThoughALaterFilterBeginsFurtherBack(String way) throws Exception {
        start(way);
        try (RawWs publisher = NativeClients.open(publish, "/publish");
                RawWs subscriber = NativeClients.open(subscribe, "/subscribe")) {
            publish(publisher, 1, 6);
            subscribe(subscriber, "a/1", "\"earliest\"");
            assertEquals(List.of(3, 6), upTo(subscriber, 6));
            subscribe(subscriber, "#", "\"earliest\"");
            publish(publisher, 7, 9);
            assertEquals(List.of(1, 2, 4, 5, 7, 8, 9), upTo(subscriber, 9), "3 and 6 were sent before");
            subscribe(subscriber, "b/1", "{\"last\":1}");
            publish(publisher, 10, 10);
            assertEquals(List.of(10), upTo(subscriber, 10), "7 was sent before");
            NativeClients.ask(subscriber, "{\"type\":\"unsubscribe\",\"id\":2,\"filter\":\"#\"}", "unsubscribed");
            subscribe(subscriber, "a/1", "\"earliest\"");
            assertEquals(List.of(3, 6, 9), upTo(subscriber, 9), "asked for anew, it is sent anew");
        }
    }

    @Test
    void followsATopicBackwardsThroughAThousandMessages() throws Exception {
        start("local");
        try (RawWs publisher = NativeClients.open(publish, "/publish");
                RawWs subscriber = NativeClients.open(subscribe, "/subscribe")) {
            StringBuilder batch = new StringBuilder();
            for (int i = 1; i <= 1000; i++) {
                batch.append(i == 1 ? "[" : ",")
                        .append("{\"type\":\"publish\",\"topic\":\"")
                        .append(i % 2 == 0 ? "even" : "odd")
                        .append("\",\"data\":")
                        .append(i)
                        .append('}');
            }
            publisher.sendText(batch.append(']').toString());
            publisher.roundTrip("confirmed");
            assertEquals(602, subscribe(subscriber, "even", "{\"last\":200}").getInteger("offset"));
            assertEquals(200, upTo(subscriber, 1000).size());
        }
    }

    @Test
    void marksHowFarAReaderIsOnQuietTopics() throws Exception {
        start("wire");
        try (RawWs publisher = NativeClients.open(publish, "/publish");
                RawWs subscriber = NativeClients.open(subscribe, "/subscribe");
                RawWs later = NativeClients.open(subscribe, "/subscribe")) {
            publish(publisher, 1, 5);
            subscribe(subscriber, "quiet", "\"earliest\"");
            awaitMark(subscriber);
            subscribe(later, "quiet", "\"earliest\"");
            awaitMark(later); // though the other one was told of this place before
        }
    }

    private static void awaitMark(RawWs subscriber) throws IOException {
        JsonObject mark = NativeClients.read(subscriber);
        assertEquals("mark", mark.getString("type"));
        assertEquals(5, mark.getInteger("offset"));
    }

    /** The second filter's start is known while a piece that was chosen for the first is on its way. */
    @ParameterizedTest
    @ValueSource(strings = {"local", "wire"})
    void servesSeveralFiltersThatAreAskedForAtOnce(String way) throws Exception {
        start(way);
        try (RawWs publisher = NativeClients.open(publish, "/publish");
                RawWs subscriber = NativeClients.open(subscribe, "/subscribe")) {
            publish(publisher, 1, 30);
            StringBuilder batch = new StringBuilder("[");
            for (String filter : new String[] {"a/1", "b/1", "c/1"}) {
                batch.append(batch.length() > 1 ? "," : "")
                        .append("{\"type\":\"subscribe\",\"filter\":\"")
                        .append(filter)
                        .append("\",\"from\":\"earliest\"}");
            }
            subscriber.sendText(batch.append(']').toString());
            Set<Integer> got = new TreeSet<>();
            while (got.size() < 30) {
                assertTrue(got.add(new JsonObject(NativeClients.message(subscriber)).getInteger("offset")));
            }
        }
    }

    @Test
    void findsTheLastMessagesOfATopicWhileMoreCome() throws Exception {
        start("local");
        AtomicBoolean enough = new AtomicBoolean();
        try (RawWs publisher = NativeClients.open(publish, "/publish")) {
            NativeClients.publish(publisher, "busy", "0");
            CompletableFuture<Void> publishing = new CompletableFuture<>();
            new Thread(() -> publishUntil(enough, publisher, publishing), "publisher").start();
            for (int i = 0; i < 20; i++) {
                try (RawWs subscriber = NativeClients.open(subscribe, "/subscribe")) {
                    int head = subscribe(subscriber, "quiet", "\"new\"").getInteger("offset");
                    int from = subscribe(subscriber, "busy", "{\"last\":10000}").getInteger("offset");
                    assertTrue(from < head, "the last of all begin at " + from + ", and " + head + " were there");
                }
            }
            enough.set(true);
            publishing.get(10, TimeUnit.SECONDS);
        }
    }

    private static void publishUntil(AtomicBoolean enough, RawWs publisher, CompletableFuture<Void> done) {
        try {
            for (int i = 1; !enough.get(); i++) {
                publisher.sendText("{\"type\":\"publish\",\"topic\":\"busy\",\"data\":" + i + "}");
                if (i % 20 == 0) {
                    publisher.roundTrip("confirmed");
                }
            }
            done.complete(null);
        } catch (IOException e) {
            done.completeExceptionally(e);
        }
    }
}
