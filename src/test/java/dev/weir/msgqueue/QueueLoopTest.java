package dev.weir.msgqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueLoopTest {
    /** Room for two of the small batches used here. */
    private static final long SMALL = 2_000;

    private Stage stage = new Stage(1 << 20);

    @AfterEach
    void holdsNoBatchOnceItIsClosed() {
        stage.close();
    }

    private void withSmallLog() {
        stage.close();
        stage = new Stage(SMALL);
    }

    /** Publishes single messages until the log has no room for the next. */
    private long fill(Stage.EdgeEnd publisher) {
        long seq = 1;
        while (stage.log.hasRoom(Batches.ofTopics(publisher.id, 1, "t").footprint())) {
            publisher.publish(seq++, "t");
        }
        return seq;
    }

    @Test
    void confirmsABatchAtTheEndOfTheTurn() {
        Stage.EdgeEnd publisher = stage.publisher(1);
        publisher.publish(1, "a", "b");
        assertEquals(List.of("hello next 1", "result 1 1+2"), publisher.heard());
    }

    @Test
    void sendsCommittedBatchesToReadersInOrder() {
        Stage.EdgeEnd publisher = stage.publisher(1);
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.credit(1 << 20, 1);
        publisher.publish(1, "a", "b");
        publisher.publish(2, "c");
        assertEquals(List.of("hello next 1", "range 1..2 [a, b]", "range 3..3 [c]"), reader.heard());
    }

    @Test
    void letsWhatFindsNoRoomWaitAndConfirmsItLater() {
        withSmallLog();
        Stage.EdgeEnd publisher = stage.publisher(1);
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.credit(1 << 20, 1);
        long seq = fill(publisher);
        publisher.heard();
        publisher.publish(seq, "late");
        assertEquals(List.of(), publisher.heard());
        reader.credit(0, seq);
        assertEquals(List.of("result " + seq + " " + seq + "+1"), publisher.heard());
        assertTrue(reader.heard().contains("range " + seq + ".." + seq + " [late]"));
    }

    @Test
    void keepsTheOrderOfWhatWaitsEvenIfSomethingSmallerWouldFit() {
        withSmallLog();
        Stage.EdgeEnd publisher = stage.publisher(1);
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.credit(1 << 20, 1);
        publisher.publish(1, "t");
        BatchView large = Batches.ofBytes(publisher.id, 2, "large", (int) SMALL);
        stage.sent.add(large);
        publisher.session.batch(large);
        publisher.publish(3, "small");
        publisher.heard();
        reader.credit(0, 2);
        reader.credit(0, 3);
        assertEquals(List.of("result 2 2+1", "result 3 3+1"), publisher.heard());
    }

    /** An edge that flaps while the log is full must not pile its window up once for each connection. */
    @Test
    void holdsWhatWaitsOfAnEdgeOnceHoweverOftenItComesBack() {
        withSmallLog();
        Stage.EdgeEnd publisher = stage.publisher(1);
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.credit(1 << 20, 1);
        long seq = fill(publisher);
        for (int i = 0; i < 50; i++) {
            publisher.publish(seq, "late");
            publisher.publish(seq + 1, "later");
            publisher.session.close();
            publisher.connect(seq, 0, false);
        }
        assertEquals(100, stage.released());
        publisher.publish(seq, "late");
        publisher.publish(seq + 1, "later");
        publisher.heard();
        reader.credit(0, seq);
        assertEquals(
                List.of("result " + seq + " " + seq + "+1", "result " + (seq + 1) + " " + (seq + 1) + "+1"),
                publisher.heard());
    }

    /** It was never confirmed; kept for edges that never return it would grow with each that dies. */
    @Test
    void letsGoOfWhatWaitedOfAnEdgeThatIsGone() {
        withSmallLog();
        Stage.EdgeEnd publisher = stage.publisher(1);
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.credit(1 << 20, 1);
        long seq = fill(publisher);
        publisher.publish(seq, "late");
        publisher.session.close();
        assertEquals(1, stage.released());
        reader.heard();
        reader.credit(0, seq);
        assertFalse(reader.heard().toString().contains("late"));
    }

    @Test
    void answersABatchSentAgainOnANewConnectionAndSendsItToNobodyAgain() {
        Stage.EdgeEnd publisher = stage.publisher(1);
        Stage.EdgeEnd reader = stage.reader(2, false);
        reader.credit(1 << 20, 1);
        publisher.publish(1, "a");
        publisher.session.close();
        publisher.connect(1, 0, false);
        reader.heard();
        publisher.publish(1, "a");
        assertEquals(List.of("hello next 2", "result 1 1+1"), publisher.heard());
        assertEquals(List.of(), reader.heard());
    }

    @Test
    void givesUpTheOlderConnectionOfAnEdgeThatComesTwice() {
        Stage.EdgeEnd reader = stage.reader(2, false);
        var old = reader.edge;
        var oldSession = reader.session;
        reader.connect(1, 0, false);
        assertEquals(List.of("hello next 1", "closed: the edge has connected anew"), old.take());
        oldSession.close();
        reader.credit(1 << 20, 1);
        stage.publisher(1).publish(1, "a");
        assertEquals(List.of("hello next 1", "range 1..1 [a]"), reader.heard());
    }

    @Test
    void tellsAnEdgeOnceThatItBrokeTheNumberingAndGivesItUp() {
        Stage.EdgeEnd publisher = stage.publisher(1);
        publisher.publish(5, "a");
        publisher.publish(6, "b");
        assertEquals(List.of("hello next 1", "closed: batch 5 is out of its order"), publisher.heard());
        assertEquals(2, stage.released());
        assertEquals(0, stage.log.committed());
    }

    @Test
    void givesUpALinkWithABatchOfAnotherOnce() {
        Stage.EdgeEnd publisher = stage.publisher(1);
        for (int i = 0; i < 3; i++) {
            BatchView foreign = Batches.ofTopics(new LinkId(9, 9), 1, "a");
            stage.sent.add(foreign);
            publisher.session.batch(foreign);
        }
        assertEquals(List.of("hello next 1", "closed: a batch without a hello of its link"), publisher.heard());
    }

    @Test
    void freesWhatALostReaderNeededWhenItsGraceTimeIsOver() {
        Stage.EdgeEnd publisher = stage.publisher(1);
        Stage.EdgeEnd lost = stage.reader(2, false);
        Stage.EdgeEnd other = stage.reader(3, false);
        publisher.publish(1, "a");
        lost.session.close();
        other.credit(1 << 20, 1);
        other.credit(0, 2);
        stage.now = Stage.GRACE - 1;
        stage.loop.tick();
        stage.loose.endTurn();
        assertEquals(0, stage.released());
        stage.now = Stage.GRACE;
        stage.loop.tick();
        stage.loose.endTurn();
        assertEquals(1, stage.released());
    }

    @Test
    void letsGoOfEverythingAndTellsTheEdgesWhenItIsClosed() {
        withSmallLog();
        Stage.EdgeEnd publisher = stage.publisher(1);
        long seq = fill(publisher);
        publisher.publish(seq, "late");
        publisher.heard();
        stage.loop.close();
        stage.log.close();
        assertEquals(List.of("closed: the queue has stopped"), publisher.heard());
        publisher.publish(seq, "much later");
        assertEquals(stage.sent.size(), stage.released());
        assertFalse(publisher.heard().contains("result"));
    }
}
