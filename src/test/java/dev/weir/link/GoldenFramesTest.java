package dev.weir.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.protocol.StartFrom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every frame of the link protocol, and the batch encoding, against files written by hand from their drawings. */
class GoldenFramesTest {
    private static final LinkId LINK = new LinkId(0x0011223344556677L, 0x8899aabbccddeeffL);
    private static final EdgeHello HELLO = new EdgeHello(LINK, true, 7, new Epoch(0x0102030405060708L, 3), 42);
    private static final QueueHello WELCOME = new QueueHello(new Epoch(0x0102030405060708L, 3), Durability.SYNCED, 42);
    private static final BatchResult RESULT = new BatchResult(
            42,
            3,
            List.of(
                    new BatchResult.Odd(0, MemberStatus.DUPLICATE, 17),
                    new BatchResult.Odd(2, MemberStatus.STORAGE_FULL, 0)));
    private static final List<String> TO_QUEUE =
            List.of("hello", "batch", "interest", "credit", "bye", "filters", "start", "fetch");
    private static final List<String> TO_EDGE =
            List.of("welcome", "result", "interest-at", "range", "started", "fetched", "lost");

    private static final List<String> ALL_TO_QUEUE = Stream.concat(
                    TO_QUEUE.stream(), GroupFramesTest.CALLS.keySet().stream())
            .toList();
    private static final List<String> ALL_TO_EDGE =
            Stream.concat(TO_EDGE.stream(), GroupFramesTest.REPLIES.stream()).toList();

    private static final StartFrom START = new StartFrom.Offset(42, new Epoch(0x0102030405060708L, 3).toString());
    private static final Started STARTED = new Started(44, 48, new Gap(42, 43, Gap.Reason.RETENTION));

    private final LinkEncoder encoder = new LinkEncoder(UnpooledByteBufAllocator.DEFAULT);
    private final LinkDecoder decoder = new LinkDecoder();

    /** Two seed documents, one with a topic and one without, numbered 7 by the link, stamped from offset 42 on. */
    static BatchView batch() {
        BatchWriter writer = new BatchWriter(UnpooledByteBufAllocator.DEFAULT, LINK);
        byte[] topic = "ä".getBytes(UTF_8);
        byte[] document = "{\"Topic\":\"ä\"}".getBytes(UTF_8);
        writer.seed(topic, topic.length, document, 0, document.length);
        writer.seed(topic, 0, "hi".getBytes(UTF_8), 0, 2);
        BatchView batch = writer.finish(7, 42);
        int second = batch.next(batch.first());
        batch.stamp(batch.first(), 42, 1_790_000_000_000L, 40);
        batch.stamp(second, 43, 1_790_000_000_001L, 0);
        return batch;
    }

    private static List<byte[]> topics(String... topics) {
        return java.util.Arrays.stream(topics).map(t -> t.getBytes(UTF_8)).toList();
    }

    private static List<TopicFilter> filters(String... filters) {
        return java.util.Arrays.stream(filters).map(TopicFilter::parse).toList();
    }

    @Test
    void encodesEveryFrame() throws Exception {
        assertEquals(Golden.hex("hello"), Golden.hex(encoder.hello(HELLO)));
        assertEquals(Golden.hex("batch"), Golden.hex(encoder.batch(batch())));
        assertEquals(Golden.hex("interest"), Golden.hex(encoder.interest(3, topics("a", "ä"), topics("gone"))));
        assertEquals(Golden.hex("credit"), Golden.hex(encoder.credit(65536, 44)));
        assertEquals(Golden.hex("bye"), Golden.hex(encoder.bye()));
        assertEquals(Golden.hex("filters"), Golden.hex(encoder.filters(3, filters("a/#"), filters("+"))));
        assertEquals(Golden.hex("welcome"), Golden.hex(encoder.welcome(WELCOME)));
        assertEquals(Golden.hex("result"), Golden.hex(encoder.result(7, RESULT)));
        assertEquals(Golden.hex("interest-at"), Golden.hex(encoder.interestAt(3, 44)));
        assertEquals(Golden.hex("range"), Golden.hex(encoder.range(42, 43, batch())));
    }

    @Test
    void encodesWhatReadersAskAndGet() throws Exception {
        Fetch fetch = new Fetch(6, 42, 32768, topics("ä"), filters("a/#", "+"));
        Fetched fetched = new Fetched(42, 47, null, List.of(batch()));
        assertEquals(
                Golden.hex("start"),
                Golden.hex(encoder.start(5, START, filters("a/#").get(0))));
        assertEquals(Golden.hex("fetch"), Golden.hex(encoder.fetch(fetch)));
        assertEquals(Golden.hex("started"), Golden.hex(encoder.started(5, STARTED)));
        assertEquals(Golden.hex("fetched"), Golden.hex(encoder.fetched(6, fetched)));
        assertEquals(Golden.hex("lost"), Golden.hex(encoder.lost(new Gap(42, 43, Gap.Reason.CORRUPT))));
    }

    /** Every way to start comes back as it was. */
    @Test
    void carriesEveryWayToStart() {
        for (StartFrom from : List.of(
                START,
                new StartFrom.Offset(7, ""),
                new StartFrom.Earliest(),
                new StartFrom.Time(1_790_000_000_000L),
                new StartFrom.New(),
                new StartFrom.Last(100))) {
            Told told = new Told();
            ByteBuf frame = encoder.start(1, from, filters("a/b").get(0));
            assertNull(decoder.toQueue(frame, told));
            frame.release();
            assertEquals(List.of("start 1 " + from + " a/b"), told.calls);
        }
    }

    @Test
    void decodesEveryFrame() throws Exception {
        Told told = new Told();
        for (String name : TO_QUEUE) {
            assertNull(decoder.toQueue(Golden.bytes(name), told), name);
        }
        for (String name : TO_EDGE) {
            assertNull(decoder.toEdge(Golden.bytes(name), told), name);
        }
        String batch = Golden.hex("batch").substring(4);
        assertEquals(
                List.of(
                        HELLO.toString(),
                        "batch " + batch,
                        "interest 3 [61, c3a4] [676f6e65]",
                        "credit 65536 44",
                        "bye",
                        "filters 3 [a/#] [+]",
                        "start 5 " + START + " a/#",
                        "fetch 6 42 32768 [c3a4] [a/#, +]",
                        WELCOME.toString(),
                        "result 7 " + RESULT,
                        "interestAt 3 44",
                        "range 42 43 " + batch,
                        "started 5 " + STARTED,
                        "fetched 6 42 47 null [" + batch + "]",
                        "lost " + new Gap(42, 43, Gap.Reason.CORRUPT)),
                told.calls);
    }

    @Test
    void readsTheBatchFieldByField() throws Exception {
        ByteBuf frame = Golden.bytes("batch");
        BatchView batch = new BatchView(frame.skipBytes(LinkFormat.HEAD));
        int first = batch.first();
        int second = batch.next(first);
        assertEquals(LINK, batch.linkId());
        assertEquals(List.of(7L, 42L, 43L), List.of(batch.batchSeq(), batch.baseOffset(), batch.lastOffset()));
        assertEquals(List.of(42L, 40L), List.of(batch.offset(first), batch.prev(first)));
        assertEquals(List.of(43L, 0L), List.of(batch.offset(second), batch.prev(second)));
        assertEquals(1_790_000_000_001L, batch.time(second));
        assertEquals("ä", text(frame, batch.topicAt(first), batch.topicLength(first)));
        assertEquals("{\"Topic\":\"ä\"}", text(frame, batch.payloadAt(first), batch.payloadLength(first)));
        assertEquals(0, batch.topicLength(second));
        assertEquals("hi", text(frame, batch.payloadAt(second), batch.payloadLength(second)));
        assertEquals(batch.end(), batch.next(second));
        frame.release();
    }

    private static String text(ByteBuf buf, int at, int length) {
        return buf.toString(at, length, UTF_8);
    }

    @Test
    void refusesEveryFrameCutAnywhereOrGrown() throws Exception {
        for (String name : ALL_TO_QUEUE) {
            ByteBuf whole = Golden.bytes(name);
            for (int length = 0; length < whole.readableBytes(); length++) {
                refused(decoder.toQueue(whole.slice(0, length), new Told()), name, length);
            }
            refused(decoder.toQueue(grown(whole), new Told()), name, whole.readableBytes() + 1);
        }
        for (String name : ALL_TO_EDGE) {
            ByteBuf whole = Golden.bytes(name);
            for (int length = 0; length < whole.readableBytes(); length++) {
                refused(decoder.toEdge(whole.slice(0, length), new Told()), name, length);
            }
            refused(decoder.toEdge(grown(whole), new Told()), name, whole.readableBytes() + 1);
        }
    }

    private static ByteBuf grown(ByteBuf whole) {
        return Unpooled.wrappedBuffer(whole.duplicate(), Unpooled.wrappedBuffer(new byte[1]));
    }

    private static void refused(String problem, String name, int length) {
        assertNotNull(problem, name + " of " + length + " bytes");
    }

    @Test
    void refusesFramesOfTheOtherDirectionAndOtherVersions() throws Exception {
        for (String name : ALL_TO_QUEUE) {
            assertNotNull(decoder.toEdge(Golden.bytes(name), new Told()), name);
            assertNotNull(decoder.toQueue(Golden.bytes(name).setByte(0, 2), new Told()), name);
        }
        for (String name : ALL_TO_EDGE) {
            assertNotNull(decoder.toQueue(Golden.bytes(name), new Told()), name);
            assertNotNull(decoder.toEdge(Golden.bytes(name).setByte(0, 0), new Told()), name);
        }
    }

    /** Whatever comes is told or refused; a batch that was told can be walked to its end. */
    @Test
    void neverThrowsOnGarbledFrames() throws Exception {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, ByteBuf> golden = new HashMap<>();
        for (String name :
                Stream.concat(ALL_TO_QUEUE.stream(), ALL_TO_EDGE.stream()).toList()) {
            golden.put(name, Golden.bytes(name));
        }
        for (int i = 0; i < 40_000; i++) {
            boolean toQueue = random.nextBoolean();
            List<String> names = toQueue ? ALL_TO_QUEUE : ALL_TO_EDGE;
            ByteBuf frame = Unpooled.copiedBuffer(golden.get(names.get(random.nextInt(names.size()))));
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                int at = random.nextInt(frame.readableBytes());
                frame.setByte(
                        at, random.nextBoolean() ? random.nextInt(256) : frame.getByte(at) ^ (1 << random.nextInt(8)));
            }
            try {
                Walker walker = new Walker();
                if (toQueue) {
                    decoder.toQueue(frame, walker);
                } else {
                    decoder.toEdge(frame, walker);
                }
            } catch (RuntimeException e) {
                fail("weir.seed " + seed + ", frame " + i, e);
            }
        }
    }
}
