package dev.weir.queue.group;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Batches;
import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import dev.weir.message.LinkId;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import dev.weir.queue.CoreSettings;
import dev.weir.queue.Effects;
import dev.weir.queue.Overflow;
import dev.weir.queue.QueueCore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A core with a log on disk, a clock that a test moves, and all that it does about groups as lines of text. */
final class GroupBench implements Effects {
    static final LinkId EDGE = new LinkId(0, 7);
    static final long GRACE_MS = 500;
    static final long EXPIRE_MS = 60_000;
    static final long POP_IDLE_MS = 1_000;
    static final long BYTES_MAX = 1_000;
    static final String SAID = "no";

    /** Of a message on a topic of one letter, without a key. */
    static final int MESSAGE_BYTES = 60;

    private static final Groups.Limits LIMITS = new Groups.Limits(GRACE_MS, EXPIRE_MS, BYTES_MAX, POP_IDLE_MS);
    private static final LinkId PUBLISHER = new LinkId(0, 1);

    /** Batches and entries, as they were logged. */
    final List<byte[]> log = new ArrayList<>();

    private final CoreSettings settings;
    private final List<Boolean> isBatch = new ArrayList<>();
    private final TreeMap<Long, BatchView> byOffset = new TreeMap<>();
    private final Map<Group, Integer> fences = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final BatchWriter writer = new BatchWriter(Batches.ALLOC, PUBLISHER);
    private int committed;
    private long committedOffset;
    private long seq;
    private boolean noRoomForLetters;
    QueueCore core;
    long now = 1_000;

    GroupBench() {
        this(Overflow.REJECT);
    }

    GroupBench(Overflow overflow) {
        this(new CoreSettings(true, overflow, false, true, 100, 5_000, 4, 800, LIMITS));
    }

    GroupBench(CoreSettings settings) {
        this.settings = settings;
        core = new QueueCore(settings);
        core.start(now, this);
        core.linkOpened(PUBLISHER, 1, now);
    }

    // ---- what comes in

    /** One batch; each is a topic, or a topic and a key with a colon between. */
    void publish(String... messages) {
        for (String text : messages) {
            int colon = text.indexOf(':');
            byte[] parts = text.replace(":", "").getBytes(UTF_8);
            int topic = colon < 0 ? parts.length : colon;
            writer.message(parts, new int[] {topic, parts.length - topic, 0, 0}, 0, false, new byte[3], 0, 3);
        }
        core.publish(writer.finish(++seq, 0), now, this);
    }

    static GroupSettings settings(GroupMode mode, String filter, Integer... backoffMs) {
        return settings("g", mode, filter, backoffMs);
    }

    static GroupSettings settings(String name, GroupMode mode, String filter, Integer... backoffMs) {
        return new GroupSettings(
                name,
                Objects.requireNonNull(TopicFilter.parse(filter)),
                mode,
                1_000,
                3,
                List.of(backoffMs),
                Objects.requireNonNull(Topic.parse("$dead/" + name)));
    }

    Group create(GroupSettings group, long start) {
        return core.groups().create(group, start, now, this);
    }

    /** Three attempts, a lease of a second, back-offs of 100 and 200 ms. */
    Group shared() {
        return create(settings(GroupMode.SHARED, "#", 100, 200), 1);
    }

    Group keyOrdered() {
        return create(settings(GroupMode.KEY_ORDERED, "#", 100, 200), 1);
    }

    Group found() {
        return Objects.requireNonNull(core.groups().find("g"));
    }

    Member join(long number, int inFlightMax) {
        return core.groups().join(found(), EDGE, number, inFlightMax);
    }

    Member pops(long number, long bytesMax) {
        return Objects.requireNonNull(core.popJoined(number, bytesMax, now, this));
    }

    void proves(Member popper, long upTo) {
        core.groups().proved(popper, upTo, now);
    }

    /** It is settled under the first of the tags. */
    void ack(Member member, Long... tags) {
        member.group().ack(member, tags[0], List.of(tags), 0, now);
        member.group().flush(this);
    }

    void nack(Member member, int delayMs, boolean dead, Long... tags) {
        member.group().nack(member, tags[0], List.of(tags), 0, delayMs, dead, SAID, now, this);
        member.group().flush(this);
    }

    void after(long ms) {
        now += ms;
        core.tick(now, this);
    }

    void noRoomForLetters(boolean noRoom) {
        noRoomForLetters = noRoom;
    }

    // ---- what the loop does

    void commit() {
        for (; committed < log.size(); committed++) {
            if (isBatch.get(committed)) {
                committedOffset = Math.max(committedOffset, batch(committed).lastOffset());
            }
        }
    }

    private BatchView batch(int index) {
        return new BatchView(Unpooled.wrappedBuffer(log.get(index)));
    }

    /** Offers a group once what it wants, if it wants anything and is not fenced. */
    boolean offer(Group group) {
        long wanted = fences.getOrDefault(group, 0) > committed ? 0 : group.wants(committedOffset);
        if (wanted > 0) {
            group.offer(byOffset.floorEntry(wanted).getValue(), wanted, now, this);
        }
        return wanted > 0;
    }

    /** Commits and offers until nobody wants anything; what that did. */
    List<String> run() {
        boolean any = true;
        while (any) {
            commit();
            any = false;
            for (Group group : core.groups().all()) {
                any |= offer(group);
            }
        }
        return take();
    }

    /** What it has told since the last call. */
    List<String> take() {
        return takeAll().stream()
                .filter(line -> !line.startsWith("note ") && !line.equals("fence"))
                .toList();
    }

    /** The same, with what it has noted and its fences. */
    List<String> takeAll() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    /** What it has noted since the last call. */
    List<String> notes() {
        return takeAll().stream()
                .filter(line -> line.startsWith("note "))
                .map(line -> line.substring(5))
                .toList();
    }

    /** The process ends and comes back, with all that is committed. What has been told by then is forgotten. */
    void restart() {
        boolean whole = committed == log.size();
        long hash = core.stateHash();
        log.subList(committed, log.size()).clear();
        isBatch.subList(committed, isBatch.size()).clear();
        core = replayed();
        if (whole) {
            assertEquals(hash, core.stateHash());
        }
        byOffset.tailMap(committedOffset, false).clear();
        fences.clear();
        core.start(now, this);
        core.linkOpened(PUBLISHER, seq + 1, now);
        lines.clear();
    }

    /** A core that knows what is committed and is not started. */
    QueueCore replayed() {
        QueueCore replayed = new QueueCore(settings);
        for (int i = 0; i < committed; i++) {
            if (isBatch.get(i)) {
                replayed.replay(batch(i));
            } else {
                replayed.replayEntry(Unpooled.wrappedBuffer(log.get(i)));
            }
        }
        return replayed;
    }

    // ---- what the core does

    @Override
    public void append(BatchView batch, long first, long last) {
        log.add(ByteBufUtil.getBytes(batch.bytes(), batch.start(), batch.length()));
        isBatch.add(true);
        batch.release();
        BatchView logged = batch(log.size() - 1);
        byOffset.put(first, logged);
        if (logged.isLetter()) {
            long of = logged.sequence(logged.first());
            lines.add(first + " is the dead letter of " + logged.letterFrom(logged.first()) + "-" + of);
        }
    }

    @Override
    public void note(ByteBuf entry) {
        log.add(ByteBufUtil.getBytes(entry));
        isBatch.add(false);
        lines.add("note " + EntryText.of(entry));
        entry.release();
    }

    @Override
    public boolean canNote() {
        return true;
    }

    @Override
    public void fence(Group group) {
        fences.put(group, log.size());
        lines.add("fence");
    }

    @Override
    public void deliver(Member member, long tag, int attempt, boolean redelivered, BatchView batch, int m) {
        lines.add(member.number() + " gets " + batch.offset(m) + " #" + tag + (attempt > 1 ? " x" + attempt : "")
                + (redelivered ? " again" : ""));
    }

    @Override
    public void letter(Group group, long offset, int attempts, String reason, BatchView batch, int m) {
        lines.add("letter " + offset + " x" + attempts + " " + reason);
        if (noRoomForLetters) {
            group.buryLater(offset, now);
        } else {
            BatchWriter letters = new BatchWriter(Batches.ALLOC, LinkId.ofGroup(group.id()));
            letters.letter(batch, m, group.settings().deadLetter().toBytes(), new byte[0]);
            core.bury(group, letters.finish(0, 0), now, now, this);
        }
    }

    @Override
    public void settled(Member member, long id, List<Long> stale) {
        lines.add("settled " + member.number() + "/" + id + (stale.isEmpty() ? "" : " but " + stale));
    }

    @Override
    public void lost(Group group, long from, long to, boolean corrupt) {
        lines.add((corrupt ? "corrupt " : "lost ") + from + "-" + to);
    }

    @Override
    public void left(Member member) {
        lines.add(member.number() + " is out");
    }

    @Override
    public void confirm(LinkId link, long batchSeq, BatchResult result) {}

    @Override
    public void refuse(LinkId link, long batchSeq, String why) {
        throw new AssertionError(why);
    }

    @Override
    public void free(long below) {
        lines.add("free " + below);
    }
}
