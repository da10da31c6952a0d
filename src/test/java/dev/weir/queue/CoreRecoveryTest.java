package dev.weir.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is decided is replayed to the same state, and nothing else is. */
class CoreRecoveryTest {
    private static final LinkId LINK = new LinkId(0x0011223344556677L, 0x8899aabbccddeeffL);
    private static final LinkId OTHER = new LinkId(0, 2);

    private final Recorded effects = new Recorded();
    private final QueueCore core = started(settings(Overflow.REJECT, 4));

    static CoreSettings settings(Overflow overflow, int producersMax) {
        return new CoreSettings(true, overflow, false, true, 1_000, 100, 5_000, producersMax, 800);
    }

    private QueueCore started(CoreSettings settings) {
        QueueCore started = new QueueCore(settings);
        started.start(0, effects);
        started.linkOpened(LINK, 1, 0);
        return started;
    }

    @AfterEach
    void release() {
        effects.release();
    }

    /** One message for each {@code producer:number}, on the topic "t". */
    private BatchView publish(long seq, String... numbered) {
        BatchWriter writer = new BatchWriter(Batches.ALLOC, LINK);
        for (String n : numbered) {
            String producer = n.substring(0, n.indexOf(':'));
            byte[] parts = ("t\u0001u" + producer).getBytes(StandardCharsets.US_ASCII);
            int[] lengths = {1, 0, 0, parts.length - 1};
            long sequence = Long.parseLong(n.substring(n.indexOf(':') + 1));
            writer.message(parts, lengths, sequence, false, n.getBytes(StandardCharsets.US_ASCII), 0, n.length());
        }
        BatchView batch = writer.finish(seq, 0);
        core.publish(batch, 1_000, effects);
        return batch;
    }

    private static ByteBuf golden(String name) throws IOException {
        try (InputStream in = CoreRecoveryTest.class.getResourceAsStream("/golden/queue/" + name + ".hex")) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            String hex = text.replaceAll("#[^\n]*", "").replaceAll("\\s", "");
            return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
        }
    }

    private static String saved(QueueCore core) {
        ByteBuf out = Unpooled.buffer();
        core.save(out);
        return ByteBufUtil.hexDump(out);
    }

    @Test
    void storesAProducersNumberOnceAlsoWithinABatch() {
        publish(1, "p:1", "p:2", "p:1", "q:1");
        publish(2, "p:2", "p:5000", "p:3", "p:0", "p:0");
        assertEquals(
                List.of(
                        "append 1..3 [p:1, p:2, p:1, q:1]",
                        "confirm " + LINK.low() + "/1 1+4 2:DUPLICATE:1",
                        "append 4..6 [p:2, p:5000, p:3, p:0, p:0]",
                        "confirm " + LINK.low() + "/2 4+5 0:DUPLICATE:2 2:TOO_OLD:0"),
                effects.take());
    }

    @Test
    void logsABatchOfDuplicatesOnly() {
        publish(1, "p:1");
        effects.take();
        BatchView again = publish(2, "p:1");
        assertEquals(List.of("append 2..1 [p:1]", "confirm " + LINK.low() + "/2 2+1 0:DUPLICATE:1"), effects.take());
        assertTrue(again.refused(again.first()) && again.duplicate(again.first()));
        assertEquals(1, core.last());
    }

    @Test
    void replaysWhatItDecidedToTheSameState() {
        publish(1, "p:1", "q:7", "p:1");
        publish(2, "p:2", "p:9");
        QueueCore replayed = new QueueCore(settings(Overflow.REJECT, 4));
        assertNotEquals(core.stateHash(), replayed.stateHash());
        effects.logged.forEach(replayed::replay);
        assertEquals(core.stateHash(), replayed.stateHash());
        assertEquals(saved(core), saved(replayed));
    }

    @Test
    void refusesToReplayOtherStamps() {
        BatchView batch = publish(1, "p:1", "p:1", "q:2");
        int first = batch.first();
        int second = batch.next(first);
        mismatch(() -> batch.stampBase(2));
        batch.stampBase(1);
        mismatch(() -> batch.stamp(first, 2, 0, 0));
        batch.stamp(first, 1, 0, 0);
        mismatch(() -> batch.stamp(first, 1, 0, 1));
        batch.stamp(first, 1, 0, 0);
        mismatch(() -> batch.stamp(second, 9, 0, 0));
        batch.stamp(second, 1, 0, 0);
        new QueueCore(settings(Overflow.REJECT, 4)).replay(batch);
        mismatch(() -> batch.stampRefused(first, false, 1, 0));
    }

    private void mismatch(Runnable spoil) {
        spoil.run();
        QueueCore replayed = new QueueCore(settings(Overflow.REJECT, 4));
        assertThrows(ReplayMismatch.class, () -> replayed.replay(effects.logged.get(0)));
    }

    @Test
    void replaysABatchOnceButAllowsNumbersToBeLeftOut() {
        publish(1, "p:1");
        core.linkOpened(LINK, 7, 0);
        publish(7, "p:2");
        QueueCore replayed = new QueueCore(settings(Overflow.REJECT, 4));
        effects.logged.forEach(replayed::replay);
        assertEquals(core.stateHash(), replayed.stateHash());
        assertThrows(ReplayMismatch.class, () -> replayed.replay(effects.logged.get(1)));
    }

    @Test
    void writesTheSnapshotThatTheDrawingSays() throws IOException {
        publish(1, "p:1", "p:2", "p:1", "q:70");
        core.popJoined(1, 1, 0, effects);
        assertEquals(ByteBufUtil.hexDump(golden("snapshot")), saved(core));
        QueueCore loaded = new QueueCore(settings(Overflow.REJECT, 4));
        loaded.load(golden("snapshot"));
        assertEquals(saved(core), saved(loaded));
        assertEquals(core.stateHash(), loaded.stateHash());
    }

    /** From before there were groups, and from before poppers were one. */
    @Test
    void readsOlderSnapshots() throws IOException {
        for (String older : List.of("snapshot-1", "snapshot-2")) {
            QueueCore loaded = new QueueCore(settings(Overflow.REJECT, 4));
            loaded.load(golden(older));
            assertEquals(ByteBufUtil.hexDump(golden("snapshot")), saved(loaded), older);
        }
    }

    /** Since poppers are a group, their creation and their floor are written as those of groups are. */
    @Test
    void readsOlderEntriesOfThePopGroup() throws IOException {
        publish(1, "p:1", "p:2");
        ByteBuf older = golden("entries-pop");
        core.replayEntry(older.slice(0, 12));
        core.replayEntry(older.slice(12, 12));
        QueueCore other = new QueueCore(settings(Overflow.REJECT, 4));
        effects.logged.forEach(other::replay);
        other.start(0, effects);
        other.popJoined(1, 1, 0, effects);
        effects.notes.clear();
        other.groups().reset(Objects.requireNonNull(other.groups().find("$pop")), 2, effects);
        assertEquals(other.stateHash(), core.stateHash());
    }

    @Test
    void refusesASnapshotThatIsNotWhole() throws IOException {
        ByteBuf whole = golden("snapshot");
        for (int cut = 0; cut < whole.readableBytes(); cut++) {
            ByteBuf part = whole.slice(0, cut);
            assertThrows(ReplayMismatch.class, () -> new QueueCore(settings(Overflow.REJECT, 4)).load(part));
        }
        ByteBuf more = Unpooled.buffer().writeBytes(whole).writeByte(0);
        assertThrows(ReplayMismatch.class, () -> new QueueCore(settings(Overflow.REJECT, 4)).load(more));
        ByteBuf newer = more.setByte(0, 4).writerIndex(more.writerIndex() - 1);
        assertThrows(ReplayMismatch.class, () -> new QueueCore(settings(Overflow.REJECT, 4)).load(newer));
    }

    @Test
    void writesItsEntriesAsTheDrawingSays() throws IOException {
        ByteBuf all = Unpooled.buffer();
        all.writeBytes(Entries.linkForgotten(LINK)).writeBytes(Entries.producersEvicted(0x0102030405060708L));
        all.writeBytes(Entries.firstHeld(9));
        assertEquals(ByteBufUtil.hexDump(golden("entries")), ByteBufUtil.hexDump(all));
    }

    @Test
    void refusesEntriesThatCannotHaveBeenDecided() {
        publish(1, "p:1");
        for (ByteBuf entry : List.of(
                Entries.linkForgotten(OTHER),
                Entries.firstHeld(3),
                Entries.firstHeld(0),
                pop(5, 1),
                pop(4, 3),
                pop(4, 1).setByte(0, 2),
                pop(4, 1).setByte(1, 6),
                Entries.linkForgotten(LINK).setByte(1, 5),
                Unpooled.wrappedBuffer(new byte[3]))) {
            assertThrows(ReplayMismatch.class, () -> core.replayEntry(entry), ByteBufUtil.hexDump(entry));
        }
        core.replayEntry(pop(4, 1));
        assertThrows(ReplayMismatch.class, () -> core.replayEntry(pop(4, 1)));
        assertThrows(ReplayMismatch.class, () -> core.replayEntry(pop(5, 3)));
    }

    private static ByteBuf pop(int kind, long offset) {
        return Unpooled.buffer().writeByte(1).writeByte(kind).writeShort(0).writeLong(offset);
    }

    @Test
    void evictsTheProducersUsedLeastLatelyByAnEntry() {
        publish(1, "a:1");
        publish(2, "b:1");
        publish(3, "c:1");
        publish(4, "d:1");
        publish(5, "e:1");
        assertEquals(List.of(), effects.notes);
        effects.take();
        publish(6, "a:1");
        assertEquals(List.of(ByteBufUtil.hexDump(Entries.producersEvicted(4))), effects.notes);
        assertEquals("confirm " + LINK.low() + "/6 6+1", effects.take().get(1));
        publish(7, "b:1", "c:1");
        assertEquals(
                "confirm " + LINK.low() + "/7 7+2 1:DUPLICATE:3", effects.take().get(1));
    }

    @Test
    void evictsIdleProducersByAnEntry() {
        publish(1, "a:1");
        core.tick(0, effects);
        core.tick(700, effects);
        publish(2, "b:1");
        core.tick(799, effects);
        assertEquals(List.of(), effects.notes);
        core.tick(800, effects);
        core.tick(1_500, effects);
        assertEquals(List.of(), effects.notes); // nobody was last used before the marks of 0 and 700 ms
        core.tick(1_600, effects);
        assertEquals(List.of(ByteBufUtil.hexDump(Entries.producersEvicted(3))), effects.notes);
        publish(3, "b:1", "a:1");
        assertTrue(effects.take().get(5).endsWith("0:DUPLICATE:2"));
    }

    @Test
    void answersABatchRefusedWholeTheSameWayAgain() {
        BatchView batch = Batches.ofTopics(LINK, 1, "a", "b");
        core.refuseBatch(batch, MemberStatus.STORAGE_FULL, effects);
        assertEquals(0, batch.bytes().refCnt());
        core.publish(Batches.ofTopics(LINK, 1, "a", "b"), 0, effects);
        publish(2, "p:1");
        core.refuseBatch(Batches.ofTopics(LINK, 2, "x"), MemberStatus.UNAVAILABLE, effects);
        String full = "confirm " + LINK.low() + "/1 0+2 0:STORAGE_FULL:0 1:STORAGE_FULL:0";
        String stored = "confirm " + LINK.low() + "/2 1+1";
        assertEquals(List.of(full, full, "append 1..1 [p:1]", stored, stored), effects.take());
    }

    @Test
    void saysThatABatchRefusedInAnEarlierLifeIsUnknown() {
        core.refuseBatch(Batches.ofTopics(LINK, 1, "a"), MemberStatus.STORAGE_FULL, effects);
        publish(2, "p:1");
        QueueCore next = new QueueCore(settings(Overflow.REJECT, 4));
        effects.logged.forEach(next::replay);
        next.start(0, effects);
        next.linkOpened(LINK, 1, 0);
        effects.take();
        next.publish(Batches.ofTopics(LINK, 1, "a"), 0, effects);
        next.publish(Batches.ofTopics(LINK, 2, "b"), 0, effects);
        assertEquals(
                List.of("confirm " + LINK.low() + "/1 0+1 0:UNAVAILABLE:0", "confirm " + LINK.low() + "/2 1+1"),
                effects.take());
    }

    @Test
    void forgetsALinkByAnEntry() {
        publish(1, "p:1");
        core.linkClosed(LINK, 10);
        core.linkOpened(OTHER, 1, 10);
        core.linkLeft(OTHER, 0, effects); // nothing of it is in the log
        core.tick(5_009, effects);
        assertEquals(List.of(), effects.notes);
        core.tick(5_010, effects);
        assertEquals(List.of(ByteBufUtil.hexDump(Entries.linkForgotten(LINK))), effects.notes);
        assertTrue(core.state().ledgers.isEmpty());
    }
}
