package dev.weir.torture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the {@link Journal}s of one torture against what Weir promises, and names each {@link Fault}. What is in the log is
 * what the one who reads everything has got; all others are held against that.
 */
public final class Checker {
    private final Path dir;
    private final long servingMsMax;
    private final Verdict verdict = new Verdict();
    private final Stored stored = new Stored();

    private Checker(Path dir, long servingMsMax) {
        this.dir = dir;
        this.servingMsMax = servingMsMax;
    }

    /**
     * Reads all journals of a folder.
     *
     * @param servingAgain what may lie between a kill and being served again, for each service that was killed
     * @throws IOException if a file that must be there is not
     * @throws IllegalArgumentException if a file is no journal
     */
    public static Verdict check(Path dir, Duration servingAgain) throws IOException {
        Checker checker = new Checker(dir, servingAgain.toMillis());
        checker.readStored();
        checker.readPublishers();
        checker.readSubscribers();
        checker.readKills();
        return checker.verdict;
    }

    /** Offsets begin at 1 and none is left out. */
    private void readStored() throws IOException {
        SubscriberCheck all = new SubscriberCheck(verdict, (line, offset, topic, producer, number) -> {
            long due = stored.size() == 0 ? 1 : stored.offset(stored.size() - 1) + 1;
            if (offset != due) {
                verdict.add(Fault.HOLE, line + "; " + due + " is due in the log");
            }
            stored.add(offset, topic, producer, number);
        });
        JournalLine.readAll(dir.resolve(Journal.ALL), all::read);
        verdict.stored(stored.size());
    }

    private void readPublishers() throws IOException {
        List<String> producers = new ArrayList<>();
        for (Path file : files(Journal.PUBLISHER)) {
            String name = file.getFileName().toString();
            String producer = name.substring(Journal.PUBLISHER.length(), name.length() - Journal.END.length());
            producers.add(producer);
            PublisherCheck check = new PublisherCheck(producer, stored, verdict);
            JournalLine.readAll(file, check::read);
            check.end();
        }
        for (String producer : stored.producers()) {
            if (!producers.contains(producer)) {
                verdict.add(Fault.NOT_SENT, "what is stored of " + producer + ", who is nobody");
            }
        }
    }

    private void readSubscribers() throws IOException {
        for (Path file : files(Journal.SUBSCRIBER)) {
            ReceivedCheck received = new ReceivedCheck(file.getFileName().toString(), stored, verdict);
            SubscriberCheck check = new SubscriberCheck(verdict, received::received);
            JournalLine.readAll(file, check::read);
            received.end(check.filter(), check.start());
        }
    }

    private void readKills() throws IOException {
        Map<String, Long> killedAt = new HashMap<>();
        Set<String> together = new HashSet<>();
        JournalLine.readAll(dir.resolve(Journal.KILLS), line -> {
            String service = line.word(1);
            if (line.kind().equals("killed")) {
                killedAt.put(service, line.whole(2));
                together.add(service);
                verdict.killed(service);
                return;
            }
            Long killed = killedAt.remove(service);
            if (killed == null || !line.kind().equals("serving")) {
                throw line.broken();
            }
            long ms = line.whole(2) - killed;
            verdict.servingAgain(ms);
            if (ms > servingMsMax * together.size()) {
                verdict.add(Fault.LATE, line + "; " + ms + " ms after the kill of " + together);
            }
            if (killedAt.isEmpty()) {
                together.clear();
            }
        });
        killedAt.forEach((service, at) -> verdict.add(Fault.LATE, service + " never came back"));
    }

    private List<Path> files(String prefix) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(dir, prefix + "*" + Journal.END)) {
            files.forEach(found::add);
        }
        Collections.sort(found);
        return found;
    }
}
