package dev.weir.process;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import dev.weir.torture.Journal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A native connection by hand that is opened again whenever it ends. A thread of its own opens and reads. */
final class RawLine implements AutoCloseable {
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(20);

    private static final long END_MS_MAX = 10_000;

    /** Told of each new connection, before anything is read from it. */
    interface Opened {
        void opened(RawWs socket) throws IOException;
    }

    /** Told of each frame. */
    interface Received {
        void received(JsonObject frame);
    }

    private final int port;
    private final String path;
    private final Journal journal;
    private final Opened opened;
    private final Received received;
    private final Thread thread;
    private final Object writing = new Object();
    private volatile @Nullable RawWs socket;
    private volatile boolean closed;
    private volatile @Nullable Throwable broken;

    RawLine(String name, int port, String path, Journal journal, Opened opened, Received received) {
        this.port = port;
        this.path = path;
        this.journal = journal;
        this.opened = opened;
        this.received = received;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                connect();
            }
        } catch (RuntimeException | AssertionError e) {
            if (!closed) {
                broken = e;
            }
        }
    }

    private void connect() {
        RawWs[] open = new RawWs[1];
        Eventually.until("a connection", OPEN_LIMIT, () -> closed || (open[0] = open()) != null);
        if (open[0] == null) {
            return;
        }
        try (RawWs ws = open[0]) {
            socket = ws;
            journal.note("connected");
            opened.opened(ws);
            while (!closed && readOne(ws)) {}
        } catch (IOException e) {
            journal.note("lost " + e);
        }
    }

    private @Nullable RawWs open() {
        try {
            return RawWs.open(
                    port, path, http -> http.basic("hello", "test").add("Sec-WebSocket-Protocol", "weir.v1.json"));
        } catch (IOException e) {
            return null;
        }
    }

    /** False: the server has closed. */
    private boolean readOne(RawWs ws) throws IOException {
        Frame frame = ws.readFrame();
        switch (frame.opcode()) {
            case Frame.TEXT -> received.received(new JsonObject(frame.text()));
            case Frame.PING -> {
                synchronized (writing) {
                    ws.pong(frame.bytes());
                }
            }
            case Frame.CLOSE -> {
                journal.note("closed " + frame.closeCode() + " " + frame.closeReason());
                return false;
            }
            default -> throw new AssertionError("out of place: " + frame);
        }
        return true;
    }

    /** Any thread. */
    void send(RawWs to, String text) throws IOException {
        synchronized (writing) {
            to.sendText(text);
        }
    }

    /** Throws if it has broken down. */
    void check() {
        Throwable problem = broken;
        if (problem != null) {
            throw new AssertionError(thread.getName() + " has broken down", problem);
        }
    }

    @Override
    public void close() {
        closed = true;
        RawWs last = socket;
        if (last != null) {
            last.close();
        }
        try {
            thread.join(END_MS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
