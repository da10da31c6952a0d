package dev.weir.seed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.weir.running.Services;
import dev.weir.testkit.RawSocket;
import dev.weir.testkit.RawWs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a seed client without a right is told: a Close with 1008, as its protocol has no word for it. */
@Timeout(60)
class RightsTest {
    private static final String HELLO =
            "\"hello\": {\"service\": true, \"publish\": [\"#\"], \"subscribe\": [\"#\"], \"consume\": []}";
    private static final String SOME =
            "\"some\": {\"service\": true, \"publish\": [\"ok/+\"], \"subscribe\": [\"ok/#\"], \"consume\": []}";
    private static final String CLIENT =
            "\"client\": {\"service\": false, \"publish\": [\"#\"], \"subscribe\": [\"#\"], \"consume\": []}";

    @TempDir
    static Path dir;

    private static Services services;
    private static int queue;
    private static int publish;
    private static int subscribe;

    @BeforeAll
    static void start() throws Exception {
        services = new Services(dir);
        String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, "test".toCharArray());
        Files.writeString(dir.resolve("users"), "some:" + hash + "\nclient:" + hash + "\n", StandardOpenOption.APPEND);
        Files.writeString(dir.resolve("acl.json"), "{\"users\": {" + HELLO + "," + SOME + "," + CLIENT + "}}");
        queue = services.queue(services.config().put("queue", new JsonObject().put("popGroup", "on")));
        publish = services.publisher(services.config());
        subscribe = services.subscriber(services.config());
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    private static RawWs open(int port, String path, String user) throws IOException {
        return RawWs.over(RawSocket.tls(port), Seed.goHandshake(path, port, user, "test"));
    }

    private static void publishing(boolean allowed, String text) throws IOException {
        for (int port : List.of(publish, queue)) {
            try (RawWs publisher = open(port, port == queue ? "/pushmsg" : "/publish", "some");
                    RawWs popper = Seed.open(queue, "/popmsg")) {
                publisher.sendText(text);
                if (allowed) {
                    assertEquals(List.of(text), Seed.pop(popper, 1));
                } else {
                    assertEquals(1008, publisher.awaitClose().code());
                    popper.roundTrip("nothing went through");
                }
            }
        }
    }

    @Test
    void publishingNeedsTheRightToTheTopic() throws Exception {
        publishing(true, Seed.message("ok/a", "c"));
        publishing(false, Seed.message("ok/a/b", "c"));
        publishing(false, Seed.message("other", "c"));
    }

    @Test
    void publishingWithoutAReadableTopicNeedsTheRightToAll() throws Exception {
        publishing(false, "hello team!");
        publishing(false, Seed.message("$dead/x", "c"));
        publishing(false, "{\"Topic\":\"ok/a\",\"topic\":\"ok/a\"}");
        try (RawWs publisher = Seed.open(publish, "/publish");
                RawWs popper = Seed.open(queue, "/popmsg")) {
            publisher.sendText(Seed.message("$dead/x", "c"));
            assertEquals(List.of(Seed.message("$dead/x", "c")), Seed.pop(popper, 1));
        }
    }

    @Test
    void subscribingNeedsTheRightToTheTopic() throws Exception {
        for (String allowed : List.of("ok", "ok/a", "ok/a/b")) {
            try (RawWs subscriber = open(subscribe, "/subscribe", "some")) {
                subscriber.sendText(Seed.sub(allowed));
                subscriber.roundTrip("holds");
            }
        }
        for (String denied : List.of("other", "okay", "OK/a", "#")) {
            try (RawWs subscriber = open(subscribe, "/subscribe", "some")) {
                subscriber.sendText("sub " + denied);
                assertEquals(1008, subscriber.awaitClose().code());
            }
        }
    }

    @Test
    void topicsOfTheServersOwnCannotBeSubscribed() throws Exception {
        try (RawWs subscriber = Seed.open(subscribe, "/subscribe")) {
            subscriber.sendText(Seed.sub("$dead/x"));
            subscriber.sendText("sub $dead/x");
            subscriber.roundTrip("ignored");
        }
    }

    @Test
    void theQueuesOwnEndpointsAreForServices() throws Exception {
        for (String path : List.of("/pushmsg", "/popmsg")) {
            assertEquals(
                    403,
                    RawWs.exchange(queue, Seed.goHandshake(path, queue, "client", "test"))
                            .status());
        }
    }
}
