package dev.weir.auth;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts wrong passwords per address and user, in minutes that begin with the first one. A try is counted when it
 * begins and given back when it turns out right; else a burst of tries would be let through before the first verdict.
 *
 * <p>When the table is full the oldest minute is forgotten: many made-up names cost an attacker a verification each,
 * and must not keep the right ones out. Owned by one event loop.
 */
final class Throttle {
    static final long WINDOW_MS = 60_000;

    /** Where a login comes from and whom it names. */
    record Source(String address, String user) {}

    private record Window(long startMs, int count) {}

    private final int entriesMax;
    private final int failuresMax;
    /** In the order of their starts. */
    private final Map<Source, Window> windows = new LinkedHashMap<>();

    Throttle(int entriesMax, int failuresMax) {
        this.entriesMax = entriesMax;
        this.failuresMax = failuresMax;
    }

    boolean isOver(Source source, long nowMs) {
        Window window = windows.get(source);
        return window != null && !hasEnded(window, nowMs) && window.count() >= failuresMax;
    }

    void charge(Source source, long nowMs) {
        Window window = windows.get(source);
        if (window != null && !hasEnded(window, nowMs)) {
            windows.put(source, new Window(window.startMs(), window.count() + 1));
            return;
        }
        windows.remove(source);
        Iterator<Window> oldest = windows.values().iterator();
        while (oldest.hasNext() && (hasEnded(oldest.next(), nowMs) || windows.size() >= entriesMax)) {
            oldest.remove();
        }
        windows.put(source, new Window(nowMs, 1));
    }

    void giveBack(Source source) {
        windows.computeIfPresent(source, (s, w) -> w.count() <= 1 ? null : new Window(w.startMs(), w.count() - 1));
    }

    int size() {
        return windows.size();
    }

    private static boolean hasEnded(Window window, long nowMs) {
        return nowMs - window.startMs() >= WINDOW_MS;
    }
}
