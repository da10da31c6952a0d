package dev.weir.hostile;

import static dev.weir.hostile.Answer.closes;
import static dev.weir.hostile.Answer.frame;
import static dev.weir.hostile.LogWatch.SECRET;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import io.netty.util.internal.PlatformDependent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Too much of it. */
abstract class FloodRows {
    private static final int LIMIT = Stage.MESSAGE_BYTES_MAX;
    private static final long FLAT = 16 << 20;

    @Row("F11")
    void closesOnAnAnnouncedLengthOfGigabytes(Server server) throws IOException {
        closes(server, 1009, frame(Frame.TEXT, SECRET).declaredLength(2L << 30).bytes());
        closes(
                server,
                1009,
                frame(Frame.BINARY, SECRET).declaredLength(1L << 40).bytes());
        closes(
                server,
                1009,
                frame(Frame.TEXT, "").declaredLength(Long.MAX_VALUE).bytes());
    }

    @Row("F12")
    void closesOnOneByteTooMany(Server server) throws IOException {
        closes(server, 1009, frame(Frame.TEXT, "").declaredLength(LIMIT + 1).bytes());
        closes(server, 1009, frame(Frame.TEXT, "x".repeat(LIMIT + 1)).bytes());
    }

    @Row("F13")
    void closesOnOneByteTooManyInFragments(Server server) throws IOException {
        byte[] first = frame(Frame.TEXT, "x".repeat(LIMIT)).fin(false).bytes();
        closes(server, 1009, first, frame(Frame.CONTINUATION, "x").bytes());
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        small.writeBytes(frame(Frame.TEXT, "").fin(false).bytes());
        for (int sent = 0; sent <= LIMIT; sent += 50) {
            small.writeBytes(
                    frame(Frame.CONTINUATION, "y".repeat(50)).fin(false).bytes());
        }
        closes(server, 1009, small.toByteArray());
    }

    @Row("F14")
    void closesOnCountlessEmptyFragments(Server server) throws IOException {
        byte[] empty = frame(Frame.CONTINUATION, "").fin(false).bytes();
        byte[] all = new byte[200_000 * empty.length];
        for (int i = 0; i < 200_000; i++) {
            System.arraycopy(empty, 0, all, i * empty.length, empty.length);
        }
        closes(server, 1009, frame(Frame.TEXT, "").fin(false).bytes(), all);
    }

    @Row(value = "F15", logged = false)
    void answersTheNewestOf50000Pings(Server server) throws IOException {
        long before = usedBytes();
        try (RawWs ws = RawWs.openSmall(server.port(), server.path(), 8192)) {
            for (int i = 0; i < 50; i++) {
                ByteArrayOutputStream thousand = new ByteArrayOutputStream();
                for (int k = 0; k < 1000; k++) {
                    thousand.writeBytes(frame(Frame.PING, "%06d".formatted(i * 1000 + k) + "x".repeat(100))
                            .bytes());
                }
                ws.socket().write(thousand.toByteArray());
            }
            assertTrue(usedBytes() - before < FLAT, "memory grew");
            int last = -1;
            while (last < 49_999) {
                Frame pong = ws.readFrame();
                if (pong.opcode() == Frame.PONG) {
                    int number = Integer.parseInt(pong.text().substring(0, 6));
                    assertTrue(number > last, "out of order");
                    last = number;
                }
            }
        }
    }

    @Row(value = "F22", logged = false)
    void keepsMemoryFlatForOneWhoNeverReads(Server server) throws Exception {
        long before = usedBytes();
        try (RawWs ws = RawWs.openSmall(server.port(), server.path(), 4096)) {
            byte[] frames = Answer.join(
                    frame(Frame.PING, "p".repeat(125)).bytes(),
                    frame(Frame.TEXT, "{\"Topic\":\"nobody\",\"Content\":\"" + "x".repeat(8000) + "\"}")
                            .bytes());
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeMany(ws, frames, 4000));
            awaitDoneOrStuck(writing);
            long grown = usedBytes() - before;
            assertTrue(grown < FLAT, "memory grew by " + grown);
        }
    }

    private static void writeMany(RawWs ws, byte[] frames, int times) {
        try {
            for (int i = 0; i < times; i++) {
                ws.socket().write(frames);
            }
        } catch (IOException e) {
            // Not read from any longer, which is one way to stay flat.
        }
    }

    private static void awaitDoneOrStuck(CompletableFuture<Void> writing)
            throws InterruptedException, ExecutionException {
        try {
            writing.get(2, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // The server has stopped reading.
        }
    }

    @Row("F23")
    void getsItsCloseThroughToOneWhoGoesOnSending(Server server) throws IOException {
        try (RawWs ws = RawWs.open(server.port(), server.path())) {
            ws.send(frame(Frame.TEXT, SECRET).rsv(2));
            try {
                ws.socket().write(new byte[4 << 20]);
            } catch (SocketException e) {
                throw new AssertionError("reset before the Close was read", e);
            }
            closes(ws, 1002);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no Close within " + Duration.ofSeconds(10), e);
        }
    }

    /** What all buffers of this JVM take; what waits for a client waits in buffers. */
    private static long usedBytes() {
        return PlatformDependent.usedDirectMemory();
    }
}
