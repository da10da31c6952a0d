package dev.weir.msgqueue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.link.Fetch;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.StartFrom;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReaderServiceTest {
    private static final TopicFilter ALL = TopicFilter.parse("#");

    private final Stage stage = new Stage(256 << 20);
    private Stage.EdgeEnd publisher;

    @BeforeEach
    void open() {
        publisher = stage.publisher(1);
    }

    @AfterEach
    void holdsNoBatchOnceItIsClosed() {
        stage.close();
    }

    /** An edge that keeps everything in the log by never saying that it has it. */
    private Stage.EdgeEnd reader(boolean wire) {
        Stage.EdgeEnd reader = stage.reader(2, wire);
        reader.session.filters(1, List.of(ALL), List.of());
        reader.credit(1 << 20, 1);
        reader.heard();
        return reader;
    }

    private static void fetch(Stage.EdgeEnd reader, long id, long from, int bytes) {
        reader.session.fetch(new Fetch(id, from, bytes, List.of("b".getBytes(UTF_8)), List.of()));
    }

    private String start(Stage.EdgeEnd reader, StartFrom from, String filter) {
        reader.session.start(9, from, TopicFilter.parse(filter));
        List<String> heard = reader.heard().stream()
                .filter(line -> line.startsWith("started"))
                .toList();
        return String.join(" ", heard);
    }

    private StartFrom offset(long offset) {
        return new StartFrom.Offset(offset, stage.log.epoch().toString());
    }

    @Test
    void findsWhereToStart() {
        Stage.EdgeEnd reader = reader(false);
        publisher.publish(1, "a", "b", "a");
        publisher.publish(2, "b", "a");
        assertEquals("started 9 at 1", start(reader, new StartFrom.Earliest(), "#"));
        assertEquals("started 9 at 6", start(reader, new StartFrom.New(), "#"));
        assertEquals("started 9 at 3", start(reader, offset(3), "#"));
        assertEquals("started 9 at 1", start(reader, offset(0), "#"), "there is nothing before the first");
        assertEquals("started 9 at 6", start(reader, offset(6), "#"), "what comes next");
        assertEquals("started 9 at 6 gap 6..8 beyondEnd", start(reader, offset(9), "#"));
        assertEquals("started 9 at 3", start(reader, new StartFrom.Last(2), "a"));
        assertEquals("started 9 at 1", start(reader, new StartFrom.Last(99), "a"));
        assertEquals("started 9 at 6", start(reader, new StartFrom.Last(99), "c"), "nothing is on that topic");
        assertEquals("started 9 at 1", start(reader, new StartFrom.Time(1), "#"));
        assertEquals("started 9 at 6", start(reader, new StartFrom.Time(Long.MAX_VALUE), "#"));
    }

    @Test
    void saysWhatIsGoneOrOfAnotherLife() {
        Stage.EdgeEnd reader = reader(false);
        publisher.publish(1, "a", "b");
        publisher.publish(2, "a", "b");
        reader.credit(1, 3);
        assertEquals("started 9 at 3 gap 1..2 retention", start(reader, offset(1), "#"));
        assertEquals("started 9 at 3 gap 3..3 epoch", start(reader, new StartFrom.Offset(4, "k3.0"), "#"));
        assertEquals("started 9 at 3 gap 2..2 epoch", start(reader, new StartFrom.Offset(2, "rubbish"), "#"));
    }

    @Test
    void answersAStartOnlyWhenTheLiveRangesHaveGotThere() {
        Stage.EdgeEnd reader = stage.reader(2, false);
        publisher.publish(1, "a", "b");
        assertEquals("", start(reader, new StartFrom.New(), "#"), "no credit, so no range has gone out");
        reader.credit(1 << 20, 1);
        assertEquals(List.of("range 1..2 [a, b]", "started 9 at 3"), reader.heard());
    }

    @Test
    void handsOutPiecesThatHoldAtLeastOneBatch() {
        Stage.EdgeEnd reader = reader(false);
        publisher.publish(1, "a", "b");
        publisher.publish(2, "c");
        publisher.publish(3, "d");
        reader.heard();
        fetch(reader, 1, 1, 1);
        fetch(reader, 2, 3, 1 << 18);
        fetch(reader, 3, 5, 1 << 18);
        assertEquals(
                List.of("fetched 1 1..2 [[a, b]]", "fetched 2 3..4 [[c], [d]]", "fetched 3 5..4 []"), reader.heard());
    }

    @Test
    void sendsOverAWireOnlyWhatTheReaderWants() {
        Stage.EdgeEnd reader = reader(true);
        publisher.publish(1, "a", "b");
        publisher.publish(2, "a");
        publisher.publish(3, "b", "a", "b");
        reader.heard();
        fetch(reader, 1, 1, 1 << 18);
        fetch(reader, 2, 5, 1 << 18);
        assertEquals(List.of("fetched 1 1..6 [[b], [b, b]]", "fetched 2 5..6 [[b]]"), reader.heard());
    }

    /** One that wants more than fits into a question chooses for itself. */
    @Test
    void sendsEverythingWithATopicToOneThatNamesNothing() {
        Stage.EdgeEnd reader = reader(true);
        publisher.publish(1, "a", "", "b");
        reader.heard();
        List<byte[]> many = Collections.nCopies(300, new byte[255]);
        reader.session.fetch(Fetch.of(1, 1, 1 << 18, many, List.of()));
        assertEquals(List.of("fetched 1 1..3 [[a, b]]"), reader.heard());
    }

    @Test
    void saysWhatOfAPieceIsKeptNoLonger() {
        Stage.EdgeEnd reader = reader(false);
        publisher.publish(1, "a", "b");
        publisher.publish(2, "c");
        reader.credit(1, 3);
        reader.heard();
        fetch(reader, 1, 1, 1 << 18);
        assertEquals(List.of("fetched 1 1..2 retention []"), reader.heard());
    }

    @Test
    void givesUpAnEdgeThatAsksForMoreThanItMay() {
        Stage.EdgeEnd reader = reader(false);
        for (int i = 0; i <= Fetch.UNANSWERED_MAX; i++) {
            fetch(reader, i, 1, 1);
        }
        assertEquals(List.of("closed: over 8 fetches at a time"), reader.heard());
    }

    @Test
    void answersNoneThatOnlyPublishes() {
        fetch(publisher, 1, 1, 1);
        assertEquals(
                List.of("hello next 1", "closed: a fetch without a hello of one that receives"), publisher.heard());
    }
}
