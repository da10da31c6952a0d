package dev.weir.process;

import dev.weir.testkit.Eventually;
import dev.weir.testkit.Frame;
import dev.weir.testkit.RawWs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * A publisher that writes lines as fast as it is let, with a ping behind each handful; the pong says that all before it
 * is confirmed. The caller's thread writes, one of its own reads.
 */
final class LineWriter implements AutoCloseable {
    private static final int HANDFUL = 50;

    private final RawWs socket;
    private final Lines lines;
    private final Thread thread;
    private volatile int written;
    private volatile int confirmed;
    private volatile int closeCode = -1;

    private LineWriter(RawWs socket, Lines lines, int first) {
        this.socket = socket;
        this.lines = lines;
        this.written = first;
        this.confirmed = first;
        this.thread = new Thread(this::read, "pongs of " + lines.topic());
        thread.setDaemon(true);
        thread.start();
    }

    /** A client that goes on with line {@code first}. */
    static LineWriter open(int port, Lines lines, int first) throws IOException {
        return new LineWriter(RawWs.open(port, "/publish"), lines, first);
    }

    /** Writes up to, not including, line {@code end}. An exception tells that the connection is gone. */
    LineWriter writeTo(int end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int next = written;
        while (next < end) {
            bytes.reset();
            for (int stop = Math.min(end, next + HANDFUL); next < stop; next++) {
                bytes.writeBytes(socket.frame(Frame.TEXT, lines.message(next)).bytes());
            }
            bytes.writeBytes(socket.frame(Frame.PING, Integer.toString(next)).bytes());
            // Counted before, since part of it may get through when the write fails.
            written = next;
            socket.socket().write(bytes.toByteArray());
        }
        return this;
    }

    LineWriter writeAll() throws IOException {
        return writeTo(lines.count());
    }

    private void read() {
        try {
            Frame frame = socket.readFrame();
            while (frame.opcode() != Frame.CLOSE) {
                if (frame.opcode() == Frame.PONG) {
                    confirmed = Integer.parseInt(frame.text());
                }
                frame = socket.readFrame();
            }
            closeCode = frame.closeCode();
            socket.sendClose(frame.closeCode(), "");
        } catch (IOException e) {
            // Its end, like any other: what was confirmed is known.
        }
    }

    /** Lines handed to the socket, also those of a write that failed. */
    int written() {
        return written;
    }

    /** Lines of which a pong has proved that they are confirmed. */
    int confirmed() {
        return confirmed;
    }

    void awaitConfirmed(int count) {
        Eventually.until(
                count + " lines confirmed", Duration.ofSeconds(30), () -> confirmed >= count || !thread.isAlive());
        if (confirmed < count) {
            throw new AssertionError("ended with " + confirmed + " lines confirmed, close code " + closeCode);
        }
    }

    /** Waits for the end of the connection; the code of the Close frame, -1 when there was none. */
    int awaitEnd() {
        Eventually.until("the end of the connection", () -> !thread.isAlive());
        return closeCode;
    }

    @Override
    public void close() {
        socket.close();
    }
}
