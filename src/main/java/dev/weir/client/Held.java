package dev.weir.client;

/** One delivery in hand. Owned by the loop. */
final class Held {
    private final Delivery delivery;
    private final long arrivedNanos;
    private long extendedNanos;
    private boolean stale;

    Held(Delivery delivery, long nowNanos) {
        this.delivery = delivery;
        arrivedNanos = nowNanos;
        extendedNanos = nowNanos;
    }

    Delivery delivery() {
        return delivery;
    }

    long tag() {
        return delivery.tag();
    }

    /** Its connection was lost or its lease is over: what its handler says does not count. */
    void goesStale() {
        stale = true;
    }

    boolean isStale() {
        return stale;
    }

    /** Whether its lease wants to be extended: half of it has passed, and not so much time as is the most. */
    boolean isDue(long nowNanos, long leaseNanos, long extendNanosMax) {
        return !stale && nowNanos - extendedNanos >= leaseNanos / 2 && nowNanos - arrivedNanos < extendNanosMax;
    }

    boolean isOver(long nowNanos, long leaseNanos) {
        return nowNanos - extendedNanos >= leaseNanos;
    }

    void extended(long nowNanos) {
        extendedNanos = nowNanos;
    }
}
