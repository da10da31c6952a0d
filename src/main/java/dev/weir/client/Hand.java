package dev.weir.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that a consumption has in hand: those that wait, and those whose handlers run. Owned by the loop.
 *
 * <p>Bounded: at most {@code max} run at once, also across connections, and as many wait, which is what the server may
 * send. The socket is always read, since confirms come on it too.
 */
final class Hand {
    private final int max;
    private final Deque<Held> waiting = new ArrayDeque<>();
    private final Set<Held> running = new LinkedHashSet<>();

    Hand(int max) {
        this.max = max;
    }

    /** False if as many wait as may: the server takes some of them for over, and they are let go. */
    boolean add(Held held) {
        return waiting.size() < max && waiting.add(held);
    }

    /** The next whose handler may begin now; null if none may. */
    @Nullable
    Held begin() {
        Held next = running.size() < max ? waiting.poll() : null;
        if (next != null) {
            running.add(next);
        }
        return next;
    }

    void end(Held held) {
        running.remove(held);
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    void dropWaiting() {
        waiting.clear();
    }

    /** The connection that all came on is gone. */
    void lost() {
        waiting.clear();
        running.forEach(Held::goesStale);
    }

    /** The leases of these are over: they come again, so those that wait are not begun. */
    void over(Set<Long> tags) {
        waiting.removeIf(held -> tags.contains(held.tag()));
        running.stream()
                .filter(held -> !held.isStale() && tags.contains(held.tag()))
                .forEach(Held::goesStale);
    }

    /** What waited longer than its lease comes again, so it is not begun. */
    void dropOver(long nowNanos, long leaseNanos) {
        waiting.removeIf(held -> held.isOver(nowNanos, leaseNanos));
    }

    /** All whose leases want to be extended now; waiting ones as well, since they cannot help it. */
    List<Held> due(long nowNanos, long leaseNanos, long extendNanosMax) {
        List<Held> due = new ArrayList<>();
        for (Held held : running) {
            if (held.isDue(nowNanos, leaseNanos, extendNanosMax)) {
                due.add(held);
            }
        }
        for (Held held : waiting) {
            if (held.isDue(nowNanos, leaseNanos, extendNanosMax)) {
                due.add(held);
            }
        }
        return due;
    }
}
