package dev.weir.client;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The room for unconfirmed publishes, in number and bytes. Any thread. */
final class Room {
    private final int bytesMax;
    private final Semaphore count;
    private final Semaphore bytes;

    Room(int countMax, int bytesMax) {
        this.bytesMax = bytesMax;
        // Fair, so that of several waiting publishers none waits for ever.
        count = new Semaphore(countMax, true);
        bytes = new Semaphore(bytesMax, true);
    }

    boolean couldTake(int size) {
        return size <= bytesMax;
    }

    boolean tryTake(int size) {
        if (!count.tryAcquire()) {
            return false;
        }
        if (!bytes.tryAcquire(size)) {
            count.release();
            return false;
        }
        return true;
    }

    boolean take(int size, long limitMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        if (!count.tryAcquire(limitMs, TimeUnit.MILLISECONDS)) {
            return false;
        }
        boolean both = false;
        try {
            both = bytes.tryAcquire(size, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } finally {
            if (!both) {
                count.release();
            }
        }
        return both;
    }

    void give(int size) {
        count.release();
        bytes.release(size);
    }
}
