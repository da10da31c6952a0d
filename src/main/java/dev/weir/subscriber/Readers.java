package dev.weir.subscriber;

import dev.weir.link.Fetch;
import dev.weir.link.Fetched;
import dev.weir.link.QueuePort;
import dev.weir.message.BatchView;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All clients of an edge that are behind: who may ask for a piece of the log, who has one in hand, who is to be served.
 * Owned by the edge's loop. docs/architecture.md, "Readers", has the drawing.
 */
final class Readers {
    /**
     * Bytes of log that all readers together have in hand; beyond, who has held a piece longest gives it back. Not before it
     * had a turn to send it: else many readers at once would take each other's pieces away for ever.
     */
    static final long HELD_BYTES_MAX = 8 << 20;

    /** Sent at a time: about one TLS record, so little waits in the socket of who does not read. */
    static final int SLICE_BYTES = 16 * 1024;

    /** What a reader asks for whose socket was full: it would have to hold the rest. */
    static final int SLOW_FETCH_BYTES = 32 * 1024;

    /** Readers served before the loop looks after its sockets again. */
    private static final int SERVED_MAX = 16;

    private final Turn turn;
    private final TurnTask serve;
    private final FanOut fanOut;
    private final ByteBufAllocator alloc;
    private final MessageFrames frames = new MessageFrames();
    private final Set<Reader> all = new HashSet<>();
    private final LinkedHashSet<Reader> due = new LinkedHashSet<>();
    private final LinkedHashSet<Reader> wanting = new LinkedHashSet<>();
    private final Map<Long, Reader> asked = new HashMap<>();
    private final LinkedHashMap<Reader, Long> holding = new LinkedHashMap<>();

    /** Those whose piece they had no turn yet to send. */
    private final Set<Reader> fresh = new HashSet<>();

    private @Nullable QueuePort queue;
    private long live;
    private long held;
    private long lastId;

    Readers(Turn turn, ByteBufAllocator alloc, FanOut fanOut) {
        this.turn = turn;
        this.serve = new TurnTask(turn, this::serve);
        this.alloc = alloc;
        this.fanOut = fanOut;
        fanOut.use(this);
    }

    // ---- the edge's own place

    /** All below this offset was handed to the cohorts, or is wanted by none of them. */
    void liveAt(long next) {
        live = next;
    }

    long live() {
        return live;
    }

    /** There is a link; what was asked for over the last one is asked again. */
    void linked(QueuePort port) {
        queue = port;
        all.forEach(this::due);
    }

    void unlinked() {
        queue = null;
        asked.clear();
        wanting.clear();
    }

    /** Offsets mean nothing any more: whoever stays goes on with what is new. */
    void restart() {
        for (Reader reader : List.copyOf(all)) {
            reader.moveTo(live);
            reader.member().subscriber().restart();
            reader.changed();
            due(reader);
        }
    }

    // ---- who is behind

    /** From now on the member is served from here; its cohort sends it nothing. To be called through the fan-out. */
    void open(Member member, long next) {
        Reader reader = new Reader(this, member, next);
        member.reader = reader;
        all.add(reader);
        due(reader);
    }

    /** The client is gone, or where the others are. */
    void close(Member member) {
        Reader reader = member.reader;
        if (reader != null) {
            member.reader = null;
            reader.end();
            all.remove(reader);
            due.remove(reader);
            wanting.remove(reader);
        }
    }

    void caughtUp(Reader reader) {
        fanOut.rejoin(reader.member());
    }

    /** There may be something to do for this member, if it is behind. */
    void wake(Member member) {
        if (member.reader != null) {
            due(member.reader);
        }
    }

    private void due(Reader reader) {
        due.add(reader);
        serve.ask();
    }

    private void serve() {
        List<Reader> now = new ArrayList<>(Math.min(due.size(), SERVED_MAX));
        for (Reader reader : due) {
            if (now.size() == SERVED_MAX) {
                break;
            }
            now.add(reader);
        }
        for (Reader reader : now) {
            due.remove(reader);
            fresh.remove(reader);
            if (!reader.hasEnded()) {
                reader.serve();
            }
        }
        askMore();
        if (!due.isEmpty()) {
            serveSoon();
        }
    }

    /** After the loop has read its sockets. */
    private void serveSoon() {
        turn.loop().execute(serve::ask);
    }

    // ---- pieces

    /** Asks for the piece at the reader's place, as soon as there is a link and not too much is asked for. */
    void fetch(Reader reader) {
        if (!asked.containsValue(reader)) {
            wanting.add(reader);
        }
        askMore();
    }

    private void askMore() {
        QueuePort port = queue;
        while (port != null && asked.size() + fresh.size() < Fetch.UNANSWERED_MAX && !wanting.isEmpty()) {
            Reader reader = wanting.iterator().next();
            wanting.remove(reader);
            asked.put(++lastId, reader);
            reader.asks();
            port.fetch(question(reader, reader.picker().wants()));
        }
    }

    private Fetch question(Reader reader, Wants wants) {
        int bytes = reader.wasFull() ? SLOW_FETCH_BYTES : Fetch.BYTES_MAX;
        List<byte[]> topics = wants.topics().stream().map(Topic::toBytes).toList();
        List<TopicFilter> filters = List.copyOf(wants.filters());
        return Fetch.of(lastId, reader.next(), bytes, topics, filters);
    }

    void fetched(long id, Fetched fetched) {
        Reader reader = asked.remove(id);
        if (reader == null || reader.hasEnded()) {
            fetched.release();
        } else {
            reader.fetched(fetched);
            due.add(reader);
            serveSoon();
        }
        askMore();
    }

    /** The reader has this in hand until it {@link #gaveBack gives it back}. */
    void holds(Reader reader, Fetched fetched) {
        long bytes = 0;
        for (BatchView batch : fetched.batches()) {
            bytes += batch.footprint();
        }
        held += bytes;
        holding.put(reader, bytes);
        fresh.add(reader);
        if (held > HELD_BYTES_MAX) {
            letGo();
        }
    }

    private void letGo() {
        for (Reader other : List.copyOf(holding.keySet())) {
            if (held > HELD_BYTES_MAX && !fresh.contains(other)) {
                other.drop();
            }
        }
    }

    void gaveBack(Reader reader) {
        fresh.remove(reader);
        Long bytes = holding.remove(reader);
        held -= bytes == null ? 0 : bytes;
    }

    /** To be released or sent. */
    ByteBuf buffer() {
        return alloc.directBuffer(SLICE_BYTES);
    }

    MessageFrames frames() {
        return frames;
    }

    void mark() {
        all.forEach(Reader::mark);
    }
}
