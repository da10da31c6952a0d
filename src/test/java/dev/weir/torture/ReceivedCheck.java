package dev.weir.torture;

import java.util.HashMap;
import java.util.Map;

/** What one subscriber received, beside what is in the log: the same messages, and all of them that its filter wants. */
final class ReceivedCheck {
    private final String name;
    private final Stored stored;
    private final Verdict verdict;
    private final Longs received = new Longs();

    ReceivedCheck(String name, Stored stored, Verdict verdict) {
        this.name = name;
        this.stored = stored;
        this.verdict = verdict;
    }

    void received(JournalLine line, long offset, String topic, String producer, long number) {
        verdict.received();
        received.add(offset);
        int index = stored.find(offset);
        if (index < 0) {
            verdict.add(Fault.PHANTOM, line.toString());
        } else if (!stored.is(index, topic, producer, number)) {
            verdict.add(Fault.OTHER_MESSAGE, line + "; in the log is " + stored.at(index));
        }
    }

    /** Both sides rise. */
    void end(String filter, long start) {
        Map<String, Boolean> wanted = new HashMap<>();
        int next = 0;
        for (int index = 0; index < stored.size(); index++) {
            long offset = stored.offset(index);
            while (next < received.size() && received.get(next) < offset) {
                next++;
            }
            boolean here = next < received.size() && received.get(next) == offset;
            if (!here
                    && offset >= start
                    && wanted.computeIfAbsent(stored.topic(index), topic -> matches(filter, topic))) {
                verdict.add(Fault.MISSED, "by " + name + ": " + stored.at(index));
            }
        }
    }

    /** Level by level: {@code +} is any one, a last {@code #} is the level before it and all below. */
    static boolean matches(String filter, String topic) {
        if (filter.equals("#")) {
            return true;
        }
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }
}
