package dev.weir.msgqueue;

import dev.weir.log.LogEntry;
import dev.weir.log.LogPiece;
import dev.weir.log.MessageLog;
import dev.weir.message.BatchView;
import dev.weir.protocol.Gap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one consumer walks through the log: in the recent window as long as it is there, below it by pieces read from disk, one at
 * a time. It holds one piece, however far behind it is. Owned by the queue's loop.
 */
final class LogCursor {
    private static final Logger LOG = LoggerFactory.getLogger(LogCursor.class);
    private static final int PIECE_BYTES = 256 * 1024;

    private final MessageLog log;
    private final Runnable ready;
    private final List<LogEntry> piece = new ArrayList<>();
    private long holeFrom;
    private long holeTo;
    private Gap.Reason holeReason = Gap.Reason.RETENTION;
    private boolean reading;
    private boolean closed;

    /** @param ready called when {@link #at} may have what it had not */
    LogCursor(MessageLog log, Runnable ready) {
        this.log = log;
        this.ready = ready;
    }

    /**
     * The entry that holds this offset, or the first behind it where that is lost; null when nothing is committed there, and while
     * it is being read. The batch is lent until the next call.
     */
    @Nullable
    LogEntry at(long wanted) {
        long offset = wanted >= holeFrom && wanted <= holeTo ? holeTo + 1 : wanted;
        LogEntry entry = log.at(offset);
        if (entry != null) {
            drop();
            return entry;
        }
        if (offset > log.committed()) {
            return null;
        }
        for (LogEntry held : piece) {
            if (held.first() <= offset && offset <= held.last()) {
                return held;
            }
        }
        if (!reading) {
            reading = true;
            log.read(offset, PIECE_BYTES, read -> arrived(offset, read));
        }
        return null;
    }

    /** Why what the last entry was found behind is lost. */
    Gap.Reason whyLost() {
        return holeReason;
    }

    private void arrived(long asked, LogPiece read) {
        reading = false;
        drop();
        if (closed) {
            read.batches().forEach(BatchView::release);
            return;
        }
        if (read.reason() != null) {
            LOG.error("offsets {} to {} of the log cannot be read: {}", read.from(), read.to(), read.reason());
            hole(asked, read.to(), Gap.Reason.CORRUPT);
        } else if (read.from() > asked) {
            hole(asked, read.from() - 1, Gap.Reason.RETENTION);
        }
        for (BatchView batch : read.batches()) {
            long last = batch.lastOffset();
            if (last < batch.baseOffset()) {
                batch.release();
            } else {
                piece.add(new LogEntry(batch.baseOffset(), last, batch));
            }
        }
        ready.run();
    }

    private void hole(long from, long to, Gap.Reason reason) {
        holeFrom = from;
        holeTo = to;
        holeReason = reason;
    }

    private void drop() {
        piece.forEach(entry -> entry.batch().release());
        piece.clear();
    }

    void close() {
        closed = true;
        drop();
    }
}
