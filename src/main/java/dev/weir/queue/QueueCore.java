package dev.weir.queue;

import dev.weir.message.BatchView;
import dev.weir.message.LinkId;
import dev.weir.topic.TopicTable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of every input: which offset a message gets, whether a batch was there before, who pops what, what
 * may be freed. An input goes in with its time; {@link Effects} come out. It is single-threaded and deterministic:
 * the same inputs give the same effects.
 *
 * <p>Durable state (offsets, predecessors, batch results) changes only in {@link #apply}. Volatile state (positions,
 * poppers) is never logged and starts empty.
 */
public final class QueueCore {
    private static final int SWEEP_MIN = 1024;

    private final CoreSettings settings;
    private final TopicTable<long[]> lastOnTopic = new TopicTable<>();
    private final Map<LinkId, LinkLedger> ledgers = new HashMap<>();
    private final Positions positions;
    private @Nullable PopGroup pop;
    private long nextOffset = 1;
    private long firstHeld = 1;
    private int sweepAt = SWEEP_MIN;

    public QueueCore(CoreSettings settings, long nowMs) {
        this.settings = settings;
        this.positions = new Positions(settings.linkGraceMs());
        if (settings.popFromStart()) {
            pop = new PopGroup(firstHeld, nowMs);
        }
    }

    /** The offset of the last message decided; 0 when there was none. */
    public long last() {
        return nextOffset - 1;
    }

    /** Topics whose last offset is remembered. */
    int topicsKnown() {
        return lastOnTopic.size();
    }

    // ---- publishing

    /** A link is there; the next batch that is new from it has this number. */
    public void linkOpened(LinkId link, long nextSeq, long nowMs) {
        ledgers.computeIfAbsent(link, l -> new LinkLedger(nextSeq, nowMs)).opened();
    }

    /** A link is gone; its batches' results are kept for {@code ledgerIdleMs}. */
    public void linkClosed(LinkId link, long nowMs) {
        LinkLedger ledger = ledgers.get(link);
        if (ledger != null) {
            ledger.closed(nowMs);
        }
    }

    /** A batch from a link. The core takes its reference over: it is appended or released. */
    public void publish(BatchView batch, long nowMs, Effects effects) {
        LinkId link = batch.linkId();
        long seq = batch.batchSeq();
        LinkLedger ledger = ledgers.get(link);
        if (ledger == null || seq > ledger.nextSeq() || (seq < ledger.nextSeq() && !ledger.knows(seq))) {
            batch.release();
            effects.refuse(link, seq, "batch " + seq + " is out of its order");
            return;
        }
        if (seq < ledger.nextSeq()) {
            batch.release();
            effects.confirm(link, seq, ledger.base(seq), ledger.count(seq));
            return;
        }
        long first = nextOffset;
        int count = apply(batch, nowMs);
        effects.append(batch, first, first + count - 1);
        effects.confirm(link, seq, first, count);
    }

    /** Gives every message its offset, time and predecessor. The only place where durable state changes. */
    private int apply(BatchView batch, long nowMs) {
        long first = nextOffset;
        batch.stampBase(first);
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            batch.stamp(m, nextOffset, nowMs, predecessor(batch, m));
            nextOffset++;
        }
        int count = (int) (nextOffset - first);
        LinkLedger ledger = ledgers.get(batch.linkId());
        if (ledger != null) {
            ledger.record(batch.batchSeq(), first, count);
        }
        return count;
    }

    private long predecessor(BatchView batch, int m) {
        int length = batch.topicLength(m);
        if (length == 0) {
            return 0;
        }
        long[] last = lastOnTopic.get(batch.bytes(), batch.topicAt(m), length);
        if (last == null) {
            lastOnTopic.put(batch.bytes(), batch.topicAt(m), length, new long[] {nextOffset});
            return 0;
        }
        long prev = last[0];
        last[0] = nextOffset;
        return prev;
    }

    /** A link said goodbye: nothing of it will be sent again. */
    public void linkLeft(LinkId link) {
        ledgers.remove(link);
        positions.leave(link);
    }

    // ---- links that receive

    /** A subscriber link is there. The offset it goes on from: where it left off, else behind the last message. */
    public long readerJoined(LinkId link) {
        return positions.join(link, nextOffset);
    }

    /** A subscriber link has received everything below {@code next}. */
    public void readerReceived(LinkId link, long next) {
        positions.received(link, Math.min(next, nextOffset));
    }

    public void readerLost(LinkId link, long nowMs) {
        positions.lost(link, nowMs);
    }

    // ---- poppers

    /** A popper is there. False when this queue has none. */
    public boolean popJoined(long member, long nowMs) {
        if (!settings.popAllowed()) {
            return false;
        }
        if (pop == null) {
            pop = new PopGroup(firstHeld, nowMs);
        }
        pop.join(member);
        return true;
    }

    /** The first offset that waits for a popper, or {@code last() + 1}. */
    public long popNext() {
        return pop == null ? nextOffset : pop.next();
    }

    /** The end of the run of waiting offsets that begins at {@link #popNext()}. */
    public long popRunEnd() {
        return pop == null ? last() : pop.runEnd(last());
    }

    public void popTaken(long member, long to, long delivery) {
        if (pop != null) {
            pop.take(member, to, delivery);
        }
    }

    public void popAcknowledged(long member, long delivery) {
        if (pop != null) {
            pop.acknowledge(member, delivery);
        }
    }

    public void popLeft(long member, long nowMs) {
        if (pop != null) {
            pop.leave(member, nowMs);
        }
    }

    // ---- retention

    /** Forgets lost links whose time is up. */
    public void tick(long nowMs) {
        positions.expire(nowMs);
        ledgers.values().removeIf(ledger -> ledger.idle(nowMs, settings.ledgerIdleMs()));
    }

    /** Says what nobody needs any more. With neither a reader nor a pop group that was used lately everything waits. */
    public void retain(long nowMs, Effects effects) {
        Long floor = positions.floor();
        if (pop != null && pop.holds(nowMs, settings.popIdleMs())) {
            floor = floor == null ? pop.floor() : Math.min(floor, pop.floor());
        }
        if (floor != null && floor > firstHeld) {
            firstHeld = floor;
            if (pop != null) {
                pop.skipTo(floor);
            }
            sweepTopics();
            effects.free(floor);
        }
    }

    /** A topic whose last message is gone has no predecessor to name; forgetting it bounds the table by what is held. */
    private void sweepTopics() {
        if (lastOnTopic.size() >= sweepAt) {
            lastOnTopic.retainIf((topic, last) -> last[0] >= firstHeld);
            sweepAt = Math.max(SWEEP_MIN, 2 * lastOnTopic.size());
        }
    }
}
