package dev.weir.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proves losses by the chain of predecessors: each message names the one before it on its topic. A loss is proven if
 * that is not the last one seen there, is not below the subscription's start and lies in no announced gap.
 *
 * <p>Bounded: it remembers the last offsets of {@link #TOPICS_MAX} topics and {@link #GAPS_MAX} gaps. What it had to
 * forget makes it silent, never wrong. Not thread safe.
 */
final class Continuity {
    static final int TOPICS_MAX = 65_536;
    static final int GAPS_MAX = 64;

    private final LinkedHashMap<String, Long> lastSeen = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<Gap> gaps = new ArrayDeque<>();
    private long start;
    private long forgotten;

    /** A new stream, whose first possible offset is this. */
    void start(long offset) {
        lastSeen.clear();
        gaps.clear();
        start = offset;
        forgotten = 0;
    }

    void announced(Gap gap) {
        gaps.add(gap);
        if (gaps.size() > GAPS_MAX) {
            start = Math.max(start, gaps.remove().to() + 1);
        }
    }

    /** Whether this message proves that its predecessor should have come and has not. */
    boolean provesLoss(Message message) {
        long prev = message.prev();
        Long last = lastSeen.get(message.topic());
        boolean known = last == null ? prev <= forgotten : prev <= last;
        return !known
                && prev >= start
                && prev > 0
                && gaps.stream().noneMatch(gap -> gap.from() <= prev && prev <= gap.to());
    }

    void saw(Message message) {
        lastSeen.put(message.topic(), message.offset());
        if (lastSeen.size() > TOPICS_MAX) {
            Map.Entry<String, @Nullable Long> eldest =
                    lastSeen.entrySet().iterator().next();
            Long offset = eldest.getValue();
            forgotten = Math.max(forgotten, offset == null ? 0 : offset);
            lastSeen.remove(eldest.getKey());
        }
    }
}
