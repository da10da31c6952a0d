package dev.weir.queue;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import dev.weir.queue.group.Group;
import dev.weir.queue.group.GroupEffects;
import dev.weir.queue.group.Groups;
import dev.weir.queue.group.Member;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of every input: which offset a message gets, whether it was there before, who gets what of a group, what may
 * be freed. An input goes in with its time; {@link Effects} come out. It is single-threaded and deterministic: the same
 * inputs give the same effects.
 *
 * <p>Durable state (offsets, predecessors, producers' numbers, batch results, what groups have done) changes only by what
 * is in the log, and by the same code when it is decided and when it is replayed:
 *
 * <pre>
 *   new ─▶ load? ─▶ replay, replayEntry … ─▶ start ─▶ everything else
 * </pre>
 *
 * Volatile state (who is there, positions, what is in flight, batches refused whole) is never logged and starts empty.
 */
public final class QueueCore {
    private final CoreSettings settings;
    private final CoreState state = new CoreState();
    private final BatchWalk walk = new BatchWalk(state);
    private final Links links = new Links(state.ledgers);
    private final Positions positions;
    private final Retention retention;
    private final UseMarks uses;
    private final Groups groups;

    public QueueCore(CoreSettings settings) {
        this.settings = settings;
        this.positions = new Positions(settings.linkGraceMs());
        this.retention = new Retention(settings);
        this.uses = new UseMarks(settings.producerIdleMs());
        this.groups = new Groups(settings.groups(), state.groups, () -> state.firstHeld, () -> state.nextOffset);
    }

    /** The offset of the last message decided; 0 when there was none. */
    public long last() {
        return state.nextOffset - 1;
    }

    /** The lowest offset not freed. */
    public long firstHeld() {
        return state.firstHeld;
    }

    /** The offset of the last message decided on this topic; 0 when none is known. */
    public long lastOn(byte[] topic) {
        return state.topics.last(topic);
    }

    CoreState state() {
        return state;
    }

    // ---- recovery

    /**
     * Takes over a state that {@link #save} wrote, before anything else; reads all readable bytes.
     *
     * @throws ReplayMismatch when they are no such state
     */
    public void load(ByteBuf saved) {
        CoreSnapshot.load(saved, state);
    }

    /** Appends the durable state to {@code out}. Any core that has applied the same entries writes the same bytes. */
    public void save(ByteBuf out) {
        CoreSnapshot.save(state, out);
    }

    /** A number for the durable state, the same for every core that has applied the same entries. Costs a save. */
    public long stateHash() {
        ByteBuf saved = Unpooled.buffer();
        save(saved);
        return CoreSnapshot.hash(saved);
    }

    /**
     * Applies a batch from the log, which is lent.
     *
     * @throws ReplayMismatch when its stamps are not what was decided; the core is of no use then
     */
    public void replay(BatchView batch) {
        if (batch.isLetter()) {
            walk.replayLetter(batch);
            return;
        }
        LinkLedger ledger = state.ledgers.get(batch.linkId());
        long nextSeq = ledger == null ? 1 : ledger.nextSeq();
        ReplayMismatch.check(batch.batchSeq() >= nextSeq, "the link's batch", batch.batchSeq(), nextSeq);
        walk.replay(batch);
    }

    /**
     * Applies an entry that {@link Effects#note} was given; it is lent and no index is moved.
     *
     * @throws ReplayMismatch when it cannot have been decided; the core is of no use then
     */
    public void replayEntry(ByteBuf entry) {
        Entries.apply(entry, state);
    }

    /** Recovery is over, or there was nothing to recover. Called once, before the first input. */
    public void start(long nowMs, Effects effects) {
        links.start(nowMs);
        groups.start(nowMs);
        if (settings.durable() && state.firstHeld > 1) {
            effects.free(
                    state.firstHeld); // it was let go in the life before, which may have ended before the log heard of
            // it
        }
        if (settings.popFromStart() && !groups.hasPop()) {
            groups.createPop(nowMs, effects);
        }
    }

    /** Logs what was decided and applies it as a replay does. */
    private void note(ByteBuf entry, Effects effects) {
        effects.note(entry.retain());
        Entries.apply(entry, state);
        entry.release();
    }

    // ---- publishing

    /** A link is there; it sends no batch with a lower number than this, and the next new one may have a higher. */
    public void linkOpened(LinkId link, long oldestSeq, long nowMs) {
        links.opened(link, oldestSeq, nowMs);
    }

    /** A link is gone; its batches' results are kept for {@code ledgerIdleMs}. */
    public void linkClosed(LinkId link, long nowMs) {
        links.closed(link, nowMs);
        groups.linkLost(link, nowMs);
    }

    /**
     * A batch from a link. The core takes its reference over: it is appended or released.
     *
     * @param nowMs the time that is stamped into its messages
     */
    public void publish(BatchView batch, long nowMs, Effects effects) {
        LinkState link = links.inOrder(batch, effects);
        if (link == null) {
            return;
        }
        if (state.producers.size() > settings.producersMax()) {
            note(Entries.producersEvicted(state.producers.markForRoom(settings.producersMax())), effects);
        }
        LinkId id = batch.linkId();
        long seq = batch.batchSeq();
        link.decided(seq);
        BatchResult result = walk.decide(batch, nowMs);
        effects.append(batch, result.base(), result.last());
        effects.confirm(id, seq, result);
    }

    /**
     * A batch that cannot be logged now. It is released and answered, all its members alike, and when it is sent again
     * the answer is the same. A batch that was logged before gets the answer it got then.
     */
    public void refuseBatch(BatchView batch, MemberStatus status, Effects effects) {
        LinkState link = links.inOrder(batch, effects);
        if (link != null) {
            LinkId id = batch.linkId();
            long seq = batch.batchSeq();
            link.refuse(seq, status, batch.count());
            batch.release();
            effects.confirm(id, seq, Objects.requireNonNull(link.refusal(seq)));
        }
    }

    /** A link said goodbye: nothing of it will be sent again. */
    public void linkLeft(LinkId link, long nowMs, Effects effects) {
        groups.linkLeft(link, nowMs, effects);
        links.remove(link);
        positions.leave(link);
        forgetResults(link, effects);
    }

    private void forgetResults(LinkId link, Effects effects) {
        if (state.ledgers.containsKey(link)) {
            note(Entries.linkForgotten(link), effects);
        }
    }

    // ---- links that receive

    /** A subscriber link is there. The offset it goes on from: where it left off, else behind the last message. */
    public long readerJoined(LinkId link) {
        return positions.join(link, state.nextOffset);
    }

    /** A subscriber link has received everything below {@code next}. */
    public void readerReceived(LinkId link, long next) {
        positions.received(link, Math.min(next, state.nextOffset));
    }

    public void readerLost(LinkId link, long nowMs) {
        positions.lost(link, nowMs);
    }

    // ---- poppers

    /**
     * A popper is there.
     *
     * @param bytesMax bytes in flight to it; one message always may be
     * @return null when this queue has none
     */
    public @Nullable Member popJoined(long number, long bytesMax, long nowMs, Effects effects) {
        if (!settings.popAllowed()) {
            return null;
        }
        if (!groups.hasPop()) {
            groups.createPop(nowMs, effects);
        }
        return groups.joinPop(number, bytesMax);
    }

    // ---- groups

    public Groups groups() {
        return groups;
    }

    /** Which group holds back messages below this offset, which could go; null when none does. Of several the one that is furthest behind. */
    public @Nullable String heldBy(long candidate, long nowMs) {
        Group last = groups.furthestBehind(nowMs);
        return last == null || last.floor() >= candidate
                ? null
                : last.settings().name();
    }

    /**
     * A dead letter for {@link GroupEffects#letter}: one message on the group's topic for them, its {@code sequence} the offset of the
     * message it was, of the link {@link LinkId#ofGroup}. It and the group's being done with that message are one entry. Takes
     * the reference over.
     */
    public void bury(Group group, BatchView letter, long timeMs, long nowMs, Effects effects) {
        long of = letter.sequence(letter.first());
        long from = group.burialFrom(of);
        if (from == 0) {
            letter.release();
            return;
        }
        long offset = walk.decideLetter(letter, from, timeMs);
        effects.append(letter, offset, offset);
        groups.buried(group, of, nowMs, effects);
    }

    // ---- time and retention

    /** Forgets lost links and unused producers whose time is up, and logs how far the groups are. */
    public void tick(long nowMs, Effects effects) {
        groups.sweep(nowMs, effects);
        groups.tick(nowMs, effects);
        positions.expire(nowMs);
        links.removeIdle(nowMs, settings.ledgerIdleMs()).forEach(link -> forgetResults(link, effects));
        long idleBelow = uses.tick(nowMs, state.nextOffset);
        if (idleBelow > 0 && state.producers.anyTouchedBelow(idleBelow)) {
            note(Entries.producersEvicted(idleBelow), effects);
        }
    }

    /**
     * Says what goes.
     *
     * @param candidate below this offset a durable log's limits let messages go; of no meaning for a log in memory, from
     *     which goes what nobody needs (and with neither a reader nor a group, nothing)
     * @param overHardLimit whether a durable log holds more than it may at most
     */
    public void retain(long nowMs, long candidate, boolean overHardLimit, Effects effects) {
        long below = settings.durable()
                ? retention.durable(Math.min(candidate, state.nextOffset), groups.heldFrom(nowMs), overHardLimit)
                : Retention.inMemory(positions, groups.heldFrom(nowMs));
        if (below <= state.firstHeld) {
            return;
        }
        if (groups.isBehind(below)) {
            groups.notePassed(effects); // so that none is told to have lost what was not for it
        }
        Map<Group, Long> undone = groups.undone(below, nowMs);
        if (settings.durable()) {
            note(Entries.firstHeld(below), effects);
        } else {
            Entries.free(below, state);
        }
        groups.skipTo(below, undone, nowMs, effects);
        effects.free(below);
    }
}
