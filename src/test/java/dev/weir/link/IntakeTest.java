package dev.weir.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchCheck;
import dev.weir.message.BatchFormat;
import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.web.LooseConnections;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final int BYTES_MAX = 64 * 1024;
    private static final int WINDOW = 3;

    private final LooseConnections loose = new LooseConnections();
    private final RecordingQueue queue = new RecordingQueue();
    private final Intake intake = new Intake(loose.turn(), PooledByteBufAllocator.DEFAULT, BYTES_MAX, WINDOW);

    @AfterEach
    void givesEverythingBack() {
        intake.discard();
        loose.close();
    }

    private void say(String message) {
        byte[] bytes = message.getBytes(UTF_8);
        intake.seed(new byte[] {'t'}, 1, bytes, 0, bytes.length);
    }

    private void sayInATurn(String... messages) {
        for (String message : messages) {
            say(message);
        }
        loose.endTurn();
    }

    private void link() {
        intake.linked(queue);
        intake.hello(QueueHello.seed(1));
        loose.endTurn();
    }

    @Test
    void sendsATurnsMessagesAsOneBatch() {
        link();
        sayInATurn("a", "b");
        sayInATurn("c");
        assertEquals(List.of("hello 1 next 0", "batch 1 [a, b]", "batch 2 [c]"), queue.take());
    }

    @Test
    void keepsTheWindowAndLetsTheOpenBatchGrowMeanwhile() {
        link();
        sayInATurn("a");
        sayInATurn("b");
        sayInATurn("c");
        sayInATurn("d");
        sayInATurn("e");
        assertEquals(List.of("hello 1 next 0", "batch 1 [a]", "batch 2 [b]", "batch 3 [c]"), queue.take());
        intake.result(1, BatchResult.stored(1, 1));
        loose.endTurn();
        assertEquals(List.of("batch 4 [d, e]"), queue.take());
    }

    @Test
    void waitsForTheWelcomeBeforeItSends() {
        intake.linked(queue);
        sayInATurn("a");
        assertEquals(List.of("hello 1 next 0"), queue.take());
        intake.hello(QueueHello.seed(1));
        loose.endTurn();
        assertEquals(List.of("batch 1 [a]"), queue.take());
    }

    @Test
    void collectsLargeBatchesWhileThereIsNoLink() {
        for (int i = 0; i < 100; i++) {
            sayInATurn("m");
        }
        link();
        List<String> lines = queue.take();
        assertEquals(2, lines.size(), () -> "a batch for each turn: " + lines);
        assertTrue(lines.get(1).startsWith("batch 1 [m, m, m"));
    }

    @Test
    void sendsEverythingUnconfirmedAgainUnderItsOldNumbers() {
        link();
        sayInATurn("a");
        sayInATurn("b");
        sayInATurn("c");
        intake.result(1, BatchResult.stored(1, 1));
        intake.closed("lost");
        sayInATurn("d");
        queue.take();
        link();
        assertEquals(List.of("hello 2 next 0", "batch 2 [b]", "batch 3 [c]", "batch 4 [d]"), queue.take());
    }

    @Test
    void ignoresAResultThatIsNotDue() {
        link();
        sayInATurn("a");
        sayInATurn("b");
        intake.result(2, BatchResult.stored(1, 1));
        intake.result(7, BatchResult.stored(1, 1));
        assertFalse(intake.isConfirmed(1));
        intake.result(1, BatchResult.stored(1, 1));
        intake.result(1, BatchResult.stored(1, 1));
        assertTrue(intake.isConfirmed(1));
        assertFalse(intake.isConfirmed(2));
    }

    @Test
    void ignoresAResultForWhatItHasNotSentOnThisConnection() {
        link();
        sayInATurn("a");
        intake.closed("lost");
        intake.linked(queue);
        intake.result(1, BatchResult.stored(1, 1));
        queue.take();
        intake.hello(QueueHello.seed(1));
        loose.endTurn();
        assertEquals(List.of("batch 1 [a]"), queue.take());
    }

    @Test
    void isFullAtItsLimitAndWakesSessionsAtHalf() {
        link();
        List<String> woken = new ArrayList<>();
        String large = "x".repeat(20_000);
        sayInATurn(large);
        sayInATurn(large);
        sayInATurn(large);
        assertFalse(intake.isFull());
        sayInATurn(large);
        assertTrue(intake.isFull());
        intake.whenRoom(() -> woken.add("first"));
        Runnable left = () -> woken.add("left");
        intake.whenRoom(left);
        intake.whenRoom(() -> woken.add("second"));
        intake.forget(left);
        intake.result(1, BatchResult.stored(1, 1));
        intake.result(2, BatchResult.stored(2, 1));
        loose.endTurn();
        assertEquals(List.of(), woken);
        intake.result(3, BatchResult.stored(3, 1));
        assertEquals(List.of("first", "second"), woken);
        assertFalse(intake.isFull());
    }

    @Test
    void tellsWhenWhatCameBeforeIsConfirmed() {
        link();
        List<String> confirmed = new ArrayList<>();
        sayInATurn("a");
        assertEquals(1, intake.lastSeq());
        say("b");
        assertEquals(2, intake.lastSeq());
        intake.whenConfirmed(1, () -> confirmed.add("a"));
        intake.whenConfirmed(2, () -> confirmed.add("b"));
        Runnable left = () -> confirmed.add("left");
        intake.whenConfirmed(2, left);
        intake.forget(left);
        loose.endTurn();
        intake.result(1, BatchResult.stored(1, 1));
        assertEquals(List.of("a"), confirmed);
        intake.result(2, BatchResult.stored(2, 1));
        assertEquals(List.of("a", "b"), confirmed);
    }

    @Test
    void isEmptiedWhenAllIsConfirmed() {
        link();
        assertTrue(intake.emptied().isComplete());
        say("a");
        var emptied = intake.emptied();
        loose.endTurn();
        assertFalse(emptied.isComplete());
        intake.result(1, BatchResult.stored(1, 1));
        assertTrue(emptied.succeeded());
        assertTrue(intake.isEmpty());
    }

    @Test
    void closesABatchThatIsLargeEnoughWithinTheTurn() {
        link();
        queue.take();
        String half = "x".repeat(BatchFormat.BATCH_BYTES_MAX / 2);
        say(half);
        say(half);
        say("z");
        loose.endTurn();
        List<String> lines = queue.take();
        assertEquals(2, lines.size());
        assertTrue(lines.get(1).endsWith("z]"));
    }

    private static final int[] LENGTHS = {1, 1, 0, 4};

    private void publish(ResultListener listener, String data) {
        byte[] parts = "tk\u0001up1".getBytes(UTF_8);
        byte[] payload = data.getBytes(UTF_8);
        intake.message(parts, LENGTHS, 5, false, payload, 0, payload.length, listener);
    }

    @Test
    void tellsEachListenerTheResultOfItsBatchOnceInOrder() {
        List<String> told = new ArrayList<>();
        ResultListener a = (seq, result) -> told.add("a " + seq + " " + result.base());
        ResultListener b = (seq, result) -> told.add("b " + seq + " " + result.base());
        link();
        publish(a, "1");
        publish(b, "2");
        assertEquals(1, intake.lastMember());
        publish(a, "3");
        loose.endTurn();
        publish(b, "4");
        assertEquals(0, intake.lastMember());
        loose.endTurn();
        assertEquals(List.of("hello 1 next 0", "batch 1 [1, 2, 3]", "batch 2 [4]"), queue.take());
        intake.result(1, BatchResult.stored(10, 3));
        assertEquals(List.of("a 1 10", "b 1 10"), told);
        intake.result(2, BatchResult.stored(13, 1));
        assertEquals("b 2 13", told.get(2));
        assertEquals(3, told.size());
    }

    @Test
    void tellsNothingToAListenerThatHasGone() {
        List<String> told = new ArrayList<>();
        ResultListener gone = (seq, result) -> told.add("gone");
        link();
        publish(gone, "1");
        loose.endTurn();
        intake.forget(gone);
        intake.result(1, BatchResult.stored(1, 1));
        assertEquals(List.of(), told);
    }

    @Test
    void writesEveryPartOfANativeMessage() {
        intake.linked(queue);
        intake.hello(QueueHello.seed(1));
        queue.keeps = true;
        publish((seq, result) -> {}, "{}");
        loose.endTurn();
        BatchView batch = queue.kept.remove(0);
        int m = batch.first();
        assertNull(BatchCheck.problem(batch.bytes(), 2));
        assertEquals("t", text(batch, batch.topicAt(m), batch.topicLength(m)));
        assertEquals("k", text(batch, batch.keyAt(m), batch.keyLength(m)));
        assertEquals("", text(batch, batch.headersAt(m), batch.headersLength(m)));
        assertEquals("\u0001up1", text(batch, batch.producerAt(m), batch.producerLength(m)));
        assertEquals("{}", text(batch, batch.payloadAt(m), batch.payloadLength(m)));
        assertEquals(5, batch.sequence(m));
        batch.release();
    }

    private static String text(BatchView batch, int at, int length) {
        return batch.bytes().toString(at, length, UTF_8);
    }
}
