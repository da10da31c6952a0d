package dev.weir.nativejson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.Http;
import dev.weir.testkit.RawSocket;
import dev.weir.testkit.RawWs;
import dev.weir.testkit.SampledBuffers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that read more slowly than messages come get all of them, in order, once; others notice nothing. */
@Timeout(90)
@ExtendWith(SampledBuffers.class)
class SlowReaderTest {
    private static final int PAYLOAD = 8 * 1024;
    private static final int MESSAGES = 1_000;

    @TempDir
    Path dir;

    private Services services;
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

    /** @param log of the queue */
    private void start(boolean wire, JsonObject log) throws Exception {
        int queue = services.queue(services.config().put("log", log));
        JsonObject edge = wire ? services.config().put("link", Services.linkTo(queue)) : services.config();
        publish = services.publisher(services.config());
        subscribe = services.subscriber(edge);
    }

    private static JsonObject onDisk() {
        return new JsonObject().put("segmentBytes", 32 << 20);
    }

    private RawWs slow(boolean natively) throws Exception {
        Http request = Http.upgrade("/subscribe", RawWs.KEY).basic("hello", "test");
        return RawWs.over(
                RawSocket.tls(subscribe, 64 * 1024),
                natively ? request.add("Sec-WebSocket-Protocol", "weir.v1.json") : request);
    }

    private static String padding() {
        return "x".repeat(PAYLOAD);
    }

    private static void publish(RawWs publisher, int from, int to) throws Exception {
        for (int i = from; i <= to; i++) {
            publisher.sendText("{\"type\":\"publish\",\"topic\":\"t\",\"data\":\"" + i + " " + padding() + "\"}");
        }
        publisher.roundTrip("confirmed");
    }

    /** One that reads natively while all is published: nobody waits for the slow one. */
    private static void read(RawWs reader, int from, int to) throws Exception {
        for (int i = from; i <= to; i++) {
            JsonObject message = new JsonObject(NativeClients.message(reader));
            assertEquals("message", message.getString("type"), message::encode);
            assertEquals(i, message.getInteger("offset"));
            assertEquals(i - 1, message.getInteger("prev"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void getsEverythingLaterAndThenWhatComes(boolean wire) throws Exception {
        start(wire, onDisk().put("recentBytesMax", 1 << 20));
        try (RawWs slow = slow(true);
                RawWs quick = NativeClients.subscriber(subscribe, "t");
                RawWs publisher = NativeClients.open(publish, "/publish")) {
            NativeClients.read(slow);
            NativeClients.ask(slow, "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"t\"}", "subscribed");
            publish(publisher, 1, MESSAGES);
            read(quick, 1, MESSAGES);
            read(slow, 1, MESSAGES);
            publish(publisher, MESSAGES + 1, MESSAGES + 1);
            read(slow, MESSAGES + 1, MESSAGES + 1);
            read(quick, MESSAGES + 1, MESSAGES + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void soDoClientsOfTheSeedsProtocol(boolean wire) throws Exception {
        start(wire, onDisk().put("recentBytesMax", 1 << 20));
        try (RawWs slow = slow(false);
                RawWs publisher = NativeClients.open(publish, "/publish")) {
            slow.sendText("sub t");
            slow.roundTrip("holds");
            publish(publisher, 1, MESSAGES);
            for (int i = 1; i <= MESSAGES; i++) {
                assertTrue(slow.readText().startsWith("{\"Topic\":\"t\",\"Content\":\"" + i + " x"), "message " + i);
            }
        }
    }

    /** Now behind and now among the others, at random: the two ways meet at every offset there is. */
    @Test
    void passesToAndFroWithoutLossOrDouble() throws Exception {
        start(false, onDisk());
        long seed = Long.getLong("weir.seed", System.nanoTime());
        Random random = new Random(seed);
        try (RawWs slow = slow(true);
                RawWs publisher = NativeClients.open(publish, "/publish")) {
            NativeClients.read(slow);
            NativeClients.ask(slow, "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"#\"}", "subscribed");
            int sent = 0;
            int read = 0;
            while (sent < MESSAGES) {
                int more = 1 + random.nextInt(random.nextBoolean() ? 5 : 400);
                publish(publisher, sent + 1, sent + more);
                sent += more;
                int to = read + random.nextInt(sent - read + 1);
                read(slow, read + 1, to);
                read = to;
            }
            read(slow, read + 1, sent);
        } catch (AssertionError e) {
            throw new AssertionError("weir.seed " + seed, e);
        }
    }

    @Test
    void isToldWhatWasNotKeptForIt() throws Exception {
        start(false, onDisk().put("retentionBytes", 1).put("snapshotEveryBytes", 1 << 20));
        try (RawWs slow = slow(true);
                RawWs publisher = NativeClients.open(publish, "/publish")) {
            NativeClients.read(slow);
            NativeClients.ask(slow, "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"t\"}", "subscribed");
            int sent = 12_000;
            publish(publisher, 1, sent);
            Eventually.until("the oldest are gone", this::isFirstGone);
            int next = 1;
            boolean gap = false;
            while (next <= sent) {
                JsonObject frame = new JsonObject(NativeClients.message(slow));
                if (frame.getString("type").equals("gap")) {
                    assertEquals(next, frame.getInteger("from"));
                    assertEquals("slow", frame.getString("reason"));
                    next = frame.getInteger("to") + 1;
                    gap = true;
                } else {
                    assertEquals(next++, frame.getInteger("offset"));
                }
            }
            assertTrue(gap, "nothing was let go");
        }
    }

    private boolean isFirstGone() {
        try (RawWs other = NativeClients.open(subscribe, "/subscribe")) {
            String frame = "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"x\",\"from\":\"earliest\"}";
            return NativeClients.ask(other, frame, "subscribed").getInteger("offset") > 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Together they would have more in hand than they may: each gets on all the same. */
    @Test
    void manyAtOnceGetAllOfItToo() throws Exception {
        start(false, onDisk());
        List<CompletableFuture<Void>> reading = new ArrayList<>();
        try (RawWs publisher = NativeClients.open(publish, "/publish")) {
            publish(publisher, 1, MESSAGES / 2);
            for (int i = 0; i < 60; i++) {
                CompletableFuture<Void> all = new CompletableFuture<>();
                reading.add(all);
                RawWs reader = NativeClients.open(subscribe, "/subscribe");
                new Thread(() -> readFromTheEarliest(reader, all), "reader").start();
            }
            CompletableFuture.allOf(reading.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        }
    }

    private static void readFromTheEarliest(RawWs reader, CompletableFuture<Void> all) {
        try (reader) {
            String frame = "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"t\",\"from\":\"earliest\"}";
            NativeClients.ask(reader, frame, "subscribed");
            read(reader, 1, MESSAGES / 2);
            all.complete(null);
        } catch (Exception | AssertionError e) {
            all.completeExceptionally(e);
        }
    }

    @Test
    void isCutOffWhenItAskedForThat() throws Exception {
        start(false, onDisk());
        try (RawWs slow = slow(true);
                RawWs publisher = NativeClients.open(publish, "/publish")) {
            NativeClients.read(slow);
            NativeClients.ask(
                    slow, "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"t\",\"onSlow\":\"disconnect\"}", "subscribed");
            publish(publisher, 1, MESSAGES);
            assertEquals(4001, slow.awaitClose().code());
        }
    }
}
