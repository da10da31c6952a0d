package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import dev.weir.message.LinkId;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every frame of {@code weir.v1.json}, against files written by hand. */
class NativeGoldenTest {
    private static final Epoch EPOCH = Objects.requireNonNull(Epoch.parse("k3.0"));
    private static final TopicFilter FILTER = Objects.requireNonNull(TopicFilter.parse("orders/#"));

    private final Map<String, String> written = new TreeMap<>();

    @Test
    void readsEveryFrameOfAClient() throws IOException {
        NativeReader reader = new NativeReader();
        for (String name : NativeGolden.names("client")) {
            String frame = NativeGolden.text("client/" + name + ".json");
            assertEquals(
                    NativeGolden.text("client/" + name + ".txt"),
                    String.join("\n", NativeGolden.read(reader, frame)),
                    name);
        }
        assertEquals(25, NativeGolden.names("client").size());
    }

    @Test
    void writesEveryFrameOfTheServer() throws IOException {
        answers();
        groups();
        messages();
        for (Map.Entry<String, String> frame : written.entrySet()) {
            assertEquals(NativeGolden.text("server/" + frame.getKey() + ".json"), frame.getValue());
        }
        assertEquals(NativeGolden.names("server"), written.keySet());
    }

    private static FrameId id(String written) {
        byte[] bytes = written.getBytes(UTF_8);
        return FrameId.of(bytes, 0, bytes.length);
    }

    private void wrote(String name, FrameText text) {
        ByteBuf out = Unpooled.buffer(1);
        text.writeTo(out);
        assertEquals(text.length(), out.readableBytes());
        written.put(name, out.toString(UTF_8));
    }

    private void answers() {
        ServerFrames frames = new ServerFrames();
        wrote("welcome", frames.welcome("n1", "he\"llo", EPOCH, 99, 25_000, 1_048_576));
        wrote("published", frames.published(id("17"), 42, EPOCH, Durability.SYNCED, false));
        wrote("published-duplicate", frames.published(id("\"a\\u0020b\""), 0, EPOCH, Durability.MEMORY, true));
        wrote("subscribed", frames.subscribed(id("2"), FILTER, EPOCH, 43, null));
        Gap gap = new Gap(42, 60, Gap.Reason.RETENTION);
        wrote("subscribed-gap", frames.subscribed(id("2"), FILTER, EPOCH, 61, gap));
        wrote("unsubscribed", frames.unsubscribed(id("3"), FILTER));
        wrote("gap", frames.gap(new Gap(70, 75, Gap.Reason.SLOW)));
        wrote("mark", frames.mark(99));
        wrote("error", frames.error(new NativeError(ErrorCode.TOO_OLD, "send \"it\" with a new seq", id("17"))));
        wrote("error-without-id", frames.error(new NativeError(ErrorCode.UNAVAILABLE, "no queue", null)));
        wrote("pong", frames.pong(id("1")));
        wrote("pong-without-id", frames.pong(null));
        wrote("goaway", frames.goaway("drain", 4200));
    }

    private void groups() {
        ServerGroupFrames frames = new ServerGroupFrames();
        GroupSettings billing =
                settings("billing", FILTER.toString(), GroupMode.SHARED, 30_000, 5, "dead/billing", 1_000, 5_000);
        GroupSettings other = settings("b", "a\"/+", GroupMode.KEY_ORDERED, 100, 1, "$dead/b");
        wrote("consuming", frames.consuming(id("4"), true, billing, EPOCH, 43, 100));
        wrote("consuming-there", frames.consuming(null, false, other, EPOCH, 0, 1));
        wrote("acked", frames.settled(Verb.ACK, id("6"), "billing", List.of(9L)));
        wrote("nacked", frames.settled(Verb.NACK, id("7"), "billing", List.of()));
        wrote("extended", frames.settled(Verb.EXTEND, id("8"), "billing", List.of(11L, 12L)));
        wrote("left", frames.left(id("5"), "billing", false));
        wrote("left-deleted", frames.left("billing", ServerGroupFrames.Ended.DELETED));
        wrote("left-rights", frames.left("billing", ServerGroupFrames.Ended.RIGHTS));
        wrote("group-gap", frames.gap("billing", new Gap(70, 75, Gap.Reason.RETENTION)));
        wrote("groups-none", frames.groups(null, List.of()));
        List<GroupStatus> all = List.of(
                new GroupStatus(GroupSettings.POP, 7, 2, 1, 0, 0, 0, 1),
                new GroupStatus(billing, 43, 1200, 3, 1, 0, 2, 2),
                new GroupStatus(other, 0, 0, 0, 0, 0, 0, 0));
        wrote("groups", frames.groups(id("1"), all));
        wrote("group-altered", frames.groupAltered(id("2"), "billing"));
        wrote("group-reset", frames.groupReset(id("3"), "billing", 1));
    }

    private static GroupSettings settings(
            String name, String filter, GroupMode mode, int leaseMs, int attempts, String dead, Integer... backoffMs) {
        return new GroupSettings(
                name,
                Objects.requireNonNull(TopicFilter.parse(filter)),
                mode,
                leaseMs,
                attempts,
                List.of(backoffMs),
                Objects.requireNonNull(Topic.parse(dead)));
    }

    private void messages() {
        BatchView batch = batch();
        MessageEncoder encoder = new MessageEncoder();
        String[] names = {"", "-binary", "-seed", "-seed-object", "-seed-without-content", "-string"};
        int[] at = new int[names.length];
        for (int i = 0, m = batch.first(); m < batch.end(); m = batch.next(m), i++) {
            at[i] = m;
            if (i < 5) {
                wrote("message" + names[i], encoder.message(batch, m));
            }
        }
        wrote("delivery", encoder.delivery(batch, at[0], "billing", 8, 1, false));
        wrote("delivery-binary", encoder.delivery(batch, at[1], "billing", JsonInteger.MAX, 1000, true));
        wrote("seed-object", encoder.seedDocument(batch, at[0]));
        wrote("seed-binary", encoder.seedDocument(batch, at[1]));
        wrote("seed-string", encoder.seedDocument(batch, at[5]));
        batch.release();
    }

    private static BatchView batch() {
        BatchWriter writer = new BatchWriter(UnpooledByteBufAllocator.DEFAULT, new LinkId(1, 2));
        message(writer, "orders/eu", "cust-\"9\1", "{\"a\" : \"b\"}", "{\"n\": 1}".getBytes(UTF_8), false);
        message(writer, "é\\", "", "", new byte[] {0, 1, (byte) 0xfe, (byte) 0xff}, true);
        seed(writer, "{\"Content\": \"c\\u0021 é\" ,\"Topic\":\"t\"}\n");
        seed(writer, "{\"Topic\":\"t\",\"Content\":[1, 2]}");
        seed(writer, "{\"Topic\":\"t\"}");
        message(writer, "t", "", "", "\"c\\u0021 é\"".getBytes(UTF_8), false);
        BatchView batch = writer.finish(1, 43);
        long[] prev = {42, 0, JsonInteger.MAX, 45, 46, 0};
        for (int i = 0, m = batch.first(); m < batch.end(); m = batch.next(m), i++) {
            batch.stamp(m, 43 + i, 1_790_000_000_000L + i, prev[i]);
        }
        return batch;
    }

    private static void message(
            BatchWriter writer, String topic, String key, String headers, byte[] payload, boolean binary) {
        byte[] parts = (topic + key + headers).getBytes(UTF_8);
        int[] lengths = {topic.getBytes(UTF_8).length, key.length(), headers.length(), 0};
        writer.message(parts, lengths, 0, binary, payload, 0, payload.length);
    }

    private static void seed(BatchWriter writer, String document) {
        byte[] bytes = document.getBytes(UTF_8);
        writer.seed("t".getBytes(UTF_8), 1, bytes, 0, bytes.length);
    }
}
