package dev.weir.msgqueue;

import dev.weir.link.EdgePort;
import dev.weir.link.Fetch;
import dev.weir.link.Fetched;
import dev.weir.link.Started;
import dev.weir.log.LogEntry;
import dev.weir.log.LogPiece;
import dev.weir.log.MessageLog;
import dev.weir.message.BatchView;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.protocol.StartFrom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What one edge's readers ask: where to start, and for pieces of the log. Pieces are served one at a time, in order, behind what is
 * live; those in the recent window at once, others by the log's reader. A start is answered once the live ranges have
 * got there. Owned by the queue's loop.
 */
final class ReaderService {
    /** Bytes of the recent window handed out in one turn. */
    private static final int TURN_BYTES_MAX = 1 << 20;

    /** Starts an edge may have unanswered: each of its clients has one at a time. */
    private static final int STARTS_MAX = 1_000_000;

    private record Found(long id, Start start) {}

    private final QueueLoop loop;
    private final MessageLog log;
    private final EdgePort edge;
    private final boolean wire;
    private final Starts places;
    private final ArrayDeque<Fetch> asked = new ArrayDeque<>();
    private final ArrayDeque<Found> found = new ArrayDeque<>();
    private int starting;
    private boolean reading;
    private boolean closed;

    ReaderService(QueueLoop loop, EdgePort edge, boolean wire) {
        this.loop = loop;
        this.log = loop.log();
        this.edge = edge;
        this.wire = wire;
        this.places = new Starts(loop);
    }

    // ---- starts

    /** False when the edge asks more than it can have clients for. */
    boolean start(long id, StartFrom from, TopicFilter filter) {
        starting++;
        places.find(from, filter, start -> found(id, start));
        return starting <= STARTS_MAX;
    }

    private void found(long id, Start start) {
        if (!closed) {
            found.add(new Found(id, start.notBeyond(log.committed() + 1)));
            loop.deliverAtEnd();
        }
    }

    // ---- pieces

    /** False when the edge asks for more at a time than it may. */
    boolean fetch(Fetch fetch) {
        asked.add(fetch);
        loop.deliverAtEnd();
        return asked.size() <= Fetch.UNANSWERED_MAX;
    }

    /** @param next the live ranges have got so far */
    void serve(long next) {
        for (Found f = found.peek(); f != null && f.start().offset() <= next; f = found.peek()) {
            found.remove();
            starting--;
            edge.started(f.id(), new Started(f.start().offset(), next, f.start().gap()));
        }
        int bytes = 0;
        while (!closed && !reading && !asked.isEmpty()) {
            if (bytes >= TURN_BYTES_MAX) {
                loop.deliverSoon();
                return;
            }
            bytes += serve(asked.peek());
        }
    }

    /** Answers out of the recent window, or has it read; bytes handed out. */
    private int serve(Fetch fetch) {
        LogEntry entry = log.at(fetch.from());
        if (entry == null && fetch.from() <= log.committed()) {
            reading = true;
            log.read(fetch.from(), fetch.bytesMax(), piece -> read(fetch, piece));
            return 0;
        }
        asked.remove();
        List<BatchView> batches = new ArrayList<>();
        int bytes = 0;
        long to = fetch.from() - 1;
        while (entry != null && (bytes == 0 || bytes + entry.batch().length() <= fetch.bytesMax())) {
            batches.add(entry.batch().retain());
            bytes += entry.batch().length();
            to = entry.last();
            entry = log.at(to + 1);
        }
        answer(fetch, to, batches);
        return bytes;
    }

    private void read(Fetch fetch, LogPiece piece) {
        reading = false;
        if (closed) {
            piece.batches().forEach(BatchView::release);
            return;
        }
        asked.remove();
        loop.deliverAtEnd();
        if (piece.reason() == null && piece.from() <= fetch.from()) {
            answer(fetch, piece.to(), piece.batches());
            return;
        }
        boolean bad = piece.reason() != null && piece.from() <= fetch.from();
        piece.batches().forEach(BatchView::release);
        edge.fetched(
                fetch.id(),
                new Fetched(
                        fetch.from(),
                        bad ? piece.to() : piece.from() - 1,
                        bad ? Gap.Reason.CORRUPT : Gap.Reason.RETENTION,
                        List.of()));
    }

    /** Takes the batches over. Over a wire goes only what was asked for, within the process whole batches, uncopied. */
    private void answer(Fetch fetch, long to, List<BatchView> batches) {
        List<BatchView> sent = batches;
        if (wire) {
            Selection selection = new Selection();
            if (fetch.isForAll()) {
                selection.wantAll();
            }
            fetch.topics().forEach(selection::want);
            fetch.filters().forEach(selection::want);
            sent = new ArrayList<>(batches.size());
            for (BatchView batch : batches) {
                BatchView wanted = selection.of(batch, fetch.from());
                if (wanted != null) {
                    sent.add(wanted);
                }
                batch.release();
            }
        }
        edge.fetched(fetch.id(), new Fetched(fetch.from(), to, null, sent));
    }

    void close() {
        closed = true;
        asked.clear();
        found.clear();
    }
}
