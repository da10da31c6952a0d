package dev.weir.torture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a {@link Checker} has found. Not thread safe. */
public final class Verdict {
    /** Of one fault there may be millions; so many are shown. */
    private static final int SHOWN_MAX = 10;

    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final List<String> evidence = new ArrayList<>();
    private final List<Long> servingAgainMs = new ArrayList<>();
    private final Map<String, Integer> kills = new TreeMap<>();
    private long stored;
    private long confirmed;
    private long received;

    Verdict() {}

    void add(Fault fault, String words) {
        int count = counts.merge(fault, 1, Integer::sum);
        if (count <= SHOWN_MAX) {
            evidence.add(fault + " " + words);
        }
    }

    void stored(long messages) {
        stored = messages;
    }

    void confirmed() {
        confirmed++;
    }

    void received() {
        received++;
    }

    void killed(String service) {
        kills.merge(service, 1, Integer::sum);
    }

    void servingAgain(long ms) {
        servingAgainMs.add(ms);
    }

    /** How often each fault was found; empty if all promises were kept. */
    public Map<Fault, Integer> faults() {
        return Collections.unmodifiableMap(counts);
    }

    /** The first of each fault, in words. */
    public List<String> evidence() {
        return List.copyOf(evidence);
    }

    /** Messages in the log. */
    public long storedCount() {
        return stored;
    }

    /** Confirms, of all publishers. */
    public long confirmedCount() {
        return confirmed;
    }

    /** Messages received, by all subscribers but the one who reads everything. */
    public long receivedCount() {
        return received;
    }

    /** How often each service was killed. */
    public Map<String, Integer> kills() {
        return Collections.unmodifiableMap(kills);
    }

    /** From each kill to being served again, in their order; of one that was killed again meanwhile, the last kill counts. */
    public List<Long> servingAgainMs() {
        return List.copyOf(servingAgainMs);
    }
}
