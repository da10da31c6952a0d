package dev.weir.queue;

/**
 * What became of one link's last 256 batches, so that a batch sent again is answered and not stored again.
 *
 * <p>256 is also the most batches an edge may have unconfirmed, so an honest edge never asks for a result that is
 * gone.
 */
final class LinkLedger {
    static final int RESULTS = 256;

    private final long[] bases = new long[RESULTS];
    private final int[] counts = new int[RESULTS];
    private final long firstSeq;
    private long nextSeq;
    private boolean connected = true;
    private long lastSeenMs;

    LinkLedger(long nextSeq, long nowMs) {
        this.firstSeq = nextSeq;
        this.nextSeq = nextSeq;
        this.lastSeenMs = nowMs;
    }

    void opened() {
        connected = true;
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

    boolean knows(long seq) {
        return seq < nextSeq && seq >= Math.max(firstSeq, nextSeq - RESULTS);
    }

    void record(long seq, long base, int count) {
        int slot = (int) (seq % RESULTS);
        bases[slot] = base;
        counts[slot] = count;
        nextSeq = seq + 1;
    }

    long base(long seq) {
        return bases[(int) (seq % RESULTS)];
    }

    int count(long seq) {
        return counts[(int) (seq % RESULTS)];
    }
}
