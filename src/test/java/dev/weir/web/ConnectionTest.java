package dev.weir.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.running.Services;
import dev.weir.testkit.End;
import dev.weir.testkit.Eventually;
import dev.weir.testkit.Frame;
import dev.weir.testkit.Http;
import dev.weir.testkit.RawResponse;
import dev.weir.testkit.RawSocket;
import dev.weir.testkit.RawWs;
import dev.weir.testkit.WsEnd;
import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keep-alive, slow peers, caps and ends of connections, seen from the other end. */
@Timeout(60)
class ConnectionTest {
    private static final int HEARTBEAT_MS = 300;
    private static final String SUB = "{\"Topic\":\"t\",\"Content\":\"sub\"}";
    private static final String MESSAGE = "{\"Topic\":\"t\",\"Content\":\"" + "x".repeat(60_000) + "\"}";

    private static Services services;
    private static int publisher;
    private static int capped;
    private static int patient;
    private static int strict;

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        services = new Services(dir, 1);
        services.queue(services.config());
        publisher = services.publisher(config(new JsonObject()));
        capped = services.publisher(config(new JsonObject().put("connectionsPerAddressMax", 3)));
        patient = services.subscriber(
                config(new JsonObject().put("heartbeatMs", HEARTBEAT_MS).put("outboxBytesMax", 32 << 20)));
        strict = services.subscriber(
                config(new JsonObject().put("outboxBytesMax", 65_536).put("subscriptionsPerConnectionMax", 1)));
    }

    private static JsonObject config(JsonObject limits) {
        return services.config().put("limits", limits);
    }

    @AfterAll
    static void stop() throws IOException {
        services.close();
    }

    private static void subscribe(RawWs ws) throws IOException {
        ws.sendText(SUB);
        ws.roundTrip("subscribed");
    }

    @Test
    void closesTheSilentWith4000AfterTwoHeartbeats() throws IOException {
        try (RawWs ws = RawWs.open(patient, "/subscribe")) {
            assertEquals(Frame.PING, ws.readFrame().opcode());
            Frame close = ws.readFrame();
            assertEquals(Frame.CLOSE, close.opcode());
            assertEquals(4000, close.closeCode());
        }
    }

    @Test
    void keepsWhoAnswersPings() throws IOException {
        try (RawWs ws = RawWs.open(patient, "/subscribe")) {
            for (int i = 0; i < 4; i++) {
                Frame ping = ws.readFrame();
                assertEquals(Frame.PING, ping.opcode());
                ws.pong(ping.bytes());
            }
            ws.roundTrip("still here");
        }
    }

    @Test
    void takesAnySignOfLifeForOne() throws IOException {
        try (RawWs ws = RawWs.open(patient, "/subscribe")) {
            for (int i = 0; i < 16; i++) {
                ws.sendText("anything");
                ws.expectSilence(Duration.ofMillis(HEARTBEAT_MS / 6));
            }
        }
    }

    @Test
    void doesNotTakeASlowReaderForDead() throws Exception {
        try (RawWs slow = RawWs.openSmall(patient, "/subscribe", 4096);
                RawWs from = RawWs.open(publisher, "/publish")) {
            subscribe(slow);
            for (int i = 0; i < 250; i++) {
                from.sendText(MESSAGE);
            }
            from.roundTrip("sent");
            CountDownLatch never = new CountDownLatch(1);
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5 * HEARTBEAT_MS);
            for (int i = 0; i < 150 && System.nanoTime() < until; i++) {
                assertNotEquals(Frame.CLOSE, slow.readFrame().opcode());
                assertEquals(false, never.await(10, TimeUnit.MILLISECONDS));
            }
        }
    }

    @Test
    void closesWhoLetsTooMuchPileUpAndNobodyElse() throws Exception {
        try (RawWs slow = RawWs.openSmall(strict, "/subscribe", 4096);
                RawWs other = RawWs.open(strict, "/subscribe");
                RawWs from = RawWs.open(publisher, "/publish")) {
            subscribe(slow);
            subscribe(other);
            for (int i = 0; i < 150; i++) {
                from.sendText(MESSAGE);
                assertEquals(MESSAGE, other.readText());
            }
            other.roundTrip("unhurt");
            assertEquals(4001, codeAtEnd(slow));
        }
    }

    /** The code of the Close; whoever reads nothing until the server's patience with its Close is over gets none. */
    private static int codeAtEnd(RawWs ws) throws IOException {
        try {
            return ws.awaitClose().code();
        } catch (EOFException tooLate) {
            return 4001;
        }
    }

    @Test
    void capsConnectionsPerAddress() throws IOException {
        try (RawWs one = RawWs.open(capped, "/publish");
                RawWs two = RawWs.open(capped, "/publish");
                RawSocket idle = RawSocket.tls(capped)) {
            try (RawSocket fourth = RawSocket.tls(capped)) {
                assertNotEquals(End.RESET, fourth.awaitEnd());
            }
            one.roundTrip("unhurt");
            idle.cut();
            two.roundTrip("unhurt");
            Eventually.until("a place is free again", ConnectionTest::getsIn);
        }
    }

    private static boolean getsIn() {
        try (RawWs ws = RawWs.open(capped, "/publish")) {
            ws.roundTrip("in");
            return true;
        } catch (IOException full) {
            return false;
        }
    }

    @Test
    void endsAConnectionWithItsHttpAnswer() throws IOException {
        try (RawSocket socket = RawSocket.tls(publisher)) {
            socket.write(Http.get("/health/live").bytes());
            RawResponse response = RawResponse.read(socket);
            assertEquals(200, response.status());
            assertEquals("close", response.header("Connection").orElse(""));
            assertNotEquals(End.RESET, socket.awaitEnd());
        }
    }

    @Test
    void getsItsCloseThroughToOneWhoGoesOnSendingAndNeverAnswersIt() throws IOException {
        try (RawWs ws = RawWs.open(strict, "/subscribe")) {
            ws.sendText(SUB);
            ws.sendText("{\"Topic\":\"another\",\"Content\":\"sub\"}");
            for (int i = 0; i < 100; i++) {
                ws.sendText(MESSAGE);
            }
            WsEnd.Closed closed = ws.awaitClose(false);
            assertEquals(1008, closed.code());
            assertNotEquals(End.RESET, closed.end());
            assertTrue(closed.reason().contains("subscriptions"));
        }
    }
}
