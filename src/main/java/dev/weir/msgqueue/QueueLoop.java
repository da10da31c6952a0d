package dev.weir.msgqueue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.log.MessageLog;
import dev.weir.log.Room;
import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Durability;
import dev.weir.message.LinkId;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.queue.Effects;
import dev.weir.queue.QueueCore;
import dev.weir.queue.group.Group;
import dev.weir.queue.group.GroupEffects;
import dev.weir.queue.group.Groups;
import dev.weir.queue.group.Member;
import dev.weir.web.Condition;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds core and log together, alone. Inputs come in from the sessions, the core's effects are performed here, and at the
 * end of the turn what is committed goes out: results to links, ranges to subscriber edges, messages to poppers.
 *
 * <pre>
 *   batch ─▶ Admission: room in the log? ─no──▶ waits, in order; its edge fills up and stops reading
 *              │yes
 *              ▼
 *            core ─▶ append ─▶ log ─▶ committed ─▶ results, ranges, pops ─▶ free what nobody needs ─▶ waiting batches
 * </pre>
 *
 * Owned by the queue's loop; every entry checks that.
 */
final class QueueLoop implements Effects, Condition {
    private static final Logger LOG = LoggerFactory.getLogger(QueueLoop.class);

    private static final int CONCERN_PERCENT = 80;

    /** More than the core writes within one input. */
    private static final int ENTRY_BYTES_MAX = 64 * 1024;

    private final Turn turn;
    private final QueueCore core;
    private final MessageLog log;
    private final LongSupplier clock;
    private final LongSupplier epochMs;
    private final LongSupplier expiryMs;
    private final Map<LinkId, LinkSession> links = new HashMap<>();
    private final Admission admission;
    private final AfterCommit afterCommit;
    private final Poppers poppers;
    private final GroupFeeds feeds;
    private final TurnTask delivery;
    private final boolean durable;
    private long wakeAtMs = Long.MAX_VALUE;
    private @Nullable ScheduledFuture<?> waking;
    private boolean closed;
    private @Nullable Promise<Void> delivered;

    QueueLoop(Turn turn, QueueCore core, MessageLog log, Clocks clocks) {
        this.turn = turn;
        this.delivery = new TurnTask(turn, this::deliver);
        this.core = core;
        this.log = log;
        this.admission = new Admission(core, log, clocks.epochMs(), this);
        this.afterCommit = new AfterCommit(log);
        this.clock = clocks.monotonicMs();
        this.epochMs = clocks.epochMs();
        this.expiryMs = clocks.expiryMs();
        this.feeds = new GroupFeeds(this, log, core);
        this.poppers = new Poppers(core, clock, this);
        this.durable = log.durability() != Durability.MEMORY;
        log.onCommitted(this::deliverAtEnd);
        core.start(clock.getAsLong(), this);
    }

    MessageLog log() {
        return log;
    }

    Poppers poppers() {
        return poppers;
    }

    // ---- links

    /** A link said hello. An older connection of the same edge is given up. Where it goes on from, if it receives. */
    long joined(LinkSession session, LinkId link, long nextSeq, boolean receives) {
        Turn.check(turn.loop());
        LinkSession old = links.put(link, session);
        if (old != null && old != session) {
            old.replaced();
        }
        admission.forget(link);
        deliverAtEnd();
        core.linkOpened(link, nextSeq, clock.getAsLong());
        core.groups().linkLost(link, clock.getAsLong()); // its members say themselves that they are back
        return receives ? core.readerJoined(link) : core.last() + 1;
    }

    void received(LinkId link, long next) {
        core.readerReceived(link, next);
        deliverAtEnd();
    }

    /** The same, said while delivering. */
    void passed(LinkId link, long next) {
        core.readerReceived(link, next);
    }

    /** A link's connection is gone; for good, if it said so. */
    void lost(LinkSession session, LinkId link, boolean forGood) {
        Turn.check(turn.loop());
        if (links.remove(link, session)) {
            admission.forget(link);
            deliverAtEnd();
            if (forGood && canNoteLittle()) {
                core.linkLeft(link, clock.getAsLong(), this);
            } else {
                core.linkClosed(link, clock.getAsLong());
                core.readerLost(link, clock.getAsLong());
            }
        }
    }

    /** Whether the core may decide what takes an entry of its own. */
    private boolean canNoteLittle() {
        return roomForLittle() == Room.YES;
    }

    @Override
    public boolean canNote() {
        return roomForGroups() == Room.YES;
    }

    /** Whether one group can note what one input may make it note, with enough left over for what makes room. */
    Room roomForGroups() {
        return log.roomForEntry(GroupEffects.BYTES_MAX + ENTRY_BYTES_MAX);
    }

    /** What makes room, and what is small: a reset, a deletion. */
    Room roomForLittle() {
        return log.roomForEntry(ENTRY_BYTES_MAX);
    }

    // ---- readers

    /** Runs the task once all that is decided by now is committed, or never will be. */
    void whenCommitted(Runnable task) {
        afterCommit.run(task);
        deliverAtEnd();
    }

    /** The newest message's offset on the topic that an exact filter is; 0 when none is known. */
    long lastOn(TopicFilter topic) {
        return core.lastOn(topic.toString().getBytes(UTF_8));
    }

    // ---- publishing

    /** Takes the reference over. */
    void publish(BatchView batch) {
        Turn.check(turn.loop());
        if (closed) {
            batch.release();
            return;
        }
        admission.take(batch);
        deliverAtEnd();
    }

    @Override
    public void append(BatchView batch, long first, long last) {
        log.append(batch, first, last);
    }

    @Override
    public void note(ByteBuf entry) {
        log.appendEntry(entry);
    }

    @Override
    public void confirm(LinkId link, long batchSeq, BatchResult result) {
        afterCommit.confirm(admission.seedsInHand(), link, batchSeq, result);
    }

    @Override
    public void refuse(LinkId link, long batchSeq, String why) {
        LinkSession session = links.get(link);
        if (session != null) {
            session.refused(why);
        }
    }

    @Override
    public void free(long below) {
        afterCommit.free(below);
    }

    // ---- groups

    Groups groups() {
        return core.groups();
    }

    GroupFeeds feeds() {
        return feeds;
    }

    @Nullable
    LinkSession session(LinkId link) {
        return links.get(link);
    }

    /** Only goes forward. */
    long nowMs() {
        return clock.getAsLong();
    }

    /** The time of day. */
    long timeMs() {
        return epochMs.getAsLong();
    }

    @Override
    public void fence(Group group) {
        feeds.fence(group);
    }

    @Override
    public void deliver(Member member, long tag, int attempt, boolean redelivered, BatchView batch, int m) {
        if (Groups.isPopper(member)) {
            poppers.deliver(member, tag, batch, m);
        } else {
            feeds.deliver(member, tag, attempt, redelivered, batch, m);
        }
    }

    @Override
    public void letter(Group group, long offset, int attempts, String reason, BatchView batch, int m) {
        feeds.letter(group, offset, attempts, reason, batch, m);
    }

    @Override
    public void settled(Member member, long id, List<Long> stale) {
        feeds.settled(member, id, stale);
    }

    @Override
    public void lost(Group group, long from, long to, boolean corrupt) {
        if (!corrupt) {
            LOG.warn(
                    "the log is full: group {} will not get what it had not done of offsets {} to {}",
                    group.settings().name(),
                    from,
                    to);
        }
        feeds.lost(group, new Gap(from, to, corrupt ? Gap.Reason.CORRUPT : Gap.Reason.RETENTION));
    }

    @Override
    public void left(Member member) {
        if (Groups.isPopper(member)) {
            poppers.left(member);
        } else {
            feeds.left(member);
        }
    }

    // ---- the end of the turn

    void deliverAtEnd() {
        if (!closed) {
            delivery.ask();
        }
    }

    /** Likewise, but after the loop has read its sockets again. */
    void deliverSoon() {
        turn.loop().execute(this::deliverAtEnd);
    }

    private void deliver() {
        if (closed) {
            return;
        }
        afterCommit.answer(links);
        // Sessions may be given up while they are fed.
        List<LinkSession> fed = new ArrayList<>(links.values());
        fed.forEach(LinkSession::feed);
        feeds.answer();
        poppers.leaveClosing();
        feeds.feed();
        poppers.send();
        wakeWhenDue();
        if (!durable) {
            core.retain(clock.getAsLong(), 0, false, this);
        }
        afterCommit.freeCommitted();
        if (admission.again(links::containsKey)) {
            deliverAtEnd();
        }
        tellDelivered();
    }

    /** Leases and back-offs end when they are due, not at the next tick. */
    private void wakeWhenDue() {
        long due = core.groups().nextDueMs();
        if (due < wakeAtMs && canNote()) {
            if (waking != null) {
                waking.cancel(false);
            }
            wakeAtMs = due;
            waking = turn.loop().schedule(this::wake, Math.max(1, due - nowMs()), TimeUnit.MILLISECONDS);
        }
    }

    private void wake() {
        wakeAtMs = Long.MAX_VALUE;
        waking = null;
        if (!closed) {
            core.groups().tick(nowMs(), this);
        }
        deliverAtEnd();
    }

    /** Done once every edge that is linked has received all that is committed. */
    Future<Void> delivered() {
        if (links.values().stream().allMatch(LinkSession::hasReceivedAll)) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        delivered = done;
        return done.future();
    }

    private void tellDelivered() {
        Promise<Void> done = delivered;
        if (done != null && links.values().stream().allMatch(LinkSession::hasReceivedAll)) {
            delivered = null;
            done.complete();
        }
    }

    void tick() {
        if (canNoteLittle()) {
            core.tick(clock.getAsLong(), this);
            if (durable) {
                core.retain(clock.getAsLong(), log.expired(expiryMs.getAsLong()), log.isFull(), this);
            }
        }
        deliverAtEnd();
    }

    /** Why nothing can be published; null while all is well. */
    @Override
    public @Nullable String unready() {
        return log.failed();
    }

    @Override
    public @Nullable String concern() {
        int percent = log.percentFull();
        if (percent < CONCERN_PERCENT) {
            return null;
        }
        String holds = "the log is at " + percent + " % of its hard limit";
        String group = core.heldBy(log.expired(expiryMs.getAsLong()), clock.getAsLong());
        return group == null ? holds : holds + ", and group " + group + " holds back what could go";
    }

    /** Lets go of everything but the log, which whoever made it closes; the edges beside it are told, and what they still send is released. */
    void close() {
        closed = true;
        List.copyOf(links.values()).forEach(session -> session.refused("the queue has stopped"));
        admission.close();
        feeds.close();
        if (waking != null) {
            waking.cancel(false);
        }
    }
}
