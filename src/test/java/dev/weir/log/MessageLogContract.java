package dev.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link MessageLog} does. A log that commits later than it appends lets {@link #settle} wait for that. */
abstract class MessageLogContract {
    private final LinkId link = new LinkId(1, 1);
    private final List<BatchView> appended = new ArrayList<>();
    private MessageLog log;

    /** An empty log with room for so many bytes. */
    abstract MessageLog open(long bytesMax) throws Exception;

    /** Waits until everything appended is committed. */
    abstract void settle(MessageLog log) throws Exception;

    /** Has the log's loop run until this holds. */
    abstract void await(BooleanSupplier done) throws Exception;

    private MessageLog log(long bytesMax) throws Exception {
        log = open(bytesMax);
        return log;
    }

    @AfterEach
    void closesWithoutKeepingAReference() {
        if (log != null) {
            log.close();
        }
        appended.forEach(batch -> assertEquals(0, batch.bytes().refCnt(), "a batch is still held after close"));
    }

    private BatchView append(MessageLog log, long first, int count) {
        String[] topics = new String[count];
        java.util.Arrays.fill(topics, "t");
        BatchView batch = Batches.stamped(Batches.ofTopics(link, first, topics), first);
        appended.add(batch);
        log.append(batch, first, first + count - 1);
        return batch;
    }

    @Test
    void isEmptyAtFirst() throws Exception {
        MessageLog log = log(1 << 20);
        assertEquals(0, log.committed());
        assertEquals(1, log.first());
        assertNull(log.at(0));
        assertNull(log.at(1));
        assertTrue(log.hasRoom(1));
    }

    @Test
    void findsTheBatchOfEveryOffset() throws Exception {
        MessageLog log = log(1 << 20);
        long next = 1;
        for (int count = 1; count <= 40; count++) {
            append(log, next, count);
            next += count;
        }
        settle(log);
        assertEquals(next - 1, log.committed());
        for (long offset = 1; offset < next; offset++) {
            LogEntry entry = log.at(offset);
            assertNotNull(entry, "offset " + offset);
            assertTrue(entry.first() <= offset && offset <= entry.last());
            assertEquals(entry.first(), Batches.offsets(entry.batch()).get(0));
            assertEquals(entry.last() - entry.first() + 1, entry.batch().count());
        }
        assertNull(log.at(next));
    }

    @Test
    void refusesAHole() throws Exception {
        MessageLog log = log(1 << 20);
        append(log, 1, 2);
        BatchView batch = Batches.ofTopics(link, 9, "t");
        assertThrows(IllegalStateException.class, () -> log.append(batch, 4, 4));
        assertThrows(IllegalStateException.class, () -> log.append(batch, 2, 2));
        assertThrows(IllegalStateException.class, () -> log.append(batch, 3, 1));
        batch.release();
    }

    @Test
    void freesNothingThatIsNotBelow() throws Exception {
        MessageLog log = log(1 << 20);
        append(log, 1, 3);
        append(log, 4, 3);
        settle(log);
        log.free(3);
        assertNotNull(log.at(1));
        log.free(4);
        assertTrue(log.first() <= 4);
        assertNotNull(log.at(4));
        assertEquals(6, log.committed());
    }

    @Test
    void lendsABatchThatAReaderMayKeep() throws Exception {
        MessageLog log = log(1 << 20);
        BatchView batch = append(log, 1, 1);
        settle(log);
        BatchView kept = log.at(1).batch().retain();
        log.free(2);
        assertEquals(List.of("t"), Batches.payloads(kept));
        kept.release();
        assertTrue(batch.bytes().refCnt() <= 1, "the reader's reference is given back");
    }

    @Test
    void takesABatchOfWhichNothingWasStored() throws Exception {
        MessageLog log = log(1 << 20);
        append(log, 1, 1);
        BatchView none = Batches.ofTopics(link, 2, "t");
        appended.add(none);
        none.stampBase(2);
        none.stampRefused(none.first(), false, 0, 0);
        log.append(none, 2, 1);
        append(log, 2, 2);
        settle(log);
        assertEquals(3, log.committed());
        assertEquals(2, log.at(2).first());
        assertNull(log.at(4));
    }

    /** The answer, which may come later. */
    private long answer(MessageLog log, Consumer<LongConsumer> question) throws Exception {
        long[] answer = {-1};
        question.accept(offset -> answer[0] = offset);
        await(() -> answer[0] >= 0);
        return answer[0];
    }

    @Test
    void followsATopicBackwards() throws Exception {
        MessageLog log = log(Long.MAX_VALUE);
        for (int i = 0; i < 400; i++) {
            BatchView batch = Batches.stamped(Batches.ofTopics(link, i + 1, "a", "b", "a"), 3L * i + 1);
            int first = batch.first();
            int third = batch.next(batch.next(first));
            batch.stamp(first, 3L * i + 1, 1000 + i, i == 0 ? 0 : 3L * i);
            batch.stamp(third, 3L * i + 3, 1000 + i, 3L * i + 1);
            appended.add(batch);
            log.append(batch, 3L * i + 1, 3L * i + 3);
        }
        settle(log);
        assertEquals(1200, answer(log, then -> log.chain(1200, 0, then)));
        assertEquals(1198, answer(log, then -> log.chain(1200, 1, then)));
        assertEquals(1197, answer(log, then -> log.chain(1200, 2, then)));
        assertEquals(1200 - 3 * 200, answer(log, then -> log.chain(1200, 400, then)));
        assertEquals(1, answer(log, then -> log.chain(1200, 10_000, then)));
    }

    @Test
    void findsTheFirstMessageOfATime() throws Exception {
        MessageLog log = log(Long.MAX_VALUE);
        for (int i = 0; i < 50; i++) {
            BatchView batch = Batches.ofTopics(link, i + 1, "a");
            Batches.stamped(batch, i + 1);
            batch.stamp(batch.first(), i + 1, 1000 + 10L * i, i);
            appended.add(batch);
            log.append(batch, i + 1, i + 1);
        }
        settle(log);
        assertEquals(1, answer(log, then -> log.offsetAtTime(0, then)));
        assertEquals(3, answer(log, then -> log.offsetAtTime(1011, then)));
        assertEquals(3, answer(log, then -> log.offsetAtTime(1020, then)));
        assertEquals(51, answer(log, then -> log.offsetAtTime(1_491, then)));
    }

    @Test
    void knowsItsOwnLifeAndTellsStrangersEverythingAnew() throws Exception {
        MessageLog log = log(Long.MAX_VALUE);
        append(log, 1, 3);
        settle(log);
        assertTrue(log.isGood(log.epoch(), 4));
        Epoch stranger = new Epoch(log.epoch().logId() + 1, 1);
        assertFalse(log.isGood(stranger, 1));
        assertEquals(log.first(), log.anewFrom(stranger));
    }

    @Test
    void goesOnBehindWhatWasFreed() throws Exception {
        MessageLog log = log(1 << 20);
        append(log, 1, 5);
        settle(log);
        log.free(6);
        assertTrue(log.first() <= 6);
        assertEquals(5, log.committed());
        append(log, 6, 1);
        settle(log);
        assertNotNull(log.at(6));
    }

    @Test
    void holdsWhatItShouldThroughRandomAppendsAndFrees() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MessageLog log = log(Long.MAX_VALUE);
        long next = 1;
        long freed = 1;
        for (int step = 0; step < 3_000; step++) {
            int count = 1 + random.nextInt(5);
            append(log, next, count);
            next += count;
            if (random.nextInt(3) == 0) {
                settle(log);
                freed += random.nextInt((int) (next - freed) + 1);
                log.free(freed);
            }
        }
        settle(log);
        assertTrue(log.first() <= freed, "seed " + seed);
        for (long offset = log.first(); offset < next; offset++) {
            LogEntry entry = log.at(offset);
            assertTrue(entry != null && entry.first() <= offset && offset <= entry.last(), "seed " + seed);
        }
    }
}
