package dev.weir.torture;

import java.util.HashMap;
import java.util.Map;

/** What a subscriber's journal shows by itself: offsets rise, each message names the one before it, nothing was left out. */
final class SubscriberCheck {
    /** Takes what was received at a rising offset. */
    interface Next {
        void received(JournalLine line, long offset, String topic, String producer, long number);
    }

    private final Verdict verdict;
    private final Next next;
    private final Map<String, Long> lastOnTopic = new HashMap<>();
    private String filter = "";
    private long start;
    private long last;

    SubscriberCheck(Verdict verdict, Next next) {
        this.verdict = verdict;
        this.next = next;
    }

    String filter() {
        return filter;
    }

    long start() {
        return start;
    }

    void read(JournalLine line) {
        switch (line.kind()) {
            case "start" -> {
                filter = line.word(1);
                start = line.whole(2);
            }
            case "received" -> received(line);
            case "garbled" -> verdict.add(Fault.GARBLED, line.toString());
            case "gap" -> verdict.add(Fault.GAP_TOLD, line.toString());
            default -> throw line.broken();
        }
    }

    private void received(JournalLine line) {
        long offset = line.whole(1);
        long prev = line.whole(2);
        String topic = line.word(3);
        if (filter.isEmpty()) {
            throw line.broken();
        }
        if (offset <= last || offset < start) {
            verdict.add(Fault.NOT_RISING, line + "; behind " + Math.max(last, start - 1));
            return;
        }
        Long seen = lastOnTopic.put(topic, offset);
        if (seen == null ? prev >= start && prev > 0 : prev != seen) {
            verdict.add(Fault.HOLE, line + "; on this topic it has seen " + (seen == null ? "nothing" : seen));
        }
        last = offset;
        next.received(line, offset, topic, line.word(4), line.whole(5));
    }
}
