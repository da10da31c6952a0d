package dev.weir.process;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber or popper that notes the number of each line it gets, until its connection ends. A thread of its own
 * reads; what it noted may be looked at by any.
 */
final class LineReader implements AutoCloseable {
    private static final String SUBSCRIBED = "subscribed";

    private final RawWs socket;
    private final Lines lines;
    private final Thread thread;
    private final List<Integer> seen = new ArrayList<>();
    private volatile int count;
    private volatile boolean subscribed;
    private volatile int closeCode = -1;
    private volatile @Nullable Throwable failure;

    private LineReader(RawWs socket, Lines lines) {
        this.socket = socket;
        this.lines = lines;
        this.thread = new Thread(this::read, "reader of " + lines.topic());
        thread.setDaemon(true);
    }

    /** Gets what leaves the queue, and proves it by answering pings. */
    static LineReader popper(int port, Lines lines) throws IOException {
        LineReader reader = new LineReader(RawWs.open(port, "/popmsg"), lines);
        reader.thread.start();
        return reader;
    }

    /** Asks for the lines' topic; {@link #awaitSubscribed} says when that holds. */
    static LineReader subscriber(int port, Lines lines) throws IOException {
        LineReader reader = new LineReader(RawWs.open(port, "/subscribe"), lines);
        reader.socket.sendText("{\"Topic\":\"" + lines.topic() + "\",\"Content\":\"sub\"}");
        reader.socket.ping(SUBSCRIBED);
        reader.thread.start();
        return reader;
    }

    /** Waits for the pong that says that all from now on will come. */
    void awaitSubscribed() {
        Eventually.until("subscribed", () -> subscribed || !thread.isAlive());
        if (!subscribed) {
            throw new AssertionError("ended before it was subscribed", failure);
        }
    }

    private void read() {
        try {
            Frame frame = socket.readFrame();
            while (frame.opcode() != Frame.CLOSE) {
                take(frame);
                frame = socket.readFrame();
            }
            closeCode = frame.closeCode();
            socket.sendClose(frame.closeCode(), "");
        } catch (IOException | AssertionError e) {
            failure = e;
        }
    }

    private void take(Frame frame) throws IOException {
        switch (frame.opcode()) {
            case Frame.TEXT -> note(lines.indexOf(frame.bytes()));
            case Frame.PING -> socket.pong(frame.bytes());
            case Frame.PONG -> subscribed = true;
            default -> throw new AssertionError("unexpected " + frame);
        }
    }

    private void note(int index) {
        synchronized (seen) {
            seen.add(index);
        }
        count++;
    }

    /** Waits until the last line has come, or the connection has ended. */
    LineReader awaitLast() {
        awaitLine(lines.count() - 1);
        return this;
    }

    void awaitLine(int index) {
        Eventually.until("line " + index, Duration.ofSeconds(30), () -> last() >= index || !thread.isAlive());
        if (last() < index) {
            throw new AssertionError("ended after line " + last() + ", close code " + closeCode, failure);
        }
    }

    /** Waits for the end of the connection; the code of the Close frame, -1 when there was none. */
    int awaitEnd() {
        Eventually.until("the end of the connection", () -> !thread.isAlive());
        return closeCode;
    }

    int last() {
        synchronized (seen) {
            return seen.isEmpty() ? -1 : seen.get(seen.size() - 1);
        }
    }

    /** How many have come. */
    int count() {
        return count;
    }

    /** The numbers of the lines, in the order in which they came. */
    List<Integer> seen() {
        synchronized (seen) {
            return List.copyOf(seen);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
