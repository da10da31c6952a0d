package dev.weir.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run without fault, in journals written by hand, and the same with one thing wrong at a time. */
class CheckerTest {
    private static final String ALL = """
            start # 1
            received 1 0 a/x p 1
            received 2 0 b p 2
            received 3 1 a/x q 1
            received 4 3 a/x q 1
            received 5 4 a/x p 3
            received 6 5 a/x q 2
            received 7 2 b p 4
            """;
    private static final String P = """
            numbered
            # connected
            sent 1 a/x
            sent 2 b
            confirmed 1 1 k1.0 false
            sent 3 a/x
            sent 4 b
            confirmed 2 2 k1.0 true
            confirmed 3 5 k1.0 false
            confirmed 4 0 k1.0 true
            """;
    /** Its first message was unconfirmed when it lost the connection, so it was sent again, and lies there twice. */
    private static final String Q = """
            unnumbered
            sent 1 a/x
            # connected
            sent 1 a/x
            sent 2 a/x
            confirmed 1 4 k1.0 false
            confirmed 2 6 k1.0 false
            """;

    private static final String S = """
            start a/# 2
            received 3 1 a/x q 1
            received 4 3 a/x q 1
            # connected
            received 5 4 a/x p 3
            received 6 5 a/x q 2
            """;
    private static final String KILLS = """
            killed queue 10
            killed queue 1000
            serving queue 6000
            killed queue 10000
            killed edge 10001
            serving edge 11000
            serving queue 20000
            """;

    @TempDir
    Path dir;

    private final Map<String, String> journals = new HashMap<>();

    @BeforeEach
    void beWithoutFault() {
        journals.putAll(Map.of("all", ALL, "publisher-p", P, "publisher-q", Q, "subscriber-s", S, "kills", KILLS));
    }

    private Verdict verdict() throws IOException {
        for (Map.Entry<String, String> journal : journals.entrySet()) {
            Files.writeString(dir.resolve(journal.getKey() + ".journal"), journal.getValue());
        }
        return Checker.check(dir, Duration.ofSeconds(5));
    }

    private void change(String journal, String from, String to) {
        String text = journals.get(journal);
        assertTrue(text.contains(from), from);
        journals.put(journal, text.replace(from, to));
    }

    private void assertFinds(Set<Fault> faults) throws IOException {
        Verdict verdict = verdict();
        assertEquals(new TreeSet<>(faults), new TreeSet<>(verdict.faults().keySet()), () -> verdict.evidence()
                .toString());
        beWithoutFault();
    }

    @Test
    void findsNothingWhereNothingIsWrong() throws IOException {
        Verdict verdict = verdict();
        assertEquals(List.of(), verdict.evidence());
        assertEquals(Map.of(), verdict.faults());
        assertEquals(7, verdict.storedCount());
        assertEquals(6, verdict.confirmedCount());
        assertEquals(4, verdict.receivedCount());
        assertEquals(Map.of("queue", 3, "edge", 1), verdict.kills());
        assertEquals(List.of(5000L, 999L, 10_000L), verdict.servingAgainMs());
    }

    @Test
    void findsWhatWasConfirmedAndIsLost() throws IOException {
        change("all", "received 7 2 b p 4\n", "");
        assertFinds(Set.of(Fault.LOST));

        change("all", "received 6 5 a/x q 2\nreceived 7 2 b p 4\n", "");
        assertFinds(Set.of(Fault.LOST, Fault.PHANTOM));

        change("all", "received 2 0 b p 2\n", "");
        assertFinds(Set.of(Fault.LOST, Fault.HOLE));

        // Its offset was given to another one.
        change("all", "received 7 2 b p 4\n", "received 7 2 b p 5\n");
        change("publisher-p", "sent 4 b\n", "sent 4 b\nsent 5 b\n");
        change("publisher-p", "confirmed 4 0 k1.0 true\n", "confirmed 4 7 k1.0 false\nconfirmed 5 7 k1.0 false\n");
        assertFinds(Set.of(Fault.LOST, Fault.OTHER_MESSAGE));
    }

    @Test
    void findsWhatIsStoredTwice() throws IOException {
        change("all", "received 7 2 b p 4\n", "received 7 2 b p 4\nreceived 8 7 b p 4\n");
        assertFinds(Set.of(Fault.TWICE));

        change("all", "received 7 2 b p 4\n", "received 7 2 b p 4\nreceived 8 6 a/x p 3\n");
        change("subscriber-s", "received 6 5 a/x q 2\n", "received 6 5 a/x q 2\nreceived 8 6 a/x p 3\n");
        assertFinds(Set.of(Fault.TWICE, Fault.DUPLICATE_NOT_TOLD));

        change("publisher-q", "# connected\nsent 1 a/x\n", "");
        assertFinds(Set.of(Fault.TWICE));
    }

    @Test
    void findsConfirmsThatAreWrong() throws IOException {
        change("publisher-p", "confirmed 3 5", "confirmed 3 6");
        assertFinds(Set.of(Fault.OTHER_MESSAGE));

        change("publisher-p", "confirmed 3 5", "confirmed 3 99");
        assertFinds(Set.of(Fault.OTHER_MESSAGE));

        change("publisher-q", "1 4 k1.0 false", "1 4 k1.0 true");
        assertFinds(Set.of(Fault.FALSE_DUPLICATE));

        change("publisher-p", "confirmed 1 1 k1.0 false\n", "confirmed 1 1 k1.0 false\nconfirmed 1 1 k1.0 true\n");
        assertFinds(Set.of(Fault.CONFIRMED_TWICE));

        change("publisher-p", "confirmed 4 0 k1.0", "confirmed 4 0 k1.1");
        assertFinds(Set.of(Fault.OTHER_EPOCH));
    }

    @Test
    void findsWhatWasNeverAnsweredOrNeverSent() throws IOException {
        change("publisher-p", "confirmed 2 2 k1.0 true\n", "");
        assertFinds(Set.of(Fault.NEVER_CONFIRMED));

        change("publisher-p", "confirmed 2 2 k1.0 true\n", "refused 2 unavailable\n");
        assertFinds(Set.of(Fault.REFUSED));

        change("publisher-p", "sent 2 b\n", "");
        assertFinds(Set.of(Fault.NOT_SENT));

        change("publisher-p", "sent 2 b\n", "");
        change("publisher-p", "confirmed 2 2 k1.0 true\n", "");
        assertFinds(Set.of(Fault.NOT_SENT));

        change("all", "received 7 2 b p 4\n", "received 7 2 b p 4\nreceived 8 7 b nobody 1\n");
        assertFinds(Set.of(Fault.NOT_SENT));

        change("publisher-p", "sent 2 b\n", "sent 2 c\n");
        assertFinds(Set.of(Fault.OTHER_TOPIC));
    }

    @Test
    void findsWhatIsOutOfTheOrderOfItsPublisher() throws IOException {
        change("all", "received 1 0 a/x p 1\nreceived 2 0 b p 2\n", "received 1 0 b p 2\nreceived 2 0 a/x p 1\n");
        change("all", "received 3 1 a/x", "received 3 2 a/x");
        change("all", "received 7 2 b", "received 7 1 b");
        change("publisher-p", "confirmed 1 1", "confirmed 1 2");
        change("publisher-p", "confirmed 2 2", "confirmed 2 1");
        change("subscriber-s", "start a/# 2", "start a/# 3");
        change("subscriber-s", "received 3 1", "received 3 2");
        assertFinds(Set.of(Fault.OUT_OF_ORDER));

        // Once each without numbers: the order of the confirms counts.
        change("all", "received 4 3 a/x q 1", "received 4 3 a/x q 2");
        change("all", "received 6 5 a/x q 2", "received 6 5 a/x q 1");
        change("publisher-q", "confirmed 1 4", "confirmed 1 6");
        change("publisher-q", "confirmed 2 6", "confirmed 2 4");
        change("publisher-q", "sent 2 a/x\n", "sent 2 a/x\nsent 2 a/x\n");
        change("subscriber-s", "received 4 3 a/x q 1", "received 4 3 a/x q 2");
        change("subscriber-s", "received 6 5 a/x q 2", "received 6 5 a/x q 1");
        assertFinds(Set.of(Fault.OUT_OF_ORDER));
    }

    @Test
    void findsWhatASubscriberDidNotGet() throws IOException {
        change("subscriber-s", "received 5 4 a/x p 3\n", "");
        assertFinds(Set.of(Fault.HOLE, Fault.MISSED));

        change("subscriber-s", "received 6 5 a/x q 2\n", "");
        assertFinds(Set.of(Fault.MISSED));

        change("subscriber-s", "received 3 1 a/x q 1\n", "");
        assertFinds(Set.of(Fault.HOLE, Fault.MISSED));

        change("subscriber-s", "start a/# 2", "start a/# 1");
        assertFinds(Set.of(Fault.HOLE, Fault.MISSED));

        change("subscriber-s", "# connected", "gap 7 8 retention");
        assertFinds(Set.of(Fault.GAP_TOLD));
    }

    @Test
    void findsWhatASubscriberShouldNotHaveGot() throws IOException {
        change("subscriber-s", "# connected", "received 4 3 a/x q 1");
        assertFinds(Set.of(Fault.NOT_RISING));

        change("subscriber-s", "# connected", "received 3 1 a/x q 1");
        assertFinds(Set.of(Fault.NOT_RISING));

        change("subscriber-s", "start a/# 2", "start a/# 4");
        assertFinds(Set.of(Fault.NOT_RISING));

        change("subscriber-s", "received 5 4 a/x p 3", "received 5 3 a/x p 3");
        assertFinds(Set.of(Fault.HOLE));

        change("subscriber-s", "received 5 4 a/x p 3", "received 5 4 a/x p 2");
        assertFinds(Set.of(Fault.OTHER_MESSAGE));

        change("subscriber-s", "received 6 5 a/x q 2\n", "received 6 5 a/x q 2\nreceived 8 6 a/x q 3\n");
        assertFinds(Set.of(Fault.PHANTOM));

        change("subscriber-s", "# connected", "garbled 9 what");
        assertFinds(Set.of(Fault.GARBLED));
    }

    @Test
    void findsWhatIsWrongWithTheLogItself() throws IOException {
        change("all", "received 5 4 a/x", "received 5 3 a/x");
        assertFinds(Set.of(Fault.HOLE));

        change("all", "received 7 2 b", "received 8 2 b");
        assertFinds(Set.of(Fault.HOLE));

        change("all", "received 7 2 b p 4\n", "received 7 2 b p 4\nreceived 2 0 b p 2\n");
        assertFinds(Set.of(Fault.NOT_RISING));

        change("all", "received 7 2 b p 4\n", "received 7 2 b p 4\ngap 8 9 corrupt\n");
        assertFinds(Set.of(Fault.GAP_TOLD));
    }

    @Test
    void findsWhatServesTooLateOrNeverAgain() throws IOException {
        change("kills", "serving queue 6000", "serving queue 6001");
        assertFinds(Set.of(Fault.LATE));

        change("kills", "serving queue 20000", "serving queue 20001");
        assertFinds(Set.of(Fault.LATE));

        change("kills", "serving queue 20000\n", "");
        assertFinds(Set.of(Fault.LATE));
    }

    @Test
    void countsAllAndShowsSome() throws IOException {
        StringBuilder gaps = new StringBuilder();
        for (int i = 1; i <= 1_000; i++) {
            gaps.append("gap ").append(i).append(' ').append(i).append(" slow\n");
        }
        journals.merge("subscriber-s", gaps.toString(), String::concat);
        assertEquals(Map.of(Fault.GAP_TOLD, 1_000), verdict().faults());
        assertEquals(10, verdict().evidence().size());
        assertEquals(
                "GAP_TOLD subscriber-s.journal:7: gap 1 1 slow",
                verdict().evidence().get(0));
    }

    @Test
    void judgesNothingThatIsNoJournal() throws IOException {
        String[][] broken = {
            {"all", "start # 1\n", ""},
            {"all", "received 7 2 b p 4", "received 7 2 b p"},
            {"all", "received 7", "received x"},
            {"publisher-p", "sent 1", "seen 1"},
            {"subscriber-s", "start", "begin"},
            {"kills", "killed edge", "serving edge"}
        };
        for (String[] one : broken) {
            change(one[0], one[1], one[2]);
            assertThrows(IllegalArgumentException.class, this::verdict, one[2]);
            beWithoutFault();
        }
        verdict();
        journals.remove("kills");
        Files.delete(dir.resolve("kills.journal"));
        assertThrows(NoSuchFileException.class, this::verdict);
    }

    @Test
    void readsWhatTheJournalWrites() throws IOException {
        journals.clear();
        try (Journal p = Journal.publisher(dir, "p", true);
                Journal q = Journal.publisher(dir, "q", false);
                Journal all = Journal.all(dir);
                Journal s = Journal.subscriber(dir, "s");
                Journal kills = Journal.kills(dir)) {
            p.note("two\nlines");
            p.sent(1, "t");
            p.confirmed(1, 1, "k1.0", false);
            q.sent(1, "t");
            q.refused(1, "no room");
            all.start("#", 1);
            all.received(1, 0, "t", "p", 1);
            s.start("t", 1);
            s.received(1, 0, "t", "p", 1);
            s.garbled(2, "what is this");
            s.gap(3, 4, "slow");
            kills.killed("queue");
            kills.serving("queue");
        }
        assertEquals(
                Map.of(Fault.REFUSED, 1, Fault.GARBLED, 1, Fault.GAP_TOLD, 1),
                verdict().faults());
        assertEquals(1, verdict().servingAgainMs().size());
    }

    @Test
    void matchesFiltersByItself() {
        String[][] yes = {{"#", "a/b"}, {"a/#", "a"}, {"a/#", "a/b/c"}, {"+/b", "a/b"}, {"a/+/c", "a//c"}, {"a", "a"}};
        String[][] no = {{"a/#", "b/a"}, {"+", "a/b"}, {"a/+", "a"}, {"a/b", "a"}, {"a", "a/b"}, {"a/+/c", "a/b/d"}};
        for (String[] one : yes) {
            assertTrue(ReceivedCheck.matches(one[0], one[1]), String.join(" ", one));
        }
        for (String[] one : no) {
            assertTrue(!ReceivedCheck.matches(one[0], one[1]), String.join(" ", one));
        }
    }

    /** A judge that shared code with the judged would share its mistakes. */
    @Test
    void sharesNoCodeWithTheServer() {
        Set<String> foreign = new TreeSet<>();
        int looked = 0;
        for (JavaClass one : new ClassFileImporter().importPackages("dev.weir.torture")) {
            if (one.getName().startsWith("dev.weir.torture.CheckerTest")) {
                continue;
            }
            looked++;
            for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getName();
                if (target.contains(".") && !target.startsWith("java.") && !target.startsWith("dev.weir.torture.")) {
                    foreign.add(target);
                }
            }
        }
        foreign.remove("org.jspecify.annotations.NullMarked");
        assertEquals(Set.of(), foreign);
        assertTrue(looked >= 9, () -> "not all were looked at");
    }
}
