package dev.weir.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchCheckTest {
    private static final int LIMIT = 1000;
    private final ByteBuf good =
            Batches.ofTopics(new LinkId(1, 2), 3, "news", "", "weather").bytes();

    @Test
    void takesAGoodBatchWhereverItBegins() {
        assertNull(BatchCheck.problem(good, LIMIT));
        ByteBuf behind = Unpooled.buffer().writeZero(17).writeBytes(good.duplicate());
        behind.skipBytes(17);
        assertNull(BatchCheck.problem(behind, LIMIT));
    }

    @Test
    void refusesEveryCut() {
        for (int length = 0; length < good.readableBytes(); length++) {
            assertNotNull(BatchCheck.problem(good.slice(0, length), LIMIT), "cut to " + length);
            // The same, with a length that agrees.
            ByteBuf cut = good.copy(0, length);
            if (length >= 4) {
                cut.setInt(0, length);
                assertNotNull(BatchCheck.problem(cut, LIMIT), "honestly cut to " + length);
            }
        }
    }

    @Test
    void refusesBytesBehindTheBatch() {
        ByteBuf longer = good.copy().writeByte(0);
        assertNotNull(BatchCheck.problem(longer, LIMIT));
        longer.setInt(0, longer.readableBytes());
        assertEquals("bytes behind the last message", BatchCheck.problem(longer, LIMIT));
    }

    @Test
    void refusesEveryGarbledLength() {
        int first = BatchFormat.BATCH_HEADER;
        int[] values = {0, 1, 47, 48, 55, 57, 255, 65_535, 1 << 20, Integer.MAX_VALUE, -1, Integer.MIN_VALUE};
        for (int at : new int[] {BatchFormat.LENGTH, BatchFormat.COUNT, first + BatchFormat.M_LENGTH}) {
            for (int value : values) {
                ByteBuf garbled = good.copy().setInt(at, value);
                assertNotNull(BatchCheck.problem(garbled, LIMIT), value + " at " + at);
            }
        }
        int length = good.getInt(first);
        for (int part = BatchFormat.M_TOPIC_LENGTH; part <= BatchFormat.M_PRODUCER_LENGTH; part += 2) {
            ByteBuf garbled = good.copy().setShort(first + part, length - BatchFormat.MESSAGE_HEADER + 1);
            assertEquals("message parts beyond the message", BatchCheck.problem(garbled, LIMIT));
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertNotNull(BatchCheck.problem(good.copy().setByte(BatchFormat.VERSION_AT, 2), LIMIT));
        assertNotNull(BatchCheck.problem(good.copy().setByte(BatchFormat.KIND, 0), LIMIT));
    }

    @Test
    void refusesAMessageThatClaimsTheQueueHasRefusedIt() {
        int flags = BatchFormat.BATCH_HEADER + BatchFormat.M_FLAGS;
        assertNotNull(BatchCheck.problem(good.copy().setShort(flags, BatchFormat.REFUSED), LIMIT));
        assertNotNull(BatchCheck.problem(good.copy().setShort(flags, 0x8000), LIMIT));
    }

    @Test
    void refusesAPayloadOverTheLimitAndATopicOver255Bytes() {
        assertNull(BatchCheck.problem(
                Batches.ofBytes(new LinkId(1, 2), 1, "t", LIMIT).bytes(), LIMIT));
        assertEquals(
                "message over the size limit",
                BatchCheck.problem(
                        Batches.ofBytes(new LinkId(1, 2), 1, "t", LIMIT + 1).bytes(), LIMIT));
        assertEquals(
                "topic over the size limit",
                BatchCheck.problem(
                        Batches.ofTopics(new LinkId(1, 2), 1, "t".repeat(256)).bytes(), LIMIT));
    }

    /** Whatever passes can be walked to its end without leaving the buffer. */
    @Test
    void neverLetsThroughWhatCannotBeWalked() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            ByteBuf garbled = good.copy();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                garbled.setByte(random.nextInt(garbled.readableBytes()), random.nextInt(256));
            }
            if (BatchCheck.problem(garbled, LIMIT) == null) {
                walk(new BatchView(garbled), "seed " + seed);
            }
        }
    }

    private static void walk(BatchView batch, String seed) {
        int count = 0;
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            batch.bytes().getBytes(batch.topicAt(m), new byte[batch.topicLength(m)]);
            batch.bytes().getBytes(batch.payloadAt(m), new byte[batch.payloadLength(m)]);
            count++;
        }
        assertEquals(batch.count(), count, seed);
        assertEquals(batch.accepted(), count, seed);
    }
}
