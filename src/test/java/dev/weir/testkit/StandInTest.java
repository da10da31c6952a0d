package dev.weir.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StandInTest {
    @Test
    void carriesTextBothWaysOverTls() throws Exception {
        try (StandIn service = StandIn.tls();
                RawWs client = RawWs.open(service.port(), "/subscribe");
                Peer peer = service.accept()) {
            client.sendText("grüße\n");
            assertEquals("grüße\n", peer.readText());
            peer.sendText("back");
            assertEquals("back", client.readText());
            assertEquals("/subscribe", peer.path());
            assertEquals("localhost", service.request().header("host").orElse(""));
        }
    }

    @Test
    void carriesTextWithoutTls() throws Exception {
        try (StandIn service = StandIn.plain();
                RawWs client = RawWs.over(
                        RawSocket.plain(service.port()),
                        Http.upgrade("/publish", RawWs.KEY).basic("hello", "test"));
                Peer peer = service.accept()) {
            client.sendText("plain");
            assertEquals("plain", peer.readText());
            peer.socket().cut();
            assertEquals(End.EOF, client.socket().awaitEnd());
        }
    }

    @Test
    void answersWrongCredentialsWithAnEmpty200() throws Exception {
        try (StandIn service = StandIn.tls()) {
            RawResponse response = RawWs.exchange(
                    service.port(), Http.upgrade("/publish", RawWs.KEY).basic("hello", "wrong"));
            assertEquals(200, response.status());
            assertEquals("", response.body());
            assertThrows(AssertionError.class, () -> RawWs.open(service.port(), "/publish", "hello", "wrong"));
        }
    }

    @Test
    void answersAPlainGetWith400() throws Exception {
        try (StandIn service = StandIn.tls()) {
            Http request = Http.get("/publish").basic("hello", "test");
            assertEquals(400, RawWs.exchange(service.port(), request).status());
        }
    }

    @Test
    void refusesAsToldAndServesAgain() throws Exception {
        try (StandIn service = StandIn.tls()) {
            service.refuseWith(
                    "HTTP/1.1 503 Away\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nback\r\n5\r\n soon\r\n0\r\n\r\n");
            RawResponse response = RawWs.exchange(service.port(), Http.get("/"));
            assertEquals(503, response.status());
            assertEquals("back soon", response.body());
            service.refuseWith("");
            RawWs.open(service.port(), "/publish").close();
        }
    }

    @Test
    void dropsNewcomersBeforeTls() throws Exception {
        try (StandIn service = StandIn.tls()) {
            service.dropNewcomers(true);
            assertThrows(IOException.class, () -> RawSocket.tls(service.port()));
        }
    }

    @Test
    void answersPingsWhileReadingAMessageUnlessToldNotTo() throws Exception {
        try (StandIn service = StandIn.tls();
                RawWs client = RawWs.open(service.port(), "/subscribe");
                Peer peer = service.accept()) {
            peer.ping("one");
            peer.sendText("first");
            client.readMessage();
            assertEquals("one", peer.readFrame().text());
            peer.ping("two");
            peer.sendText("second");
            client.readMessage(false);
            peer.expectSilence(Duration.ofMillis(50));
        }
    }

    @Test
    void putsFragmentsTogetherAroundAPing() throws Exception {
        try (StandIn service = StandIn.tls();
                RawWs client = RawWs.open(service.port(), "/publish");
                Peer peer = service.accept()) {
            client.send(client.frame(Frame.TEXT, "one ").fin(false));
            client.ping("between");
            client.send(client.frame(Frame.CONTINUATION, "two"));
            assertEquals("one two", peer.readText());
            client.send(client.frame(Frame.CONTINUATION, "stray"));
            assertThrows(AssertionError.class, peer::readMessage);
        }
    }

    @Test
    void refusesFramesMaskedTheWrongWay() throws Exception {
        try (StandIn service = StandIn.tls();
                RawWs client = RawWs.open(service.port(), "/publish");
                Peer peer = service.accept()) {
            client.socket().write(WsEnd.frame(true, 0, Frame.TEXT, false, new byte[] {65}));
            assertThrows(AssertionError.class, peer::readFrame);
            peer.socket().write(WsEnd.frame(true, 0, Frame.TEXT, true, new byte[] {65}));
            assertThrows(AssertionError.class, client::readFrame);
        }
    }

    @Test
    void tellsACloseFromADroppedConnection() throws Exception {
        assertEquals(new WsEnd.Closed(1009, "too big", End.TLS_CLOSE), closeSeenByClient(peer -> {
            peer.sendClose(1009, "too big");
            peer.readFrame();
            peer.close();
        }));
        assertEquals(new WsEnd.Closed(1011, "", End.EOF), closeSeenByClient(peer -> {
            peer.sendClose(1011, "");
            peer.readFrame();
            peer.socket().cut();
        }));
        assertEquals(new WsEnd.Closed(1012, "", End.RESET), closeSeenByClient(peer -> {
            peer.sendClose(1012, "");
            peer.readFrame();
            peer.socket().reset();
        }));
    }

    @Test
    void peerSeesTheClientsClose() throws Exception {
        try (StandIn service = StandIn.tls();
                RawWs client = RawWs.open(service.port(), "/publish");
                Peer peer = service.accept()) {
            client.sendClose(1000, "bye");
            CompletableFuture<WsEnd.Closed> seen = CompletableFuture.supplyAsync(() -> quietly(peer::awaitClose));
            assertEquals(1000, client.readFrame().closeCode());
            assertEquals(End.TLS_CLOSE, client.socket().awaitEnd());
            client.socket().close();
            assertEquals(new WsEnd.Closed(1000, "bye", End.TLS_CLOSE), seen.get());
        }
    }

    @Test
    void aSlowReaderWithASmallBufferHoldsUpTheWriter() throws Exception {
        try (StandIn service = StandIn.tls();
                RawWs client = RawWs.openSmall(service.port(), "/subscribe", 4096);
                Peer peer = service.accept()) {
            byte[] chunk = new byte[16 << 20];
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> quietly(() -> {
                peer.sendBinary(chunk);
                return true;
            }));
            assertTrue(client.socket().readByte() > 0);
            assertTrue(!written.isDone());
            // The writer may be the one who is told of the reset; the reader then sees a plain end.
            assertTrue(Set.of(End.RESET, End.EOF).contains(resetAndAwait(client, peer)));
        }
    }

    @Test
    void showsTheChosenCertificate() throws Exception {
        try (StandIn service = StandIn.tls(TestCerts.EXPIRED, 0);
                RawSocket socket = RawSocket.tls(service.port())) {
            assertArrayEquals(
                    TestCerts.EXPIRED.certificate().getEncoded(),
                    socket.peerCertificate().getEncoded());
        }
    }

    private static End resetAndAwait(RawWs client, Peer peer) throws IOException {
        client.socket().reset();
        return peer.socket().awaitEnd();
    }

    private static WsEnd.Closed closeSeenByClient(ServerPart part) throws Exception {
        try (StandIn service = StandIn.tls();
                RawWs client = RawWs.open(service.port(), "/publish");
                Peer peer = service.accept()) {
            CompletableFuture<Boolean> served = CompletableFuture.supplyAsync(() -> quietly(() -> {
                part.run(peer);
                return true;
            }));
            WsEnd.Closed closed = client.awaitClose();
            served.get();
            return closed;
        }
    }

    private interface ServerPart {
        void run(Peer peer) throws IOException;
    }

    private static <T> T quietly(java.util.concurrent.Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
