package dev.weir.queue.group;

import dev.weir.message.GroupSettings;
import java.util.TreeMap;

/** What of one group a log and a snapshot give back; changed by {@link GroupEntries} only. */
final class GroupState {
    final long id;
    final TreeMap<Long, Failure> failures = new TreeMap<>();
    GroupSettings settings;
    DoneRanges done;

    /** Below this offset everything may have been delivered. */
    long deliveredBelow;

    /** Below this one every tag may have been used. */
    long tagsBelow = 1;

    GroupState(long id, GroupSettings settings, long start) {
        this.id = id;
        this.settings = settings;
        this.done = new DoneRanges(start);
    }

    /** How it has failed so far. */
    Failure failure(long offset) {
        return failures.getOrDefault(offset, Failure.NONE);
    }

    void done(long from, long to) {
        done.add(from, to);
        if (!failures.isEmpty()) {
            failures.subMap(from, true, to, true).clear();
        }
    }

    void raise(long below) {
        done.raise(below);
        failures.headMap(below).clear();
    }

    void failed(long offset, int delayMs, boolean dead, String reason) {
        int count = failure(offset).count() + 1;
        int delay = delayMs < 0 ? settings.backoffMs(count) : delayMs;
        failures.put(offset, new Failure(count, delay, dead, reason));
    }

    void reset(long start) {
        done = new DoneRanges(start);
        failures.clear();
    }
}
