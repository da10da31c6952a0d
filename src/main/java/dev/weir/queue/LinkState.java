package dev.weir.queue;

import dev.weir.message.BatchResult;
import dev.weir.message.MemberStatus;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this life of the queue knows of a link that publishes: its next number, the batches that were refused whole and
 * whether it is there. Volatile: never logged.
 */
final class LinkState {
    private record Refused(MemberStatus status, int count) {}

    private final Map<Long, Refused> refused = new HashMap<>();
    private long nextSeq;
    private long oldestSeq;
    private boolean connected;
    private long lastSeenMs;

    LinkState(long nextSeq, long nowMs) {
        this.nextSeq = nextSeq;
        this.lastSeenMs = nowMs;
    }

    /** The link is there, and sends nothing below this number any more: what it left out was answered elsewhere. */
    void opened(long oldestSeq) {
        connected = true;
        this.oldestSeq = oldestSeq;
        nextSeq = Math.max(nextSeq, oldestSeq);
    }

    void closed(long nowMs) {
        connected = false;
        lastSeenMs = nowMs;
    }

    /** Whether nobody has used it for so long. */
    boolean idle(long nowMs, long idleMs) {
        return !connected && nowMs - lastSeenMs >= idleMs;
    }

    long nextSeq() {
        return nextSeq;
    }

    void decided(long seq) {
        nextSeq = seq + 1;
    }

    /** The batch is refused whole, and nothing of it is logged. */
    void refuse(long seq, MemberStatus status, int count) {
        decided(seq);
        refused.keySet().removeIf(old -> old < nextSeq - LinkLedger.RESULTS);
        refused.put(seq, new Refused(status, count));
    }

    /**
     * Whether the link may ask for this number, although there may be no result of it: a batch that was refused whole is
     * forgotten when the queue is restarted, and later ones may be logged.
     */
    boolean mayAsk(long seq) {
        return seq >= oldestSeq && seq < nextSeq && seq >= nextSeq - LinkLedger.RESULTS;
    }

    /** Null when the batch was not refused whole, or too long ago. */
    @Nullable
    BatchResult refusal(long seq) {
        Refused r = seq < nextSeq - LinkLedger.RESULTS ? null : refused.get(seq);
        return r == null ? null : BatchResult.refused(r.count(), r.status());
    }
}
