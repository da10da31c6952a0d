package dev.weir.queue;

import java.util.ArrayList;
import java.util.List;

/** What has become of one message in one group. Each event has the index of the log entry that holds it: a crash may take it back. */
final class SimFate {
    final String key;
    final List<Long> failures = new ArrayList<>();
    boolean delivered;
    boolean deadAsked;
    long acked;
    long dead;
    long lost;

    SimFate(String key) {
        this.key = key;
    }

    boolean isOpen() {
        return acked == 0 && dead == 0 && lost == 0;
    }

    /** Everything behind this index never happened. */
    void cut(long lastIndex) {
        failures.removeIf(index -> index > lastIndex);
        acked = acked > lastIndex ? 0 : acked;
        dead = dead > lastIndex ? 0 : dead;
        lost = lost > lastIndex ? 0 : lost;
    }
}
