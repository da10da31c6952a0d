package dev.weir.client;

import java.util.random.RandomGenerator;

/** How long to wait before the next try: doubling, and a random half of it, so that many clients come back spread. */
final class BackOff {
    private final long minMs;
    private final long maxMs;
    private final RandomGenerator random;
    private long nextMs;

    BackOff(long minMs, long maxMs, RandomGenerator random) {
        this.minMs = minMs;
        this.maxMs = maxMs;
        this.random = random;
        nextMs = minMs;
    }

    /** Between half of the present step and the whole of it; the step doubles. */
    long nextMs() {
        long step = nextMs;
        nextMs = Math.min(maxMs, step > maxMs / 2 ? maxMs : step * 2);
        return step / 2 + random.nextLong(step - step / 2 + 1);
    }

    void reset() {
        nextMs = minMs;
    }
}
