package dev.weir.queue;

import static dev.weir.queue.CoreModel.check;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchResult.Odd;
import dev.weir.message.BatchView;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import dev.weir.queue.group.Group;
import dev.weir.queue.group.Groups;
import dev.weir.queue.group.Member;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The queue's process: a core and its log with group commit, and a second core that only follows what is committed and
 * makes the snapshots. A {@link Sabotage} breaks it in one place.
 */
final class SimQueue implements Effects {
    private record Settled(long index, long id, List<Long> stale) {}

    private record Held(long index, LinkId link, long seq, BatchResult result) {}

    static final long LINK_GRACE_MS = 500;
    private static final CoreSettings SETTINGS =
            new CoreSettings(true, Overflow.DISCARD_OLDEST, false, true, 2_000, LINK_GRACE_MS, 3_000, 16, 20_000);

    final SimLog log = new SimLog();
    private final ArrayDeque<Settled> settled = new ArrayDeque<>();

    /** Frames by their first offset, of batches that have one. */
    private final TreeMap<Long, SimLog.Frame> byOffset = new TreeMap<>();

    private @Nullable SimGroups groups;
    private @Nullable SimPopper popper;
    private final SplittableRandom random;
    private final SimJournal journal;
    private final SimReport report;
    private final Map<LinkId, SimEdge> edges;
    private final Sabotage sabotage;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final Map<Long, Long> hashes = new HashMap<>();
    private final QueueCore shadow = new QueueCore(SETTINGS);
    private QueueCore core = new QueueCore(SETTINGS);
    private byte @Nullable [] snapshot;
    private long snapshotIndex;
    private boolean frozen;

    SimQueue(
            SplittableRandom random,
            SimJournal journal,
            SimReport report,
            Map<LinkId, SimEdge> edges,
            Sabotage sabotage) {
        this.random = random;
        this.journal = journal;
        this.report = report;
        this.edges = edges;
        this.sabotage = sabotage;
        core.start(0, this);
    }

    QueueCore core() {
        return core;
    }

    boolean frozen() {
        return frozen;
    }

    // ---- inputs

    void publish(BatchView batch, long nowMs) {
        if (sabotage == Sabotage.STORES_DUPLICATES) {
            for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
                batch.bytes().setLong(m + 40, 0); // the number that its producer gave it
            }
        }
        boolean full = random.nextInt(40) == 0;
        if (frozen || full) {
            report.refusedBatches++;
            core.refuseBatch(batch, frozen ? MemberStatus.UNAVAILABLE : MemberStatus.STORAGE_FULL, this);
        } else {
            core.publish(batch, nowMs, this);
        }
    }

    @Override
    public void append(BatchView batch, long first, long last) {
        byte[] bytes = ByteBufUtil.getBytes(batch.bytes(), batch.start(), batch.length());
        batch.release();
        SimLog.Frame added = new SimLog.Frame(true, bytes, first, last);
        log.append(added);
        if (last >= first) {
            byOffset.put(first, added);
        }
        BatchView view = new BatchView(Unpooled.wrappedBuffer(bytes));
        if (view.isLetter()) {
            groups().buried(log.lastIndex(), view);
        }
        long index = log.lastIndex();
        if (sabotage == Sabotage.SWAPS_TWO_BATCHES && index - 1 > log.committed() && random.nextInt(10) == 0) {
            SimLog.Frame before = log.at(index - 1);
            log.replace(index - 1, log.at(index));
            log.replace(index, before);
        }
    }

    @Override
    public void note(ByteBuf entry) {
        if (sabotage != Sabotage.LEAVES_OUT_AN_ENTRY || random.nextInt(10) > 0) {
            log.append(new SimLog.Frame(false, ByteBufUtil.getBytes(entry), 0, 0));
        }
        if (groups != null) {
            groups.noted(log.lastIndex(), entry);
        }
        entry.release();
    }

    @Override
    public void confirm(LinkId link, long batchSeq, BatchResult result) {
        BatchResult told = sabotage == Sabotage.CONFIRMS_ANOTHER_OFFSET && random.nextInt(10) == 0
                ? new BatchResult(result.base() + 1, result.count(), result.odd())
                : result;
        Held answer = new Held(log.lastIndex(), link, batchSeq, told);
        if (frozen) {
            tell(answer, told.last() > journal.lastOffset());
        } else if (sabotage == Sabotage.CONFIRMS_BEFORE_THE_COMMIT) {
            tell(answer, false);
        } else {
            held.add(answer);
        }
    }

    @Override
    public void refuse(LinkId link, long batchSeq, String why) {
        throw new AssertionError("an honest edge is refused: " + why);
    }

    @Override
    public void free(long below) {
        // What is freed lies below a snapshot, so it is done once there is one.
    }

    private void tell(Held answer, boolean unavailable) {
        SimEdge edge = edges.get(answer.link());
        if (edge != null && edge.connected) {
            edge.result(answer.seq(), unavailable ? unavailable(answer.result().count()) : answer.result());
        }
    }

    private static BatchResult unavailable(int count) {
        List<Odd> odd = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            odd.add(new Odd(i, MemberStatus.UNAVAILABLE, 0));
        }
        return new BatchResult(0, count, odd);
    }

    /** What was said to a connection that is gone will not be heard. */
    void disconnected(LinkId link) {
        held.removeIf(answer -> answer.link().equals(link));
    }

    /** Remembers what the core's state is at this point of the log. */
    void sample() {
        if (!frozen) {
            hashes.put(log.lastIndex(), core.stateHash());
        }
    }

    // ---- the log

    /** Some of what waits is synced, all at once, and what depends on it goes out. */
    void sync() {
        if (frozen) {
            return;
        }
        long waiting = log.lastIndex() - log.committed();
        log.sync(log.committed() + (waiting == 0 ? 0 : 1 + random.nextLong(waiting)));
        follow();
        while (!held.isEmpty() && held.element().index() <= log.committed()) {
            tell(held.remove(), false);
        }
        while (!settled.isEmpty() && settled.element().index() <= log.committed()) {
            Settled told = settled.remove();
            groups().settled(told.id(), told.stale());
        }
    }

    private void follow() {
        for (long index = journal.committedIndex() + 1; index <= log.committed(); index++) {
            SimLog.Frame frame = log.at(index);
            journal.committed(index, frame);
            if (groups != null) {
                groups.committed(frame);
            }
            replay(frame, shadow);
            Long live = hashes.remove(index);
            if (live != null) {
                check(live == shadow.stateHash(), "at index " + index + " a replayed core is another");
            }
        }
    }

    private static void replay(SimLog.Frame frame, QueueCore into) {
        ByteBuf bytes = Unpooled.wrappedBuffer(frame.bytes());
        if (frame.batch()) {
            into.replay(new BatchView(bytes));
        } else {
            into.replayEntry(bytes);
        }
    }

    void snapshot() {
        report.snapshots++;
        QueueCore saved = shadow;
        if (sabotage == Sabotage.FORGETS_PRODUCERS_IN_THE_SNAPSHOT
                || sabotage == Sabotage.FORGETS_LEDGERS_IN_THE_SNAPSHOT) {
            saved = new QueueCore(SETTINGS);
            saved.load(Unpooled.wrappedBuffer(save(shadow)));
            if (sabotage == Sabotage.FORGETS_PRODUCERS_IN_THE_SNAPSHOT) {
                saved.state().producers.evict(Long.MAX_VALUE);
            } else {
                saved.state().ledgers.clear();
            }
        }
        snapshot = save(saved);
        snapshotIndex = log.committed();
        log.free(snapshotIndex, shadow.firstHeld());
    }

    private static byte[] save(QueueCore core) {
        ByteBuf out = Unpooled.buffer();
        core.save(out);
        return ByteBufUtil.getBytes(out);
    }

    /** An append fails: nothing is written any more, and everybody who waits is told that it is not known. */
    void fail() {
        if (!frozen) {
            report.failedAppends++;
            frozen = true;
            while (!held.isEmpty()) {
                tell(held.remove(), sabotage != Sabotage.CONFIRMS_WHAT_FAILED);
            }
        }
    }

    /** The process ends without warning and starts again. */
    void crash(long nowMs) {
        report.crashes++;
        report.lostTails += log.crash(random) > 0 ? 1 : 0;
        held.clear();
        settled.clear();
        hashes.keySet().removeIf(index -> index > log.lastIndex());
        if (log.lastIndex() > snapshotIndex && log.lastIndex() >= log.firstIndex()) {
            spoil();
        }
        groups().crashed(log.lastIndex());
        byOffset.clear();
        for (long index = log.firstIndex(); index <= log.lastIndex(); index++) {
            SimLog.Frame frame = log.at(index);
            if (frame.batch() && frame.last() >= frame.first()) {
                byOffset.put(frame.first(), frame);
            }
        }
        core = new QueueCore(SETTINGS);
        if (snapshot != null) {
            core.load(Unpooled.wrappedBuffer(snapshot));
        }
        for (long index = Math.max(snapshotIndex + 1, log.firstIndex()); index <= log.lastIndex(); index++) {
            replay(log.at(index), core);
        }
        journal.checkDisk(log);
        log.sync(log.lastIndex());
        follow();
        check(core.stateHash() == shadow.stateHash(), "a recovered core is another than one that saw it all");
        frozen = false;
        core.start(nowMs, this);
    }

    private void spoil() {
        if (sabotage == Sabotage.CUTS_ONE_FRAME_TOO_MANY) {
            log.cut(log.lastIndex() - 1);
        }
        SimLog.Frame last = log.lastIndex() < log.firstIndex() ? null : log.at(log.lastIndex());
        if (sabotage == Sabotage.REWRITES_A_PREDECESSOR
                && last != null
                && last.batch()
                && last.last() >= last.first()) {
            BatchView batch = new BatchView(Unpooled.wrappedBuffer(last.bytes()));
            for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
                if (!batch.refused(m)) {
                    batch.stamp(m, batch.offset(m), batch.time(m), batch.prev(m) + 1);
                }
            }
        }
    }

    // ---- groups

    void groups(SimGroups theirs) {
        groups = theirs;
    }

    void popper(SimPopper theirs) {
        popper = theirs;
    }

    private SimPopper popper() {
        return Objects.requireNonNull(popper);
    }

    private SimGroups groups() {
        return Objects.requireNonNull(groups);
    }

    long committedOffset() {
        return journal.lastOffset();
    }

    /** The batch with this offset, which is committed. */
    BatchView batchWith(long offset) {
        return new BatchView(
                Unpooled.wrappedBuffer(byOffset.floorEntry(offset).getValue().bytes()));
    }

    @Override
    public boolean canNote() {
        return true;
    }

    @Override
    public void fence(Group group) {
        groups().fence(group);
    }

    @Override
    public void deliver(Member member, long tag, int attempt, boolean redelivered, BatchView batch, int m) {
        if (Groups.isPopper(member)) {
            popper().deliver(member, tag, batch.offset(m));
        } else {
            groups().deliver(member, tag, attempt, redelivered, batch, m);
        }
    }

    @Override
    public void letter(Group group, long offset, int attempts, String reason, BatchView batch, int m) {
        groups().letter(group, offset, attempts, batch);
    }

    @Override
    public void settled(Member member, long id, List<Long> stale) {
        if (sabotage == Sabotage.SETTLES_BEFORE_THE_COMMIT) {
            groups().settled(id, stale);
        } else {
            settled.add(new Settled(log.lastIndex(), id, stale));
        }
    }

    @Override
    public void lost(Group group, long from, long to, boolean corrupt) {
        if (!group.settings().isPop()) {
            groups().lost(group);
        }
    }

    @Override
    public void left(Member member) {
        throw new AssertionError("nobody deletes a group");
    }
}
