package dev.weir.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.LinkId;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.FrameText;
import dev.weir.protocol.MessageEncoder;
import dev.weir.protocol.NativeReader;
import dev.weir.protocol.PublishFrame;
import dev.weir.protocol.SeedDocument;
import dev.weir.topic.FilterTrie;
import dev.weir.web.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The native codec on one thread, without sockets: prints, best of ten windows, nanoseconds per frame read, message
 * written and topic matched.
 *
 * <pre>java -cp target/weir.jar:target/test-classes dev.weir.bench.NativeCodecLoad</pre>
 */
public final class NativeCodecLoad {
    private static final int PER_WINDOW = 1_000_000;
    private static final int WINDOWS = 10;
    private static final String START = "{\"type\":\"publish\",\"id\":17,\"topic\":\"orders/eu\",\"data\":";

    private NativeCodecLoad() {}

    public static void main(String[] args) {
        String text = START + "\"" + "x".repeat(154 - START.length() - 3) + "\"}";
        read("read a publish of 154 bytes, data a string", text);
        String object =
                "{\"order\":12345,\"items\":[{\"sku\":\"a-1\",\"n\":2},{\"sku\":\"b-2\",\"n\":1}],\"total\":19.90}";
        read(
                "read a publish of 154 bytes, data an object",
                START + object + " ".repeat(153 - START.length() - object.length()) + "}");
        read(
                "read a publish with key, headers, producer",
                START + "{\"n\":1},\"key\":\"cust-9\",\"headers\":{\"a\":\"b\"},\"producer\":\"p1\",\"seq\":17}");
        seed("read a seed document of 154 bytes", "{\"Topic\":\"orders/eu\",\"Content\":\"" + "x".repeat(119) + "\"}");
        write(false);
        write(true);
        match();
    }

    private static void measure(String what, LongSupplier window) {
        long best = Long.MAX_VALUE;
        long sum = 0;
        for (int i = 0; i < WINDOWS; i++) {
            long start = System.nanoTime();
            sum += window.getAsLong();
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.printf("%-55s %6.1f ns (sum %d)%n", what, (double) best / PER_WINDOW, sum);
    }

    private static void read(String what, String frame) {
        byte[] bytes = frame.getBytes(UTF_8);
        NativeReader reader = new NativeReader();
        measure(what + " (" + bytes.length + ")", () -> {
            long sum = 0;
            for (int i = 0; i < PER_WINDOW; i++) {
                reader.start(bytes, 0, bytes.length);
                sum += ((PublishFrame) Objects.requireNonNull(reader.next())).payloadLength();
            }
            return sum;
        });
    }

    private static void seed(String what, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        SeedDocument document = new SeedDocument();
        measure(what + " (" + bytes.length + ")", () -> {
            long sum = 0;
            for (int i = 0; i < PER_WINDOW; i++) {
                sum += document.read(bytes, 0, bytes.length) ? 1 : 0;
            }
            return sum;
        });
    }

    private static void write(boolean seed) {
        BatchWriter writer = new BatchWriter(PooledByteBufAllocator.DEFAULT, new LinkId(1, 2));
        byte[] topic = "orders/eu".getBytes(UTF_8);
        String content = "\"" + "x".repeat(126) + "\"";
        if (seed) {
            byte[] document = ("{\"Topic\":\"orders/eu\",\"Content\":" + content + "}").getBytes(UTF_8);
            writer.seed(topic, topic.length, document, 0, document.length);
        } else {
            byte[] data = content.getBytes(UTF_8);
            writer.message(topic, new int[] {topic.length, 0, 0, 0}, 0, false, data, 0, data.length);
        }
        BatchView batch = writer.finish(1, 1_234_567);
        batch.stamp(batch.first(), 1_234_567, 1_790_000_000_000L, 1_234_560);
        MessageEncoder encoder = new MessageEncoder();
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(32 * 1024);
        measure("write a message frame, 128 bytes of " + (seed ? "a seed document" : "data"), () -> {
            long sum = 0;
            for (int i = 0; i < PER_WINDOW; i++) {
                if (out.writableBytes() < 512) {
                    out.clear();
                }
                FrameText text = encoder.message(batch, batch.first());
                Frames.textHeader(out, text.length());
                text.writeTo(out);
                sum += text.length();
            }
            return sum;
        });
        out.release();
        batch.release();
    }

    private static void match() {
        FilterTrie<Integer> trie = new FilterTrie<>();
        for (int i = 0; i < 10_000; i++) {
            trie.add(Objects.requireNonNull(TopicFilter.parse("orders/" + i + "/#")), i);
        }
        trie.add(Objects.requireNonNull(TopicFilter.parse("orders/+/new")), -1);
        ByteBuf topic = Unpooled.directBuffer().writeBytes("orders/4711/new".getBytes(UTF_8));
        List<Integer> found = new ArrayList<>();
        measure("match a topic of three levels with 10,001 filters", () -> {
            long sum = 0;
            for (int i = 0; i < PER_WINDOW; i++) {
                found.clear();
                trie.match(topic, 0, topic.readableBytes(), found);
                sum += found.size();
            }
            return sum;
        });
        topic.release();
    }
}
