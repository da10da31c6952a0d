package dev.weir.message;

import static dev.weir.message.TopicTest.topic;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupCodecTest {
    private static final TopicFilter ORDERS = filter();
    private static final GroupSettings SETTINGS = new GroupSettings(
            "billing", ORDERS, GroupMode.KEY_ORDERED, 60_000, 9, List.of(0, 86_400_000), topic("dead/é"));

    private static TopicFilter filter() {
        TopicFilter filter = TopicFilter.parse("orders/#");
        assertNotNull(filter);
        return filter;
    }

    private static ByteBuf written(GroupAsk ask) {
        ByteBuf out = Unpooled.buffer();
        GroupCodec.write(ask, out);
        return out;
    }

    private static GroupAsk ask(
            @Nullable Integer leaseMs,
            @Nullable Integer attempts,
            @Nullable List<Integer> backoff,
            @Nullable String dead) {
        return new GroupAsk("g", ORDERS, null, leaseMs, attempts, backoff, dead == null ? null : topic(dead));
    }

    private static void isRefused(GroupAsk ask) {
        assertNull(GroupCodec.ask(written(ask)), ask::toString);
    }

    @Test
    void writesWhatTheDrawingSays() {
        assertEquals(
                "07" + ByteBufUtil.hexDump("billing".getBytes(UTF_8))
                        + "08" + ByteBufUtil.hexDump("orders/#".getBytes(UTF_8))
                        + "02" + "0000ea60" + "00000009" + "02" + "00000000" + "05265c00"
                        + "07" + ByteBufUtil.hexDump("dead/é".getBytes(UTF_8)),
                ByteBufUtil.hexDump(written(GroupAsk.of(SETTINGS))));
        assertEquals(
                "0167" + "00" + "00" + "00000000" + "00000000" + "ff" + "00",
                ByteBufUtil.hexDump(written(GroupAsk.of("g"))));
    }

    @Test
    void readsBackWhateverMayBeSaid() {
        GroupAsk whole = GroupAsk.of(SETTINGS);
        // Each bit: whether that is said.
        for (int said = 0; said < 64; said++) {
            GroupAsk ask = new GroupAsk(
                    "billing",
                    (said & 1) == 0 ? null : whole.filter(),
                    (said & 2) == 0 ? null : whole.mode(),
                    (said & 4) == 0 ? null : whole.leaseMs(),
                    (said & 8) == 0 ? null : whole.maxAttempts(),
                    (said & 16) == 0 ? null : whole.backoffMs(),
                    (said & 32) == 0 ? null : whole.deadLetter());
            ByteBuf in = written(ask).writeByte(9);
            assertEquals(ask, GroupCodec.ask(in));
            assertEquals(1, in.readableBytes());
            assertEquals(said == 63 ? SETTINGS : null, GroupCodec.settings(written(ask)));
        }
    }

    @Test
    void takesTheLimitsAndNotMore() {
        for (GroupAsk good : List.of(
                ask(100, 1, List.of(), "$dead/x"),
                ask(43_200_000, 1_000, Collections.nCopies(16, 86_400_000), "x".repeat(255)),
                new GroupAsk("x".repeat(64), null, null, null, null, List.of(0), null))) {
            assertEquals(good, GroupCodec.ask(written(good)));
        }
        isRefused(ask(99, null, null, null));
        isRefused(ask(-1, null, null, null));
        isRefused(ask(43_200_001, null, null, null));
        isRefused(ask(null, -1, null, null));
        isRefused(ask(null, 1_001, null, null));
        isRefused(ask(null, null, Collections.nCopies(17, 1), null));
        isRefused(ask(null, null, Collections.nCopies(254, 1), null));
        isRefused(ask(null, null, List.of(-1), null));
        isRefused(ask(null, null, List.of(86_400_001), null));
        isRefused(ask(null, null, null, "$other"));
        isRefused(ask(null, null, null, "a/#"));
        isRefused(GroupAsk.of(""));
        isRefused(GroupAsk.of(".g"));
        isRefused(GroupAsk.of("$pop"));
        isRefused(GroupAsk.of("x".repeat(65)));
    }

    @Test
    void refusesWhatIsNoFilterTopicOrMode() {
        for (String bad : List.of(
                "016700" + "03" + "0000000000000000" + "ff00", // a mode
                "0167" + "02612b" + "00" + "0000000000000000" + "ff00", // "a+"
                "0167" + "00" + "00" + "0000000000000000" + "ff" + "0100")) { // U+0000
            assertNull(GroupCodec.ask(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(bad))), bad);
        }
    }

    @Test
    void listsTheServersOwnGroupsToo() {
        GroupSettings own = new GroupSettings("$pop", ORDERS, GroupMode.SHARED, 100, 1, List.of(), topic("$dead/pop"));
        ByteBuf bytes = written(GroupAsk.of(own));
        assertEquals(own, GroupCodec.listed(bytes.duplicate()));
        assertNull(GroupCodec.settings(bytes.duplicate()));
        assertEquals(SETTINGS, GroupCodec.listed(written(GroupAsk.of(SETTINGS))));
        assertNull(GroupCodec.listed(written(GroupAsk.of("$pop"))));
        for (String bad : List.of("$", "$$pop", "$a", "$.a", "")) {
            GroupSettings named =
                    new GroupSettings(bad, ORDERS, GroupMode.SHARED, 100, 1, List.of(), topic("$dead/pop"));
            assertNull(GroupCodec.listed(written(GroupAsk.of(named))), bad);
        }
    }

    @Test
    void refusesEveryCut() {
        for (GroupAsk ask : List.of(GroupAsk.of(SETTINGS), GroupAsk.of("billing"))) {
            ByteBuf whole = written(ask);
            for (int length = 0; length < whole.readableBytes(); length++) {
                ByteBuf cut = whole.slice(0, length);
                assertNull(GroupCodec.ask(cut), "cut to " + length);
                assertNull(GroupCodec.settings(whole.slice(0, length)), "cut to " + length);
                assertNull(GroupCodec.listed(whole.slice(0, length)), "cut to " + length);
            }
        }
    }

    @Test
    void neverThrowsAndWhateverPassesCanBeWrittenAgain() {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuf good = written(GroupAsk.of(SETTINGS));
        for (int i = 0; i < 50_000; i++) {
            ByteBuf garbled = good.copy();
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                garbled.setByte(random.nextInt(garbled.readableBytes()), random.nextInt(256));
            }
            GroupAsk ask = GroupCodec.ask(garbled.duplicate());
            GroupCodec.listed(garbled.duplicate());
            if (ask != null) {
                assertEquals(ask, GroupCodec.ask(written(ask)), "weir.seed " + seed);
            }
        }
    }
}
