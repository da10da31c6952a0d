package dev.weir.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.Semaphore;

/**
 * Reads lines (UTF-8) on a thread of its own, each only when asked for: a read of a terminal cannot be interrupted, and
 * a long file must not be read ahead of the network. The thread is a daemon, as it may wait for ever.
 */
final class TypedLines {
    /** Longer lines are left out and said so; the services' own limit is 1 MiB per frame. */
    static final int LINE_CHARS_MAX = 1 << 20;

    private final BufferedReader in;
    private final Queue<Event> events;
    private final Semaphore asked = new Semaphore(0);

    TypedLines(InputStream in, Queue<Event> events) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.events = events;
    }

    void start() {
        Thread thread = new Thread(this::readAll, "demo-input");
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks for one line; exactly one Line or EndOfInput event follows. Any thread. */
    void next() {
        asked.release();
    }

    private void readAll() {
        try {
            boolean more = true;
            while (more) {
                asked.acquire();
                more = readLine();
            }
        } catch (IOException | InterruptedException e) {
            events.add(new Event.EndOfInput());
        }
    }

    private boolean readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        boolean nothing = c < 0;
        boolean tooLong = false;
        for (; c >= 0 && c != '\n'; c = in.read()) {
            tooLong |= line.length() == LINE_CHARS_MAX;
            if (!tooLong) {
                line.append((char) c);
            }
        }
        if (tooLong) {
            events.add(new Event.Noted("a line of more than " + LINE_CHARS_MAX + " characters was left out"));
            line.setLength(0);
        }
        if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
            line.setLength(line.length() - 1);
        }
        events.add(nothing ? new Event.EndOfInput() : new Event.Line(line.toString()));
        return !nothing;
    }
}
