package dev.weir.process;

import dev.weir.testkit.RawWs;
import dev.weir.torture.Journal;
import dev.weir.torture.WorkAccount;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A member of a group by hand: acknowledges mostly, and now and then nacks, stalls beyond its lease or is cut off. */
final class Worker implements AutoCloseable {
    private static final int NACKS_PER_1000 = 60;
    private static final int STALLS_PER_1000 = 10;
    private static final int CRASHES_PER_1000 = 1;

    private record Late(long tag, long number, long offset, String key, long dueNanos) {}

    private final String consume;
    private final int leaseMs;
    private final WorkAccount account;
    private final Random random;
    private final Journal journal;
    private final RawLine line;

    /** Of this connection. Guarded by this. */
    private final Map<Long, Long> asked = new HashMap<>();

    private final ArrayDeque<Late> late = new ArrayDeque<>();
    private @Nullable RawWs socket;
    private long nextId = 1;
    private volatile boolean behaved;

    Worker(String name, int port, String consume, int leaseMs, WorkAccount account, Random random, Journal journal) {
        this.consume = consume;
        this.leaseMs = leaseMs;
        this.account = account;
        this.random = random;
        this.journal = journal;
        line = new RawLine(name, port, "/subscribe", journal, this::opened, this::heard);
        line.start();
    }

    private synchronized void opened(RawWs ws) throws IOException {
        socket = ws;
        asked.clear();
        late.clear();
        line.send(ws, consume);
    }

    private synchronized void heard(JsonObject frame) {
        switch (frame.getString("type")) {
            case "delivery" -> delivered(frame);
            case "acked" -> {
                Long number = asked.remove(frame.getLong("id"));
                if (number != null && frame.getJsonArray("stale").isEmpty()) {
                    account.acked(number);
                }
            }
            case "welcome", "consuming", "goaway" -> {}
            default -> {
                journal.note(frame.encode());
                if (!frame.getBoolean("retryable", false)) {
                    throw new AssertionError("heard " + frame.encode());
                }
            }
        }
    }

    private void delivered(JsonObject frame) {
        long number = frame.getLong("data");
        long offset = frame.getLong("offset");
        long tag = frame.getLong("tag");
        String key = frame.getString("key");
        account.delivered(number, offset, key, frame.getInteger("attempt"), frame.getBoolean("redelivered"));
        int dice = behaved ? 1_000 : random.nextInt(1_000);
        if (dice < CRASHES_PER_1000) {
            crash();
        } else if (dice < CRASHES_PER_1000 + STALLS_PER_1000) {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(leaseMs + random.nextInt(leaseMs));
            late.add(new Late(tag, number, offset, key, due));
        } else if (dice < CRASHES_PER_1000 + STALLS_PER_1000 + NACKS_PER_1000) {
            String how = random.nextInt(10) == 0 ? "\"dead\":true" : "\"delayMs\":" + random.nextInt(200);
            send("{\"type\":\"nack\",\"group\":\"work\",\"tags\":[" + tag + "]," + how + "}");
        } else {
            ack(tag, number, offset, key);
        }
    }

    private void ack(long tag, long number, long offset, String key) {
        long id = nextId++;
        asked.put(id, number);
        account.acking(number, offset, key);
        send("{\"type\":\"ack\",\"id\":" + id + ",\"group\":\"work\",\"tags\":[" + tag + "]}");
    }

    private void crash() {
        RawWs ws = socket;
        if (ws != null) {
            try {
                ws.socket().reset();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void send(String text) {
        RawWs ws = socket;
        if (ws != null) {
            try {
                line.send(ws, text);
            } catch (IOException e) {
                socket = null; // the reader meets it too, and opens another one
            }
        }
    }

    /** Says what it has kept back beyond its lease. Any thread. */
    synchronized void poke() {
        for (Late l = late.peek(); l != null && l.dueNanos() - System.nanoTime() <= 0; l = late.peek()) {
            late.remove();
            ack(l.tag(), l.number(), l.offset(), l.key());
        }
        line.check();
    }

    /** From now on it acknowledges everything. */
    void behave() {
        behaved = true;
    }

    @Override
    public void close() {
        line.close();
        journal.close();
    }
}
