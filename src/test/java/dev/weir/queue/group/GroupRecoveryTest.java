package dev.weir.queue.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import dev.weir.queue.CoreSettings;
import dev.weir.queue.QueueCore;
import dev.weir.queue.ReplayMismatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a queue that has ended and come back still knows of its groups. */
class GroupRecoveryTest {
    private final GroupBench bench = new GroupBench();

    private Member started() {
        bench.shared();
        return bench.join(1, 10);
    }

    private void restart() {
        bench.commit();
        bench.restart();
    }

    @Test
    void deliversWhatWasNotAcknowledgedAgainAndNeverUnderATagThatWasUsed() {
        Member member = started();
        bench.publish("a", "a", "a", "a");
        bench.run();
        bench.nack(member, 0, false, 2L);
        bench.ack(member, 1L);
        bench.run();
        bench.nack(member, 0, false, 5L);
        bench.run();
        restart();
        assertEquals(2, bench.found().floor());
        bench.publish("a");
        Member next = bench.join(1, 10);
        assertEquals(
                List.of("1 gets 2 #8193 x3 again", "1 gets 3 #8194 again", "1 gets 4 #8195 again", "1 gets 5 #8196"),
                bench.run());
        bench.ack(next, 2L, 8_194L);
        restart();
        bench.join(1, 10);
        assertEquals(
                List.of("1 gets 2 #16385 x3 again", "1 gets 4 #16386 again", "1 gets 5 #16387 again"), bench.run());
    }

    @Test
    void forgetsAnAcknowledgementThatWasNotCommitted() {
        Member member = started();
        bench.publish("a", "a");
        bench.run();
        bench.ack(member, 1L);
        bench.commit();
        bench.ack(member, 2L);
        bench.restart();
        bench.join(1, 10);
        assertEquals(List.of("1 gets 2 #8193 again"), bench.run());
    }

    @Test
    void doesNotSayAgainOfWhatNobodyCanHaveGot() {
        Group group = bench.shared();
        bench.join(1, 10);
        bench.publish("a");
        bench.commit();
        bench.offer(group); // its reservation is not committed
        bench.restart();
        bench.join(1, 10);
        assertEquals(List.of("1 gets 1 #1"), bench.run());
    }

    @Test
    void waitsAnewAfterAFailure() {
        Member member = started();
        bench.publish("a");
        bench.run();
        bench.nack(member, 3_000, false, 1L);
        bench.after(2_999);
        restart();
        bench.join(1, 10);
        bench.after(2_999);
        assertEquals(List.of(), bench.run());
        bench.after(3_000);
        assertEquals(List.of("1 gets 1 #8193 x2 again"), bench.run());
    }

    @Test
    void buriesWhatWasDyingAndThatOnce() {
        Member member = started();
        bench.publish("a", "a");
        bench.run();
        bench.nack(member, 0, true, 1L);
        restart();
        bench.join(1, 1);
        assertEquals(
                List.of("1 gets 2 #8193 again", "3 is the dead letter of 1-1", "letter 1 x1 no"),
                bench.run().stream().sorted().toList());
        restart();
        assertEquals(2, bench.found().floor());
        bench.join(1, 10);
        assertEquals(List.of("1 gets 2 #16385 again"), bench.run());
    }

    @Test
    void buriesAgainWhenTheLetterWasNotCommitted() {
        Group group = bench.shared();
        Member member = bench.join(1, 10);
        bench.publish("a");
        bench.run();
        bench.nack(member, 0, true, 1L);
        bench.commit();
        bench.offer(group);
        assertEquals(List.of("settled 1/1", "letter 1 x1 no", "2 is the dead letter of 1-1"), bench.take());
        bench.restart();
        assertEquals(1, bench.core.last());
        bench.join(1, 1);
        assertEquals(List.of("letter 1 x1 no", "2 is the dead letter of 1-1"), bench.run());
    }

    @Test
    void beginsAgainAtItsFloorAndSkipsWhatIsDoneAboveIt() {
        Member member = started();
        bench.publish("a", "a", "a", "a", "a");
        bench.run();
        bench.ack(member, 1L, 3L, 5L);
        restart();
        bench.join(1, 10);
        assertEquals(List.of("1 gets 2 #8193 again", "1 gets 4 #8194 again"), bench.run());
        assertEquals(2, bench.found().lag(5));
    }

    /** What replays the entries, what loads the state and what decided it are the same. */
    @Test
    void savesTheStateThatItsEntriesMake() {
        Member member = started();
        bench.publish("a", "a", "a", "a");
        bench.run();
        bench.nack(member, 0, true, 1L);
        bench.nack(member, -1, false, 3L);
        bench.ack(member, 4L);
        bench.run();
        bench.restart();
        ByteBuf saved = Unpooled.buffer();
        bench.core.save(saved);
        CoreSettings settings = CoreSettings.inMemory(false, true, 1, 1, 1);
        QueueCore loaded = new QueueCore(settings);
        loaded.load(saved.duplicate());
        ByteBuf again = Unpooled.buffer();
        loaded.save(again);
        assertEquals(ByteBufUtil.hexDump(saved), ByteBufUtil.hexDump(again));
        assertEquals(bench.core.stateHash(), loaded.stateHash());
    }

    @Test
    void refusesADeadLetterThatTheGroupCannotHave() {
        Member member = started();
        long group = bench.found().id();
        bench.publish("a", "a", "a");
        bench.run();
        bench.ack(member, 2L);
        bench.commit();
        for (long[] bad : new long[][] {{group, 2, 2}, {group, 2, 1}, {group + 1, 1, 1}, {group, 0, 0}}) {
            BatchView letter = letter(bad[0], bad[1], bad[2]);
            QueueCore core = bench.replayed();
            assertThrows(ReplayMismatch.class, () -> core.replay(letter), () -> bad[1] + " to " + bad[2]);
            letter.release();
        }
        BatchView good = letter(group, 1, 1);
        QueueCore core = bench.replayed();
        core.replay(good);
        good.release();
        assertEquals(4, core.last());
    }

    private static BatchView letter(long group, long from, long of) {
        BatchWriter writer = new BatchWriter(Batches.ALLOC, LinkId.ofGroup(group));
        byte[] topic = "$dead/g".getBytes(UTF_8);
        writer.message(topic, new int[] {topic.length, 0, 0, 0}, of, false, topic, 0, 1);
        BatchView letter = Batches.stamped(writer.finish(0, 0), 4);
        letter.stampLetter(letter.first(), from);
        return letter;
    }
}
