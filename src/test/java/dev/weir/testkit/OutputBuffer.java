package dev.weir.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last lines a process wrote, at most {@link #LINES_MAX}, each cut at {@link #LINE_CHARS_MAX}. A daemon thread per
 * stream fills it; all access is under its own monitor.
 */
final class OutputBuffer {
    static final int LINES_MAX = 20_000;
    static final int LINE_CHARS_MAX = 16_384;

    private final Deque<String> lines = new ArrayDeque<>();
    private int streams;

    /** Starts to read a stream to its end. */
    void follow(InputStream stream, String name) {
        synchronized (this) {
            streams++;
        }
        Thread reader = new Thread(() -> readAll(stream), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void readAll(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line.length() > LINE_CHARS_MAX ? line.substring(0, LINE_CHARS_MAX) : line);
            }
        } catch (IOException e) {
            // The process was killed; what came until then is kept.
        } finally {
            synchronized (this) {
                streams--;
            }
        }
    }

    private synchronized void add(String line) {
        if (lines.size() == LINES_MAX) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** True when every followed stream has ended: nothing more will come. */
    synchronized boolean complete() {
        return streams == 0;
    }
}
