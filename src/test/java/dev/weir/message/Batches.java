package dev.weir.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/** Batches for tests: small, from text, in buffers that belong to whoever is handed the view. */
public final class Batches {
    /** Without leak detection, which takes a stack trace at every access; tests look at the references themselves. */
    public static final ByteBufAllocator ALLOC = new UnpooledByteBufAllocator(false, true);

    private Batches() {}

    /** One message for each topic, with the topic as its payload; an empty one has no topic. */
    public static BatchView ofTopics(LinkId link, long seq, String... topics) {
        BatchWriter writer = new BatchWriter(ALLOC, link);
        for (String topic : topics) {
            add(writer, topic, topic);
        }
        return writer.finish(seq, 0);
    }

    /** One message with a payload of so many bytes. */
    public static BatchView ofBytes(LinkId link, long seq, String topic, int payloadBytes) {
        BatchWriter writer = new BatchWriter(ALLOC, link);
        add(writer, topic, "x".repeat(payloadBytes));
        return writer.finish(seq, 0);
    }

    public static void add(BatchWriter writer, String topic, String payload) {
        byte[] t = topic.getBytes(UTF_8);
        byte[] p = payload.getBytes(UTF_8);
        writer.seed(t, t.length, p, 0, p.length);
    }

    /** Stamps it as a queue does that has given {@code first - 1} offsets before. */
    public static BatchView stamped(BatchView batch, long first) {
        batch.stampBase(first);
        long offset = first;
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            batch.stamp(m, offset++, 0, 0);
        }
        return batch;
    }

    public static List<String> payloads(BatchView batch) {
        List<String> payloads = new ArrayList<>();
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            payloads.add(batch.bytes().toString(batch.payloadAt(m), batch.payloadLength(m), UTF_8));
        }
        return payloads;
    }

    public static List<Long> offsets(BatchView batch) {
        List<Long> offsets = new ArrayList<>();
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            offsets.add(batch.offset(m));
        }
        return offsets;
    }
}
