package dev.weir.msgqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.link.EdgeHello;
import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.Epoch;
import dev.weir.message.TopicFilter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkSessionTest {
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

    @Test
    void sendsNoMoreThanTheCreditAndTheBatchThatUsesItUp() {
        Stage.EdgeEnd reader = stage.reader(2, false);
        publisher.publish(1, "a");
        publisher.publish(2, "b");
        publisher.publish(3, "c");
        assertEquals(List.of("hello next 1"), reader.heard());
        reader.credit(1, 1);
        assertEquals(List.of("range 1..1 [a]"), reader.heard());
        reader.credit(1, 2);
        assertEquals(List.of(), reader.heard(), "the credit is overdrawn by the batch before");
        reader.credit(1 << 20, 2);
        assertEquals(List.of("range 2..2 [b]", "range 3..3 [c]"), reader.heard());
    }

    @Test
    void sendsOverAWireOnlyWhatIsWanted() {
        Stage.EdgeEnd reader = stage.reader(2, true);
        reader.want(1, "b");
        reader.credit(1 << 20, 1);
        publisher.publish(1, "a", "b", "c");
        publisher.publish(2, "a");
        publisher.publish(3, "b");
        assertEquals(List.of("hello next 1", "interestAt 1 1", "range 1..3 [b]", "range 5..5 [b]"), reader.heard());
    }

    @Test
    void saysFromWhereOnAnInterestHolds() {
        Stage.EdgeEnd reader = stage.reader(2, true);
        reader.credit(1 << 20, 1);
        publisher.publish(1, "a", "a");
        reader.want(7, "a");
        publisher.publish(2, "a");
        assertEquals(List.of("hello next 1", "interestAt 7 3", "range 3..3 [a]"), reader.heard());
    }

    @Test
    void goesOnWhereTheEdgeWasWhenItComesBackInTime() {
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.credit(1 << 20, 1);
        publisher.publish(1, "a");
        publisher.publish(2, "b");
        reader.heard();
        reader.session.close();
        publisher.publish(3, "c");
        // It had a and b, and lost the connection before it could say so.
        reader.connect(1, 3, false).credit(1 << 20, 3);
        assertEquals(List.of("hello next 3", "range 3..3 [c]"), reader.heard());
    }

    @Test
    void sendsAgainWhatWasLostOnTheWay() {
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.credit(1 << 20, 1);
        publisher.publish(1, "a", "b");
        publisher.publish(2, "c");
        reader.heard();
        reader.session.close();
        reader.connect(1, 2, false).credit(1 << 20, 2);
        assertEquals(List.of("hello next 2", "range 2..2 [a, b]", "range 3..3 [c]"), reader.heard());
    }

    @Test
    void beginsBehindTheLastMessageForAnEdgeOfAnotherEpochOrFromTheFuture() {
        publisher.publish(1, "a", "b");
        Stage.EdgeEnd reader = stage.new EdgeEnd(2, true);
        reader.connect(1, 99, false);
        assertEquals(List.of("hello next 3"), reader.heard());
        Stage.EdgeEnd other = stage.new EdgeEnd(3, true);
        other.session = new LinkSession(stage.loop, other.edge, false);
        other.session.hello(new EdgeHello(other.id, true, 1, new Epoch(78, 1), 1));
        assertEquals(List.of("hello next 3"), other.heard());
    }

    @Test
    void needsNothingAgainOfWhatItPassedOver() {
        Stage.EdgeEnd reader = stage.reader(2, true);
        reader.want(1, "wanted");
        reader.credit(1 << 20, 1);
        for (int seq = 1; seq <= 10; seq++) {
            publisher.publish(seq, "other");
        }
        assertEquals(10, stage.released(), "what no link wants is held");
    }

    @Test
    void looksAtABoundedPieceOfTheLogInOneTurn() {
        Stage.EdgeEnd reader = stage.reader(2, true);
        reader.want(1, "wanted");
        long seq = 1;
        for (long bytes = 0; bytes < 3 * LinkSession.SCAN_BYTES_MAX; bytes += 250_000) {
            BatchView batch = Batches.ofBytes(publisher.id, seq++, "other", 250_000);
            stage.sent.add(batch);
            publisher.session.batch(batch);
        }
        publisher.publish(seq, "wanted");
        reader.session.credit(1 << 20, 1);
        reader.session.feed();
        assertTrue(reader.edge.take().stream().noneMatch(line -> line.startsWith("range")));
        assertEquals(List.of("range " + seq + ".." + seq + " [wanted]"), reader.heard());
    }

    @Test
    void refusesToSpeakBeforeAHelloOrAfterASecond() {
        Stage.EdgeEnd edge = stage.new EdgeEnd(5, true);
        edge.session = new LinkSession(stage.loop, edge.edge, true);
        edge.want(1, "a");
        edge.session.credit(1, 1);
        edge.publish(1, "a");
        assertEquals(List.of("closed: interest without a hello"), edge.heard());
        Stage.EdgeEnd twice = stage.reader(6, true);
        twice.session.hello(new EdgeHello(twice.id, true, 1, null, 0));
        assertEquals(List.of("hello next 1", "closed: a second hello"), twice.heard());
    }

    @Test
    void countsCreditWithoutEverWrappingRound() {
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.credit(Long.MAX_VALUE, 1);
        reader.credit(Long.MAX_VALUE, 1);
        publisher.publish(1, "a");
        assertEquals(List.of("hello next 1", "range 1..1 [a]"), reader.heard());
    }

    @Test
    void keepsNoPlaceForAnEdgeThatSaidGoodbye() {
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.credit(1 << 20, 1);
        reader.session.bye();
        publisher.publish(1, "a");
        reader.connect(1, 0, false);
        assertEquals(List.of("hello next 2"), reader.heard());
    }

    @Test
    void sharesOneBufferWithAnEdgeInTheProcess() {
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.edge.keeps = true;
        reader.credit(1 << 20, 1);
        publisher.publish(1, "a");
        BatchView kept = reader.edge.kept.get(0);
        assertEquals(stage.sent.get(0).bytes(), kept.bytes());
        assertEquals(2, kept.bytes().refCnt());
        reader.credit(0, 2);
        assertEquals(1, kept.bytes().refCnt());
        kept.release();
    }

    @Test
    void sendsOverAWireWhatTopicsOrFiltersWantAndNothingElse() {
        Stage.EdgeEnd reader = stage.reader(2, true);
        reader.want(1, "exact");
        reader.session.filters(2, List.of(TopicFilter.parse("a/+")), List.of());
        reader.credit(1 << 20, 1);
        publisher.publish(1, "exact", "a", "a/b", "a/b/c");
        publisher.publish(2, "a/x");
        reader.session.filters(3, List.of(), List.of(TopicFilter.parse("a/+")));
        publisher.publish(3, "a/b", "exact");
        assertEquals(
                List.of(
                        "hello next 1",
                        "interestAt 1 1",
                        "interestAt 2 1",
                        "range 1..4 [exact, a/b]",
                        "range 5..5 [a/x]",
                        "interestAt 3 6",
                        "range 6..7 [exact]"),
                reader.heard());
    }
}
