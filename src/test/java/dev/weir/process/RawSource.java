package dev.weir.process;

import dev.weir.testkit.RawWs;
import dev.weir.torture.Journal;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Publishes without the Java client, and without producer and seq: what is unconfirmed when the connection is lost is
 * sent again, and then may be there twice.
 */
final class RawSource implements Source {
    private static final int UNCONFIRMED_MAX = 4_096;
    /** In one message; the protocol takes 1,000. */
    private static final int BATCH = 100;

    private final String name;
    private final Journal journal;
    private final RawLine line;
    private final Semaphore room = new Semaphore(UNCONFIRMED_MAX);
    private final ConcurrentSkipListMap<Long, Payload> unconfirmed = new ConcurrentSkipListMap<>();
    private final AtomicLong confirmed = new AtomicLong();
    private volatile long sent;
    private volatile long newest;

    /** Guarded by this: one writer at a time, and none between a new connection and what is sent again on it. */
    private @Nullable RawWs socket;

    RawSource(String name, int port, Journal journal) {
        this.name = name;
        this.journal = journal;
        line = new RawLine(name, port, "/publish", journal, this::opened, this::answered);
        line.start();
    }

    @Override
    public void publish(int count) throws InterruptedException {
        for (int left = count; left > 0; left -= BATCH) {
            int size = Math.min(left, BATCH);
            room.acquire(size);
            publishBatch(size);
        }
    }

    private synchronized void publishBatch(int size) {
        ConcurrentSkipListMap<Long, Payload> batch = new ConcurrentSkipListMap<>();
        for (int i = 1; i <= size; i++) {
            batch.put(sent + i, new Payload(name, sent + i));
        }
        unconfirmed.putAll(batch);
        sent += size;
        if (socket != null) {
            try {
                send(socket, batch.values());
            } catch (IOException e) {
                // The reader meets it, too, and opens another one.
                socket = null;
            }
        }
    }

    private synchronized void opened(RawWs open) throws IOException {
        for (Iterator<Payload> all = unconfirmed.values().iterator(); all.hasNext(); ) {
            ConcurrentSkipListMap<Long, Payload> batch = new ConcurrentSkipListMap<>();
            while (batch.size() < BATCH && all.hasNext()) {
                Payload payload = all.next();
                batch.put(payload.number(), payload);
            }
            send(open, batch.values());
        }
        socket = open;
    }

    private void send(RawWs to, Collection<Payload> batch) throws IOException {
        StringBuilder text = new StringBuilder("[");
        for (Payload payload : batch) {
            journal.sent(payload.number(), payload.topic());
            text.append(text.length() == 1 ? "" : ",")
                    .append("{\"type\":\"publish\",\"id\":")
                    .append(payload.number())
                    .append(",\"topic\":\"")
                    .append(payload.topic())
                    .append("\",\"data\":")
                    .append(payload.json())
                    .append('}');
        }
        line.send(to, text.append(']').toString());
    }

    private void answered(JsonObject frame) {
        if (frame.getString("type").equals("welcome")) {
            return;
        }
        if (!frame.getString("type").equals("published")) {
            journal.refused(frame.getLong("id", 0L), frame.encode());
            throw new AssertionError(name + " was refused: " + frame.encode());
        }
        long number = frame.getLong("id");
        long offset = frame.getLong("offset", 0L);
        journal.confirmed(number, offset, frame.getString("epoch"), frame.getBoolean("duplicate"));
        newest = Math.max(newest, offset);
        if (unconfirmed.remove(number) != null) {
            confirmed.incrementAndGet();
            room.release();
        }
    }

    @Override
    public long sent() {
        return sent;
    }

    @Override
    public long confirmed() {
        return confirmed.get();
    }

    @Override
    public long newest() {
        return newest;
    }

    @Override
    public void check() {
        line.check();
    }

    @Override
    public String toString() {
        return name + " (" + confirmed + " of " + sent + ")";
    }

    @Override
    public void close() {
        line.close();
        journal.close();
    }
}
