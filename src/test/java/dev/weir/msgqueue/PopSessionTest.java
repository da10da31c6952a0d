package dev.weir.msgqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.web.Connection;
import dev.weir.web.LooseConnections;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PopSessionTest {
    /** About so many, without its payload. */
    private static final int MESSAGE_BYTES = 56;

    private final Stage stage = new Stage(1 << 20);
    private Stage.EdgeEnd publisher;

    private final class Popper {
        PopSession session;
        Connection connection;

        Popper(long unackedBytesMax) {
            session = stage.loose.open(Long.MAX_VALUE, c -> {
                connection = c;
                return new PopSession(c, stage.loop, unackedBytesMax);
            });
        }

        List<String> popped() {
            stage.loose.endTurn();
            return LooseConnections.texts(connection);
        }

        void proves(long delivery) {
            session.pong(ByteBuffer.allocate(8).putLong(delivery).array());
            stage.loose.endTurn();
        }
    }

    @BeforeEach
    void open() {
        publisher = stage.publisher(1);
    }

    @AfterEach
    void holdsNoBatchOnceItIsClosed() {
        stage.close();
    }

    @Test
    void popsInOrderWhatWaitedAndWhatComes() {
        publisher.publish(1, "a", "b");
        Popper popper = new Popper(1_000);
        assertEquals(List.of("a", "b"), popper.popped());
        publisher.publish(2, "c");
        assertEquals(List.of("c"), popper.popped());
    }

    @Test
    void freesAMessageWhenItsPongHasComeAndNotBefore() {
        Popper popper = new Popper(1_000);
        publisher.publish(1, "a");
        publisher.publish(2, "b");
        popper.popped();
        assertEquals(0, stage.released());
        popper.proves(1);
        assertEquals(1, stage.released());
        popper.proves(2);
        assertEquals(2, stage.released());
    }

    @Test
    void ignoresPongsThatProveNothing() {
        Popper popper = new Popper(1_000);
        publisher.publish(1, "a");
        popper.popped();
        popper.proves(2);
        popper.proves(Long.MAX_VALUE);
        popper.proves(-1);
        popper.session.pong(new byte[0]);
        popper.session.pong(new byte[9]);
        assertEquals(0, stage.released());
    }

    @Test
    void givesWhatALostPopperHadNotProvedToTheNextInOrder() {
        Popper lost = new Popper(1_000);
        publisher.publish(1, "a");
        publisher.publish(2, "b");
        lost.popped();
        lost.proves(1);
        LooseConnections.drop(lost.connection);
        publisher.publish(3, "c");
        assertEquals(List.of("b", "c"), new Popper(1_000).popped());
    }

    @Test
    void givesEachMessageToOnePopperOnly() {
        Popper one = new Popper(1 << 20);
        Popper two = new Popper(1 << 20);
        Popper three = new Popper(1 << 20);
        List<String> all = new ArrayList<>();
        for (int seq = 1; seq <= 30; seq++) {
            publisher.publish(seq, "m" + seq, "n" + seq);
        }
        for (Popper popper : List.of(one, two, three)) {
            List<String> popped = popper.popped();
            assertTrue(popped.size() >= 10, () -> "an uneven share: " + popped.size() + " of 60");
            all.addAll(popped);
        }
        assertEquals(60, all.size());
        assertEquals(60, all.stream().distinct().count());
    }

    @Test
    void stopsAtItsUnprovedBytesAndGoesOnAfterThePong() {
        Popper popper = new Popper(3 * MESSAGE_BYTES);
        publisher.publish(1, "a", "b", "c", "d", "e");
        assertEquals(List.of("a", "b", "c"), popper.popped());
        popper.proves(3);
        assertEquals(List.of("d", "e"), popper.popped());
    }

    /** Without counting their headers, any number of empty messages would fit. */
    @Test
    void boundsEmptyMessagesToo() {
        Popper popper = new Popper(10 * MESSAGE_BYTES);
        String[] empty = new String[1_000];
        java.util.Arrays.fill(empty, "");
        publisher.publish(1, empty);
        assertEquals(10, popper.popped().size());
    }

    @Test
    void sendsOneMessageLargerThanItsLimitWhenNothingIsInFlight() {
        Popper popper = new Popper(10);
        BatchView large = Batches.ofBytes(publisher.id, 1, "t", 5_000);
        stage.sent.add(large);
        publisher.session.batch(large);
        publisher.publish(2, "next");
        assertEquals(1, popper.popped().size());
        popper.proves(1);
        assertEquals(List.of("next"), popper.popped());
    }
}
