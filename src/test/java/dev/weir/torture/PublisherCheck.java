package dev.weir.torture;

import java.util.ArrayList;
import java.util.List;

/** One publisher's journal, beside what is in the log. */
final class PublisherCheck {
    /** Of what was confirmed as a duplicate whose place is forgotten. */
    private static final long SOMEWHERE = -1;

    private static final long REFUSED = -2;

    private final String producer;
    private final Stored stored;
    private final Verdict verdict;

    /** By number: how often it was sent, which topic it has, and where it was confirmed. */
    private final Longs sent = new Longs();

    private final Longs topicOf = new Longs();
    private final Longs confirmedAt = new Longs();
    private final List<String> topics = new ArrayList<>();
    private boolean numbered;
    private String epoch = "";

    PublisherCheck(String producer, Stored stored, Verdict verdict) {
        this.producer = producer;
        this.stored = stored;
        this.verdict = verdict;
    }

    void read(JournalLine line) {
        switch (line.kind()) {
            case "numbered" -> numbered = true;
            case "unnumbered" -> numbered = false;
            case "sent" -> sent(line.whole(1), line.word(2));
            case "confirmed" -> confirmed(line, line.whole(1), line.whole(2));
            case "refused" -> {
                verdict.add(Fault.REFUSED, line.toString());
                confirmedAt.put(line.whole(1), REFUSED);
            }
            default -> throw line.broken();
        }
    }

    private void sent(long number, String topic) {
        int id = topics.indexOf(topic);
        if (id < 0) {
            id = topics.size();
            topics.add(topic);
        }
        sent.put(number, sent.get(number) + 1);
        topicOf.put(number, id);
    }

    private void confirmed(JournalLine line, long number, long offset) {
        boolean duplicate = line.word(4).equals("true");
        verdict.confirmed();
        if (sent.get(number) == 0) {
            verdict.add(Fault.NOT_SENT, line.toString());
        }
        if (confirmedAt.get(number) != 0) {
            verdict.add(Fault.CONFIRMED_TWICE, line.toString());
        }
        confirmedAt.put(number, offset == 0 ? SOMEWHERE : offset);
        if (!epoch.isEmpty() && !epoch.equals(line.word(3))) {
            verdict.add(Fault.OTHER_EPOCH, line + "; before it was " + epoch);
        }
        epoch = line.word(3);
        if (duplicate && !numbered) {
            verdict.add(Fault.FALSE_DUPLICATE, line.toString());
        }
        if (!duplicate && numbered && stored.copies(producer, number) > 1) {
            verdict.add(Fault.DUPLICATE_NOT_TOLD, line.toString());
        }
        boolean lost = stored.copies(producer, number) == 0;
        if (lost) {
            verdict.add(Fault.LOST, line.toString());
        }
        int index = stored.find(offset);
        if (index < 0 ? offset != 0 && !lost : !stored.is(index, producer, number)) {
            verdict.add(Fault.OTHER_MESSAGE, line + "; in the log is " + (index < 0 ? "nothing" : stored.at(index)));
        }
    }

    /** When the whole journal was read. */
    void end() {
        long confirmedLast = 0;
        long storedLast = 0;
        long numberMax = Math.max(sent.size() - 1, stored.numberMax(producer));
        for (long number = 0; number <= numberMax; number++) {
            copies(number);
            long confirmed = confirmedAt.get(number);
            if (confirmed == 0 && sent.get(number) > 0) {
                verdict.add(Fault.NEVER_CONFIRMED, producer + " " + number);
            }
            confirmedLast = rising("confirmed", number, confirmed, confirmedLast);
            if (numbered) {
                storedLast = rising("stored", number, stored.firstAt(producer, number), storedLast);
            }
        }
    }

    private void copies(long number) {
        int copies = stored.copies(producer, number);
        if (copies == 0) {
            return;
        }
        int index = stored.find(stored.firstAt(producer, number));
        if (sent.get(number) == 0) {
            verdict.add(Fault.NOT_SENT, stored.at(index));
        } else if (!topics.get((int) topicOf.get(number)).equals(stored.topic(index))) {
            verdict.add(Fault.OTHER_TOPIC, stored.at(index));
        }
        if (copies > (numbered ? 1 : Math.max(1, sent.get(number)))) {
            verdict.add(Fault.TWICE, stored.at(index) + ", " + copies + " times");
        }
    }

    /** The last one, when this is next. */
    private long rising(String what, long number, long offset, long last) {
        if (offset <= 0) {
            return last;
        }
        if (offset < last) {
            verdict.add(
                    Fault.OUT_OF_ORDER, producer + " " + number + " " + what + " at " + offset + ", behind " + last);
        }
        return Math.max(offset, last);
    }
}
