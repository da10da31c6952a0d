package dev.weir.nativejson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing and subscribing natively, with the edges beside the queue and with links between them. */
@Timeout(60)
class NativeFactsTest {
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

    private void start(boolean wire) throws Exception {
        int queue = services.queue(services.config());
        JsonObject edge = wire ? services.config().put("link", Services.linkTo(queue)) : services.config();
        publish = services.publisher(edge);
        subscribe = services.subscriber(edge);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void confirmsEachPublishAndPassesItsDataOnAsWritten(boolean wire) throws Exception {
        start(wire);
        try (RawWs subscriber = NativeClients.subscriber(subscribe, "orders/+");
                RawWs publisher = NativeClients.open(publish, "/publish")) {
            publisher.sendText("{\"type\":\"publish\",\"id\":\"a\\u0041\",\"topic\":\"orders/eu\",\"key\":\"k\","
                    + "\"headers\":{\"h\" : \"v\"},\"data\": { \"n\" : 1.0e3 } }");
            String published = publisher.readText();
            assertTrue(published.startsWith("{\"type\":\"published\",\"id\":\"a\\u0041\",\"offset\":1,"), published);
            assertTrue(published.endsWith(",\"durability\":\"memory\",\"duplicate\":false}"), published);
            NativeClients.publish(publisher, "other", "1");
            assertEquals(
                    3, NativeClients.publish(publisher, "orders/eu", "\"two\"").getInteger("offset"));
            String first = NativeClients.message(subscriber);
            assertTrue(
                    first.startsWith("{\"type\":\"message\",\"topic\":\"orders/eu\",\"offset\":1,\"prev\":0,"), first);
            assertTrue(first.endsWith(",\"key\":\"k\",\"headers\":{\"h\" : \"v\"},\"data\":{ \"n\" : 1.0e3 }}"), first);
            JsonObject second = new JsonObject(NativeClients.message(subscriber));
            assertEquals(1, second.getInteger("prev"));
            assertEquals("two", second.getString("data"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sharesTopicsWithClientsOfTheSeedsProtocol(boolean wire) throws Exception {
        start(wire);
        try (RawWs nativeReader = NativeClients.subscriber(subscribe, "#");
                RawWs seedReader = RawWs.open(subscribe, "/subscribe");
                RawWs nativeWriter = NativeClients.open(publish, "/publish");
                RawWs seedWriter = RawWs.open(publish, "/publish")) {
            seedReader.sendText("sub t");
            seedReader.roundTrip("holds");
            NativeClients.publish(nativeWriter, "t", "{\"a\": [1, \"x\"]}");
            NativeClients.publish(nativeWriter, "t", "\"plain\"");
            seedWriter.sendText("{\"Topic\":\"t\",\"Content\":\"c\\n\"}\n");
            assertEquals("{\"Topic\":\"t\",\"Content\":\"{\\\"a\\\":[1,\\\"x\\\"]}\"}", seedReader.readText());
            assertEquals("{\"Topic\":\"t\",\"Content\":\"plain\"}", seedReader.readText());
            assertEquals("{\"Topic\":\"t\",\"Content\":\"c\\n\"}\n", seedReader.readText());
            assertTrue(NativeClients.message(nativeReader).endsWith("\"data\":{\"a\": [1, \"x\"]}}"));
            assertTrue(NativeClients.message(nativeReader).endsWith("\"data\":\"plain\"}"));
            assertTrue(NativeClients.message(nativeReader).endsWith("\"data\":\"c\\n\"}"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void storesWhatAProducerSendsTwiceOnce(boolean wire) throws Exception {
        start(wire);
        String frame = "{\"type\":\"publish\",\"id\":1,\"topic\":\"t\",\"data\":1,\"producer\":\"p\",\"seq\":5}";
        try (RawWs first = NativeClients.open(publish, "/publish");
                RawWs other = NativeClients.open(publish, "/publish", "plain")) {
            JsonObject stored = NativeClients.ask(first, frame, "published");
            assertFalse(stored.getBoolean("duplicate"));
            JsonObject again = NativeClients.ask(first, frame, "published");
            assertTrue(again.getBoolean("duplicate"));
            assertEquals(stored.getInteger("offset"), again.getInteger("offset"));
            assertFalse(
                    NativeClients.ask(other, frame, "published").getBoolean("duplicate"),
                    "producers are told apart per user");
        }
    }

    @Test
    void sendsAMessageOnceHoweverManyFiltersMatchAndNothingAfterUnsubscribed() throws Exception {
        start(false);
        try (RawWs subscriber = NativeClients.subscriber(subscribe, "a/b", "a/+", "#", "#");
                RawWs publisher = NativeClients.open(publish, "/publish")) {
            NativeClients.publish(publisher, "a/b", "1");
            NativeClients.publish(publisher, "a/b", "2");
            assertTrue(NativeClients.message(subscriber).endsWith("\"data\":1}"));
            assertTrue(NativeClients.message(subscriber).endsWith("\"data\":2}"));
            for (String filter : new String[] {"#", "a/+", "a/b"}) {
                NativeClients.ask(
                        subscriber,
                        "{\"type\":\"unsubscribe\",\"id\":2,\"filter\":\"" + filter + "\"}",
                        "unsubscribed");
            }
            NativeClients.publish(publisher, "a/b", "3");
            NativeClients.ask(subscriber, "{\"type\":\"ping\",\"id\":9}", "pong");
        }
    }

    @Test
    void handlesABatchInOrderAndAnswersEachFrameOfIt() throws Exception {
        start(false);
        try (RawWs publisher = NativeClients.open(publish, "/publish")) {
            publisher.sendText("[{\"type\":\"publish\",\"id\":1,\"topic\":\"t\",\"data\":1},{\"type\":\"x\",\"id\":2},"
                    + "{\"type\":\"publish\",\"topic\":\"t\",\"data\":2},{\"type\":\"publish\",\"id\":3,\"topic\":\"t\","
                    + "\"data\":3}]");
            assertEquals(2, NativeClients.read(publisher).getInteger("id"), "an error need not wait");
            assertEquals(1, NativeClients.read(publisher).getInteger("offset"));
            assertEquals(3, NativeClients.read(publisher).getInteger("offset"));
        }
    }

    @Test
    void tellsTheSenderWhatItMayNotAndLeavesOutWhatASubscriberMayNotSee() throws Exception {
        Files.writeString(dir.resolve("acl.json"), """
                {"users": {
                  "hello": {"service": true, "publish": ["#"], "subscribe": ["#"], "consume": ["#"]},
                  "plain": {"service": false, "publish": ["mine"], "subscribe": ["open/#"], "consume": []}}}
                """);
        start(false);
        try (RawWs publisher = NativeClients.open(publish, "/publish", "plain");
                RawWs all = NativeClients.open(publish, "/publish");
                RawWs subscriber = NativeClients.open(subscribe, "/subscribe", "plain")) {
            JsonObject refused = NativeClients.ask(
                    publisher, "{\"type\":\"publish\",\"id\":1,\"topic\":\"yours\",\"data\":1}", "error");
            assertEquals(403, refused.getInteger("code"));
            assertFalse(refused.getBoolean("retryable"));
            NativeClients.publish(publisher, "mine", "1");
            assertEquals(
                    403,
                    NativeClients.ask(subscriber, "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"mine\"}", "error")
                            .getInteger("code"));
            NativeClients.ask(subscriber, "{\"type\":\"subscribe\",\"id\":1,\"filter\":\"#\"}", "subscribed");
            NativeClients.publish(all, "closed", "1");
            NativeClients.publish(all, "open/a", "2");
            assertTrue(NativeClients.message(subscriber).contains("\"topic\":\"open/a\""));
        }
    }

    @Test
    void tellsErrorsOnlyToTheSenderAndGoesOn() throws Exception {
        start(false);
        try (RawWs publisher = NativeClients.open(publish, "/publish");
                RawWs subscriber = NativeClients.open(subscribe, "/subscribe")) {
            for (String bad : new String[] {
                "rubbish", "[", "17", "{}", "{\"type\":\"subscribe\",\"filter\":\"a\"}", "[".repeat(100_000)
            }) {
                assertEquals(400, NativeClients.ask(publisher, bad, "error").getInteger("code"), bad.substring(0, 1));
            }
            assertEquals(
                    400,
                    NativeClients.ask(subscriber, "{\"type\":\"publish\",\"topic\":\"t\",\"data\":1}", "error")
                            .getInteger("code"));
            NativeClients.publish(publisher, "t", "1");
            publisher.sendBinary(new byte[] {1});
            assertEquals(1003, publisher.awaitClose().code());
        }
    }

    @Test
    void marksHowFarASubscriberHasSeenEverything() throws Exception {
        start(false);
        try (RawWs subscriber = NativeClients.subscriber(subscribe, "a");
                RawWs publisher = NativeClients.open(publish, "/publish")) {
            NativeClients.publish(publisher, "b", "1");
            JsonObject mark = NativeClients.read(subscriber);
            assertEquals("mark", mark.getString("type"));
            assertEquals(1, mark.getInteger("offset"));
        }
    }

    @Test
    void closesWithShutdownWhenTheServiceStops() throws Exception {
        start(false);
        try (RawWs subscriber = NativeClients.subscriber(subscribe, "a")) {
            services.close();
            assertEquals(1001, subscriber.awaitClose().code());
        }
    }
}
