package dev.weir.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchRoundTripTest {
    private final LinkId link = new LinkId(0x0123456789abcdefL, -2);

    private record Sent(byte[] topic, byte[] payload) {}

    @Test
    void readsBackWhateverWasWritten() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<Sent> sent = new ArrayList<>();
            BatchWriter writer = new BatchWriter(Batches.ALLOC, link);
            for (int n = 1 + random.nextInt(20); n > 0; n--) {
                Sent s = new Sent(bytes(random, random.nextInt(256)), bytes(random, random.nextInt(2000)));
                sent.add(s);
                writer.seed(s.topic(), s.topic().length, s.payload(), 0, s.payload().length);
            }
            BatchView batch = writer.finish(round + 1, 7);
            assertNull(BatchCheck.problem(batch.bytes(), 2000), () -> "seed " + seed);
            isSame(sent, batch, round + 1, "seed " + seed);
            batch.release();
        }
    }

    private void isSame(List<Sent> sent, BatchView batch, long seq, String seed) {
        assertEquals(sent.size(), batch.count(), seed);
        assertEquals(sent.size(), batch.accepted(), seed);
        assertEquals(seq, batch.batchSeq(), seed);
        assertEquals(7, batch.baseOffset(), seed);
        assertEquals(link, batch.linkId(), seed);
        int m = batch.first();
        for (Sent s : sent) {
            assertTrue(batch.seed(m), seed);
            assertFalse(batch.refused(m), seed);
            assertEquals(new String(s.topic(), UTF_8), text(batch, batch.topicAt(m), batch.topicLength(m)), seed);
            assertEquals(new String(s.payload(), UTF_8), text(batch, batch.payloadAt(m), batch.payloadLength(m)), seed);
            m = batch.next(m);
        }
        assertEquals(batch.end(), m, seed);
    }

    private static String text(BatchView batch, int at, int length) {
        return batch.bytes().toString(at, length, UTF_8);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void startsAnewAfterABatchIsFinished() {
        BatchWriter writer = new BatchWriter(Batches.ALLOC, link);
        Batches.add(writer, "a", "first");
        BatchView first = writer.finish(1, 0);
        assertTrue(writer.isEmpty());
        Batches.add(writer, "b", "second");
        BatchView second = writer.finish(2, 0);
        assertEquals(List.of("first"), Batches.payloads(first));
        assertEquals(List.of("second"), Batches.payloads(second));
        first.release();
        second.release();
    }

    @Test
    void takesOneMessageOfAnySizeAndThenNoMore() {
        BatchWriter writer = new BatchWriter(Batches.ALLOC, link);
        assertTrue(writer.fits(1, 1 << 20));
        Batches.add(writer, "a", "x".repeat(1 << 20));
        assertFalse(writer.fits(1, 1));
        writer.finish(1, 0).release();
    }

    @Test
    void fillsABatchUpToItsLimitAndNotAByteMore() {
        BatchWriter writer = new BatchWriter(Batches.ALLOC, link);
        Batches.add(writer, "a", "");
        int left = BatchFormat.BATCH_BYTES_MAX - writer.length() - BatchFormat.MESSAGE_HEADER;
        assertTrue(writer.fits(0, left));
        assertFalse(writer.fits(0, left + 1));
        writer.discard();
    }

    @Test
    void copiesAMessageWithItsStamps() {
        BatchView from = Batches.stamped(Batches.ofTopics(link, 1, "a", "b", "c"), 40);
        BatchWriter writer = new BatchWriter(Batches.ALLOC, link);
        writer.copy(from, from.next(from.first()));
        BatchView copy = writer.finish(9, 40);
        assertEquals(List.of("b"), Batches.payloads(copy));
        assertEquals(List.of(41L), Batches.offsets(copy));
        from.release();
        copy.release();
    }

    @Test
    void stampsOnlyWhatIsTheQueuesToStamp() {
        BatchView batch = Batches.ofTopics(link, 3, "a");
        batch.stampBase(11);
        batch.stamp(batch.first(), 11, 1_700_000_000_000L, 5);
        assertEquals(11, batch.baseOffset());
        assertEquals(11, batch.lastOffset());
        assertEquals(1_700_000_000_000L, batch.time(batch.first()));
        assertEquals(5, batch.prev(batch.first()));
        assertEquals(3, batch.batchSeq());
        assertEquals(List.of("a"), Batches.payloads(batch));
        batch.release();
    }

    @Test
    void givesItsBytesBackWhenTheLastReferenceGoes() {
        BatchView batch = Batches.ofTopics(link, 1, "a");
        batch.retain();
        var slice = batch.retainedSlice();
        batch.release();
        batch.release();
        assertEquals(1, batch.bytes().refCnt());
        slice.release();
        assertEquals(0, batch.bytes().refCnt());
    }

    @Test
    void namesAnEdgeByTwoLongsInHex() {
        assertEquals("0123456789abcdeffffffffffffffffe", link.toString());
        assertNotEquals(LinkId.random(), LinkId.random());
    }
}
