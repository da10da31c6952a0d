package dev.weir.auth;

import dev.weir.auth.Fingerprints.Fingerprint;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Logins that were right a short while ago, so that a storm of reconnects costs no hashing. Owned by one event loop. */
final class SuccessCache {
    private final int entriesMax;
    private final long keepMs;
    /** Until when; since all are kept equally long, the oldest entry is also the first to end. */
    private final Map<Fingerprint, Long> untilMs = new LinkedHashMap<>();

    SuccessCache(int entriesMax, long keepMs) {
        this.entriesMax = entriesMax;
        this.keepMs = keepMs;
    }

    boolean has(Fingerprint login, long nowMs) {
        Long until = untilMs.get(login);
        return until != null && nowMs < until;
    }

    void put(Fingerprint login, long nowMs) {
        untilMs.remove(login);
        Iterator<Long> oldest = untilMs.values().iterator();
        while (oldest.hasNext() && (oldest.next() <= nowMs || untilMs.size() >= entriesMax)) {
            oldest.remove();
        }
        untilMs.put(login, nowMs + keepMs);
    }

    void clear() {
        untilMs.clear();
    }

    int size() {
        return untilMs.size();
    }
}
