package dev.weir.torture;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * One client's account of what happened to it, or the driver's: a line for each event, words between single spaces, written
 * in the order of the calls. A line that begins with {@code #} is for people. Milliseconds are those of a clock that cannot be set. The file's name says whose it is.
 *
 * <pre>
 * publisher-NAME.journal
 *   numbered | unnumbered                      with producer and seq, or without
 *   sent NUMBER TOPIC                          before it is handed out; again each time a client sends it again by itself
 *   confirmed NUMBER OFFSET EPOCH DUPLICATE    offset 0: a duplicate whose place is forgotten
 *   refused NUMBER WHY
 * subscriber-NAME.journal, and all.journal of the one who reads everything from the earliest when all is over
 *   start FILTER OFFSET                        the first offset that can come
 *   received OFFSET PREV TOPIC PRODUCER NUMBER
 *   garbled OFFSET WORDS                       what came there is nothing that a publisher sends
 *   gap FROM TO REASON
 * kills.journal
 *   killed SERVICE MS                          before the kill
 *   serving SERVICE MS                         all clients are served again
 * </pre>
 *
 * Any thread may write.
 */
public final class Journal implements AutoCloseable {
    static final String ALL = "all.journal";
    static final String KILLS = "kills.journal";
    static final String PUBLISHER = "publisher-";
    static final String SUBSCRIBER = "subscriber-";
    static final String END = ".journal";

    private final BufferedWriter out;

    private Journal(Path file) {
        try {
            out = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code numbered}: with producer (that name) and seq (the number). */
    public static Journal publisher(Path dir, String name, boolean numbered) {
        Journal journal = new Journal(dir.resolve(PUBLISHER + name + END));
        journal.line(numbered ? "numbered" : "unnumbered");
        return journal;
    }

    public static Journal subscriber(Path dir, String name) {
        return new Journal(dir.resolve(SUBSCRIBER + name + END));
    }

    /** Of the one who reads everything. */
    public static Journal all(Path dir) {
        return new Journal(dir.resolve(ALL));
    }

    public static Journal kills(Path dir) {
        return new Journal(dir.resolve(KILLS));
    }

    public void sent(long number, String topic) {
        line("sent " + number + ' ' + topic);
    }

    public void confirmed(long number, long offset, String epoch, boolean duplicate) {
        line("confirmed " + number + ' ' + offset + ' ' + epoch + ' ' + duplicate);
    }

    public void refused(long number, String why) {
        line("refused " + number + ' ' + why);
    }

    public void start(String filter, long offset) {
        line("start " + filter + ' ' + offset);
    }

    public void received(long offset, long prev, String topic, String producer, long number) {
        line("received " + offset + ' ' + prev + ' ' + topic + ' ' + producer + ' ' + number);
    }

    public void garbled(long offset, String words) {
        line("garbled " + offset + ' ' + words);
    }

    public void gap(long from, long to, String reason) {
        line("gap " + from + ' ' + to + ' ' + reason);
    }

    public void killed(String service) {
        line("killed " + service + ' ' + nowMs());
    }

    public void serving(String service) {
        line("serving " + service + ' ' + nowMs());
    }

    /** By a clock that cannot be set. */
    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** For people. */
    public void note(String words) {
        line("# " + nowMs() + ' ' + words);
    }

    private synchronized void line(String line) {
        try {
            out.write(line.replace('\n', ' '));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was written is in the file then. */
    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
