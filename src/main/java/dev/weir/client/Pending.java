package dev.weir.client;

import java.util.concurrent.CompletableFuture;

/** One publish that has not been answered. Owned by the loop, but for its future. */
final class Pending {
    /** Without its number, which it gets on the loop. */
    private final String unnumbered;

    private final long ownSeq;
    private final int bytes;
    private final long deadlineNanos;
    private final CompletableFuture<Published> future = new CompletableFuture<>();
    private String frame = "";
    private int tries;

    /** @param ownSeq 0 for the next one */
    Pending(String unnumbered, long ownSeq, int bytes, long deadlineNanos) {
        this.unnumbered = unnumbered;
        this.ownSeq = ownSeq;
        this.bytes = bytes;
        this.deadlineNanos = deadlineNanos;
    }

    long ownSeq() {
        return ownSeq;
    }

    void number(String quotedProducer, long seq) {
        frame = ClientFrames.numbered(unnumbered, quotedProducer, seq);
    }

    String frame() {
        return frame;
    }

    /** What it takes of the room: its frame in UTF-8, without the number. */
    int bytes() {
        return bytes;
    }

    boolean isDue(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    CompletableFuture<Published> future() {
        return future;
    }

    /** How long to wait after the server said "not now": 100 ms, doubling up to 5 s. */
    long nextDelayMs() {
        return Math.min(5_000, 100L << Math.min(6, tries++));
    }
}
