package dev.weir.queue.group;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.message.GroupAsk;
import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import dev.weir.queue.CoreSettings;
import dev.weir.queue.QueueCore;
import dev.weir.queue.ReplayMismatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The entries and the part of a snapshot that groups make, held against what is drawn. */
class GroupEntriesTest {
    private final GroupBench bench = new GroupBench();
    private final GroupSettings settings = GroupBench.settings(GroupMode.KEY_ORDERED, "a/#", 100, 200);

    static ByteBuf golden(String name) throws IOException {
        try (InputStream in = GroupEntriesTest.class.getResourceAsStream("/golden/queue/" + name + ".hex")) {
            String text = new String(in.readAllBytes(), US_ASCII);
            String hex = text.replaceAll("#[^\n]*", "").replaceAll("\\s", "");
            return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
        }
    }

    /** Group 1 begins at 2 of five messages; 4 is done and 5 has failed once. */
    @BeforeEach
    void group() {
        bench.publish("a/b", "a/b", "a/b", "a/b", "a/b");
        Group group = bench.create(settings, 2);
        group.note(GroupEntries.done(1, List.of(4L, 4L)), bench);
        group.note(GroupEntries.failed(1, -1, false, "é", List.of(5L)), bench);
        group.note(GroupEntries.reserved(1, 100, 50), bench);
        bench.commit();
    }

    /** One of each kind. */
    private List<ByteBuf> each() {
        return List.of(
                GroupEntries.created(2, 3, GroupBench.settings("h", GroupMode.SHARED, "#")),
                GroupEntries.altered(1, new GroupAsk("g", null, null, 100, 1, List.of(), null).over(settings)),
                GroupEntries.done(1, List.of(2L, 2L, 3L, 5L)),
                GroupEntries.failed(1, 5_000, true, "é", List.of(3L, 5L)),
                GroupEntries.reserved(1, 101, 0x0102030405060708L),
                GroupEntries.passed(1, 4),
                GroupEntries.reset(1, 1),
                GroupEntries.deleted(1));
    }

    @Test
    void areAsTheDrawingSays() throws IOException {
        ByteBuf all = Unpooled.buffer();
        each().forEach(all::writeBytes);
        assertEquals(ByteBufUtil.hexDump(golden("group-entries")), ByteBufUtil.hexDump(all));
    }

    @Test
    void changeTheStateEach() {
        long before = bench.replayed().stateHash();
        for (ByteBuf entry : each()) {
            QueueCore core = bench.replayed();
            core.replayEntry(entry);
            assertNotEquals(before, core.stateHash(), () -> ByteBufUtil.hexDump(entry));
        }
    }

    private void isRefused(ByteBuf entry) {
        QueueCore core = bench.replayed();
        assertThrows(ReplayMismatch.class, () -> core.replayEntry(entry), () -> ByteBufUtil.hexDump(entry));
    }

    @Test
    void areRefusedWhenTheyAreNotWhole() {
        for (ByteBuf entry : each()) {
            for (int length = 0; length < entry.readableBytes(); length++) {
                isRefused(entry.slice(0, length));
            }
            isRefused(entry.copy().writeByte(0));
        }
    }

    @Test
    void areRefusedForAGroupThatIsNotThere() {
        for (ByteBuf entry : each().subList(1, 8)) {
            isRefused(entry.copy().setLong(4, 2));
        }
        isRefused(GroupEntries.created(1, 3, GroupBench.settings("h", GroupMode.SHARED, "#")));
        isRefused(GroupEntries.created(3, 3, GroupBench.settings("h", GroupMode.SHARED, "#")));
        isRefused(GroupEntries.created(2, 3, settings));
    }

    @Test
    void areRefusedForOffsetsThatCannotBe() {
        isRefused(GroupEntries.created(2, 0, GroupBench.settings("h", GroupMode.SHARED, "#")));
        isRefused(GroupEntries.created(2, 7, GroupBench.settings("h", GroupMode.SHARED, "#")));
        isRefused(GroupEntries.done(1, List.of(3L, 2L)));
        isRefused(GroupEntries.done(1, List.of(3L, 6L)));
        isRefused(GroupEntries.failed(1, -1, false, "", List.of(4L))); // done
        isRefused(GroupEntries.failed(1, -1, false, "", List.of(1L)));
        isRefused(GroupEntries.failed(1, -1, false, "", List.of(6L)));
        isRefused(GroupEntries.reserved(1, 100, 49));
        isRefused(GroupEntries.passed(1, 1));
        isRefused(GroupEntries.passed(1, 7));
        isRefused(GroupEntries.reset(1, 0));
        isRefused(GroupEntries.reset(1, 7));
    }

    @Test
    void areRefusedForMoreThanNothingOrLess() {
        isRefused(GroupEntries.done(1, List.of()).setInt(12, -1));
        isRefused(GroupEntries.failed(1, -1, false, "", List.of()).setInt(18, -1));
    }

    @Test
    void areRefusedWhenTheyChangeWhatAGroupIs() {
        isRefused(GroupEntries.altered(1, GroupBench.settings("h", GroupMode.KEY_ORDERED, "a/#")));
        isRefused(GroupEntries.altered(1, GroupBench.settings(GroupMode.SHARED, "a/#")));
        isRefused(GroupEntries.altered(1, GroupBench.settings(GroupMode.KEY_ORDERED, "a")));
    }

    @Test
    void areTakenOrRefusedWhateverIsInThem() {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        List<ByteBuf> each = each();
        for (int i = 0; i < 5_000; i++) {
            ByteBuf garbled = each.get(random.nextInt(each.size())).copy();
            for (int n = 1 + random.nextInt(2); n > 0; n--) {
                garbled.setByte(random.nextInt(garbled.readableBytes()), random.nextInt(256));
            }
            try {
                bench.replayed().replayEntry(garbled);
            } catch (ReplayMismatch e) {
                assertNotNull(e.getMessage(), "weir.seed " + seed);
            }
        }
    }

    // ---- snapshots

    private static String saved(QueueCore core) {
        ByteBuf out = Unpooled.buffer();
        core.save(out);
        return ByteBufUtil.hexDump(out);
    }

    @Test
    void areInASnapshotAsTheDrawingSays() throws IOException {
        ByteBuf golden = golden("snapshot-groups");
        assertEquals(ByteBufUtil.hexDump(golden), saved(bench.core));
        QueueCore loaded = new QueueCore(CoreSettings.inMemory(false, true, 1, 1, 1));
        loaded.load(golden);
        assertEquals(saved(bench.core), saved(loaded));
        assertEquals(bench.core.stateHash(), loaded.stateHash());
    }

    @Test
    void areNotReadFromASnapshotThatIsNotWhole() throws IOException {
        ByteBuf whole = golden("snapshot-groups");
        for (int cut = 0; cut < whole.readableBytes(); cut++) {
            ByteBuf part = whole.slice(0, cut);
            QueueCore core = new QueueCore(CoreSettings.inMemory(false, true, 1, 1, 1));
            assertThrows(ReplayMismatch.class, () -> core.load(part), "cut to " + cut);
        }
    }
}
