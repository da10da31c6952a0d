package dev.weir.queue.group;

import dev.weir.message.BatchView;
import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import dev.weir.topic.FilterTrie;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides who gets which message of one group, and what becomes of it. What it decides for good is noted before it is told; what
 * its members have and have not is volatile.
 *
 * <p>It is offered batches: those that {@link #wants} names, and only of what is committed.
 */
public sealed class Group permits PopGroup {
    /** Offsets and tags that are reserved at a time: so many may be marked as redelivered after a crash that were not. */
    static final int RESERVED_AHEAD = 8_192;

    private static final long BURY_AGAIN_MS = 1_000;

    final GroupState state;
    final Members members = new Members();
    final Work work = new Work();
    private final Notes notes;
    private final FilterTrie<Boolean> filter = new FilterTrie<>();
    private final List<Boolean> matched = new ArrayList<>(1);
    private final Settling settling;
    private long read;

    /** The group's message before the next one that is read, or what it began behind. */
    private long before;

    private long nextTag;
    private long redeliveredBelow;
    private long nextLeaseMs = Long.MAX_VALUE;
    private long dead;

    Group(GroupState state, Notes notes) {
        this.state = state;
        this.notes = notes;
        this.settling = new Settling(this);
        this.nextTag = state.tagsBelow;
        this.redeliveredBelow = Math.min(state.deliveredBelow, notes.nextOffset());
        filter.add(state.settings.filter(), Boolean.TRUE);
        readFrom(state.done.floor());
    }

    private void readFrom(long offset) {
        read = offset;
        before = offset - 1;
    }

    /** Its number, given once. */
    public long id() {
        return state.id;
    }

    public GroupSettings settings() {
        return state.settings;
    }

    /** Everything below is done, in the log or in a moment. */
    public long floor() {
        Item first = work.first();
        return Math.max(state.done.floor(), first == null ? read : first.offset);
    }

    /** How many up to this offset are not done, matching or not. */
    public long lag(long last) {
        return state.done.undone(last);
    }

    /** The last offset that was read. */
    final long readTo() {
        return read - 1;
    }

    /** Whether what comes of an offer may have to be noted. */
    public boolean needsRoom() {
        return true;
    }

    public int inFlight() {
        return members.inFlight();
    }

    public int delayed() {
        return work.delayed();
    }

    public int parked() {
        return work.parked();
    }

    /** Dead letters since the start. */
    public long dead() {
        return dead;
    }

    public int memberCount() {
        return members.all().size();
    }

    public List<Member> members() {
        return List.copyOf(members.all());
    }

    // ---- delivering

    /** The offset it wants to be offered next; 0 while it wants none. */
    public long wants(long committed) {
        if (work.firstDying() > 0) {
            return work.firstDying();
        } else if (!members.hasCredit()) {
            return 0;
        } else if (work.firstReady() > 0) {
            return work.firstReady();
        }
        return isFull() || read > committed ? 0 : read;
    }

    /**
     * The batch with the wanted offset, which is lent. Messages of it are delivered as long as somebody has credit and they are
     * reserved; or those that are to become dead letters do, and then nothing is delivered, since that is behind their fence.
     */
    public void offer(BatchView batch, long wanted, long nowMs, GroupEffects effects) {
        boolean letters = work.firstDying() > 0;
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            long offset = batch.offset(m);
            if (batch.refused(m) || offset < wanted) {
                continue;
            }
            if (letters) {
                letter(offset, batch, m, effects);
                continue;
            }
            boolean goesOn =
                    offset < read ? again(offset, batch, m, nowMs, effects) : fresh(offset, batch, m, nowMs, effects);
            if (!goesOn) {
                return;
            }
        }
    }

    private void letter(long offset, BatchView batch, int m, GroupEffects effects) {
        Item item = work.get(offset);
        if (item != null && item.state == Item.State.DYING) {
            Failure failure = state.failure(offset);
            effects.letter(this, offset, failure.count(), failure.reason(), batch, m);
        }
    }

    /** Whether to go on to the next message. */
    private boolean again(long offset, BatchView batch, int m, long nowMs, GroupEffects effects) {
        Item item = work.get(offset);
        if (item == null || item.state != Item.State.READY) {
            return true;
        }
        return canDeliver(offset, effects) && deliver(item, batch, m, nowMs, effects);
    }

    private boolean fresh(long offset, BatchView batch, int m, long nowMs, GroupEffects effects) {
        if (offset > read || isFull() || !canDeliver(offset, effects)) {
            return false;
        }
        read = offset + 1;
        if (!isMine(batch, m)) {
            return true;
        }
        long from = before + 1;
        before = offset;
        if (!state.done.contains(offset)) {
            boolean again = offset < redeliveredBelow || state.failures.containsKey(offset);
            Item item = new Item(offset, from, lane(batch, m), again);
            if (work.add(item)) {
                place(item, nowMs, true);
                if (item.state == Item.State.READY) {
                    return deliver(item, batch, m, nowMs, effects);
                }
            }
        }
        return true;
    }

    /** Whether somebody can be sent this one now. What is not reserved is, behind a fence. */
    private boolean canDeliver(long offset, GroupEffects effects) {
        if (!members.hasCredit()) {
            return false;
        }
        if (isReserved(offset)) {
            return true;
        }
        long offsets = Math.max(state.deliveredBelow, offset + RESERVED_AHEAD);
        note(GroupEntries.reserved(state.id, offsets, nextTag + RESERVED_AHEAD), effects);
        effects.fence(this);
        return false;
    }

    /** Whether nothing more is read until something is done. */
    boolean isFull() {
        return work.isFull();
    }

    boolean isReserved(long offset) {
        return offset < state.deliveredBelow && nextTag < state.tagsBelow;
    }

    private boolean deliver(Item item, BatchView batch, int m, long nowMs, GroupEffects effects) {
        Member member = members.next();
        if (member == null) {
            return false;
        }
        work.take(item);
        item.state = Item.State.IN_FLIGHT;
        item.tag = nextTag++;
        item.bytes = batch.messageLength(m);
        member.take(item);
        lease(item, leaseEndMs(nowMs));
        int attempt = state.failure(item.offset).count() + 1;
        effects.deliver(member, item.tag, attempt, item.redelivered, batch, m);
        item.redelivered = true;
        return true;
    }

    long leaseEndMs(long nowMs) {
        return nowMs + state.settings.leaseMs();
    }

    void lease(Item item, long dueMs) {
        item.dueMs = dueMs;
        nextLeaseMs = Math.min(nextLeaseMs, dueMs);
    }

    boolean isMine(BatchView batch, int m) {
        int length = batch.topicLength(m);
        if (length == 0) {
            return false;
        }
        matched.clear();
        filter.match(batch.bytes(), batch.topicAt(m), length, matched);
        return !matched.isEmpty();
    }

    /** Messages with one key are in one lane. That two keys may share one makes them wait for each other, no more. */
    private long lane(BatchView batch, int m) {
        int length = batch.keyLength(m);
        if (state.settings.mode() != GroupMode.KEY_ORDERED || length == 0) {
            return 0;
        }
        ByteBuf bytes = batch.bytes();
        long h = 0xcbf29ce484222325L;
        for (int i = batch.keyAt(m); i < batch.keyAt(m) + length; i++) {
            h = (h ^ bytes.getByte(i)) * 0x100000001b3L;
        }
        return h == 0 ? 1 : h;
    }

    /** Where an item goes that is in nobody's hands: by its last failure, whose delay counts from now if it is to wait. */
    void place(Item item, long nowMs, boolean waits) {
        Failure failure = state.failure(item.offset);
        if (failure.dead() || failure.count() >= state.settings.maxAttempts()) {
            work.dying(item);
        } else if (waits && failure.delayMs() > 0) {
            work.delay(item, nowMs + failure.delayMs());
        } else {
            work.ready(item);
        }
    }

    /** An item is done with; what waited behind it goes on. */
    void resolve(Item item, long nowMs) {
        takeBack(item);
        Item next = work.resolve(item);
        if (next != null) {
            place(next, nowMs, true);
        }
    }

    // ---- what members say

    /** What is settled is told by {@link #flush}. The tags that had no effect are told too. */
    public void ack(Member member, long id, List<Long> tags, long upTo, long nowMs) {
        settling.ack(member, id, tags, upTo, nowMs);
    }

    public void nack(
            Member member,
            long id,
            List<Long> tags,
            long upTo,
            int delayMs,
            boolean dead,
            String reason,
            long nowMs,
            GroupEffects effects) {
        settling.nack(member, id, tags, upTo, new Failure(0, delayMs, dead, reason), nowMs, effects);
    }

    public void extend(Member member, long id, List<Long> tags, long upTo, int byMs, long nowMs) {
        settling.extend(member, id, tags, upTo, byMs, nowMs);
    }

    /** Notes what was acknowledged since the last call, and has everybody told what is settled. */
    public void flush(GroupEffects effects) {
        settling.flush(effects);
    }

    /** The member is gone. What it had goes to others; {@code lost}: and has failed. */
    void leave(Member member, boolean lost, long nowMs, GroupEffects effects) {
        members.remove(member);
        List<Item> had = new ArrayList<>(member.leases.values());
        if (lost) {
            failed(had, new Failure(0, -1, false, "the client was lost"), nowMs, effects);
        } else {
            had.forEach(this::release);
        }
    }

    /** Not delivered after all, as far as anybody knows. */
    void release(Item item) {
        takeBack(item);
        work.ready(item);
    }

    /** If it is in flight, it is no longer. */
    private static void takeBack(Item item) {
        Member member = item.member;
        if (member != null) {
            member.give(item);
        }
    }

    void failed(List<Item> items, Failure how, long nowMs, GroupEffects effects) {
        for (int i = 0; i < items.size(); i += GroupEntries.LIST_MAX) {
            List<Item> part = items.subList(i, Math.min(items.size(), i + GroupEntries.LIST_MAX));
            List<Long> offsets = part.stream().map(item -> item.offset).toList();
            note(GroupEntries.failed(state.id, how.delayMs(), how.dead(), how.reason(), offsets), effects);
        }
        for (Item item : items) {
            takeBack(item);
            place(item, nowMs, true);
        }
        if (!items.isEmpty()) {
            effects.fence(this);
        }
    }

    void note(ByteBuf entry, GroupEffects effects) {
        notes.note(entry, effects);
    }

    // ---- dead letters

    /** The dead letter cannot be stored now. */
    public void buryLater(long offset, long nowMs) {
        Item item = work.get(offset);
        if (item != null && item.state == Item.State.DYING) {
            work.take(item);
            work.delay(item, nowMs + BURY_AGAIN_MS);
        }
    }

    /** The first offset of the range that is done when this message is; 0 when it is none that is to become a dead letter. */
    public long burialFrom(long offset) {
        Item item = work.get(offset);
        return item == null || item.state != Item.State.DYING ? 0 : item.from;
    }

    /** The dead letter is decided. */
    void buried(long offset, long nowMs, GroupEffects effects) {
        Item item = work.get(offset);
        if (item != null) {
            dead++;
            resolve(item, nowMs);
            effects.fence(this);
        }
    }

    // ---- time and retention

    long nextDueMs() {
        return Math.min(nextLeaseMs, work.nextDelayMs());
    }

    /** Ends leases and delays that are over. */
    void tick(long nowMs, GroupEffects effects) {
        if (nowMs >= nextLeaseMs) {
            List<Item> over = new ArrayList<>();
            nextLeaseMs = Long.MAX_VALUE;
            for (Member member : members.all()) {
                for (Item item : member.leases.values()) {
                    if (item.dueMs <= nowMs) {
                        over.add(item);
                    } else {
                        nextLeaseMs = Math.min(nextLeaseMs, item.dueMs);
                    }
                }
            }
            failed(over, new Failure(0, -1, false, "the lease ended"), nowMs, effects);
        }
        work.wake(nowMs).forEach(item -> place(item, nowMs, false));
    }

    /** Notes how far it is, when what it has passed is more than what was acknowledged. */
    void notePassed(GroupEffects effects) {
        if (floor() > state.done.floor()) {
            note(GroupEntries.passed(state.id, floor()), effects);
        }
    }

    /** Messages below this offset are gone. */
    void skipTo(long below, long nowMs) {
        work.below(below).forEach(item -> resolve(item, nowMs));
        if (read < below) {
            readFrom(below);
        }
    }

    /** The messages {@code from..to} cannot be read any more: they are done with. */
    public void unreadable(long from, long to, long nowMs, GroupEffects effects) {
        for (Item item : work.below(to + 1)) {
            if (item.offset >= from) {
                resolve(item, nowMs);
            }
        }
        note(GroupEntries.done(state.id, List.of(from, to)), effects);
        if (read >= from && read <= to) {
            readFrom(to + 1);
        }
        effects.lost(this, from, to, true);
    }

    /** What has failed too often by the new settings does not come again. */
    void altered(GroupSettings settings, GroupEffects effects) {
        note(GroupEntries.altered(state.id, settings), effects);
        for (Item item : work.below(Long.MAX_VALUE)) {
            boolean waits = item.state == Item.State.READY || item.state == Item.State.DELAYED;
            int failures = state.failure(item.offset).count();
            if (waits && failures >= settings.maxAttempts()) {
                work.take(item);
                work.dying(item);
            }
        }
    }

    /** Goes on from there; whatever is in flight is nobody's any more. What was said before has taken effect before. */
    void reset(long offset, GroupEffects effects) {
        flush(effects);
        note(GroupEntries.reset(state.id, offset), effects);
        for (Member member : members.all()) {
            member.leases.clear();
            member.bytes = 0;
            members.mayTake(member);
        }
        work.clear();
        nextLeaseMs = Long.MAX_VALUE;
        redeliveredBelow = Math.max(redeliveredBelow, read);
        readFrom(offset);
        effects.fence(this);
    }
}
