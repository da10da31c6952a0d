package dev.weir.queue.group;

import dev.weir.message.GroupSettings;
import dev.weir.message.LinkId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All groups and their members. What is decided for good is noted in the log before its effects are; members are volatile.
 *
 * <pre>
 *   new ─▶ start ─▶ everything else
 * </pre>
 */
public final class Groups {
    /** In place of the link that other members come by. */
    private static final LinkId POPPERS = LinkId.ofGroup(GroupStates.POP_ID);

    private record MemberId(LinkId link, long number) {}

    /**
     * Times in ms.
     *
     * @param linkGraceMs how long the members of a lost link keep what they have
     * @param expireMs how long a group without members lives
     * @param memberBytesMax bytes in flight to one member
     * @param popIdleMs how long the group of the seed's poppers holds messages back without a member; it does not expire
     */
    public record Limits(long linkGraceMs, long expireMs, long memberBytesMax, long popIdleMs) {
        public static final long EXPIRE_MS = 7L * 24 * 60 * 60 * 1000;
        public static final long MEMBER_BYTES_MAX = 1 << 20;
    }

    private final Limits limits;
    private final GroupStates states;
    private final Notes notes;
    private final TreeMap<Long, Group> groups = new TreeMap<>();
    private final Map<MemberId, Member> members = new HashMap<>();
    private final Map<Group, Long> emptySinceMs = new HashMap<>();
    private @Nullable PopGroup pop;

    /** Those with members, or with something that waits to become a dead letter. */
    private final Set<Group> busy = new LinkedHashSet<>();

    public Groups(Limits limits, GroupStates states, LongSupplier firstHeld, LongSupplier nextOffset) {
        this.limits = limits;
        this.states = states;
        this.notes = new Notes(states, firstHeld, nextOffset);
    }

    /** After recovery: the groups that the log has. */
    public void start(long nowMs) {
        states.all().forEach(state -> begin(state, nowMs));
    }

    private Group begin(GroupState state, long nowMs) {
        Group group;
        if (state.id == GroupStates.POP_ID) {
            pop = new PopGroup(state, notes);
            group = pop;
        } else {
            group = new Group(state, notes);
        }
        groups.put(state.id, group);
        emptySinceMs.put(group, nowMs);
        return group;
    }

    // ---- groups

    public @Nullable Group find(String name) {
        GroupState state = states.get(name);
        return state == null ? null : groups.get(state.id);
    }

    /** By the order in which they were created. */
    public List<Group> all() {
        return List.copyOf(groups.values());
    }

    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /**
     * There is no group of that name yet.
     *
     * @param start its first offset; at what is held, if that is higher
     */
    public Group create(GroupSettings settings, long start, long nowMs, GroupEffects effects) {
        return create(states.nextId, settings, start, nowMs, effects);
    }

    private Group create(long id, GroupSettings settings, long start, long nowMs, GroupEffects effects) {
        notes.note(GroupEntries.created(id, within(start), settings), effects);
        GroupState state = states.get(id);
        if (state == null) {
            throw new IllegalStateException(settings.name());
        }
        Group group = begin(state, nowMs);
        effects.fence(group);
        return group;
    }

    private long within(long offset) {
        return Math.min(Math.max(offset, notes.firstHeld()), notes.nextOffset());
    }

    /** The mode and the filter stay what they are. */
    public void alter(Group group, GroupSettings settings, GroupEffects effects) {
        group.altered(settings, effects);
    }

    public void reset(Group group, long offset, GroupEffects effects) {
        group.reset(within(offset), effects);
    }

    /** Its members are told. */
    public void delete(Group group, GroupEffects effects) {
        group.flush(effects);
        notes.note(GroupEntries.deleted(group.state.id), effects);
        groups.remove(group.state.id);
        busy.remove(group);
        emptySinceMs.remove(group);
        pop = group == pop ? null : pop;
        for (Member member : group.members()) {
            members.remove(new MemberId(member.link, member.number));
            effects.left(member);
        }
    }

    // ---- members

    /** Who has that number on that link; null when nobody has, or it was told to be gone. */
    public @Nullable Member member(LinkId link, long number) {
        return members.get(new MemberId(link, number));
    }

    public Member join(Group group, LinkId link, long number, int inFlightMax) {
        return join(group, link, number, inFlightMax, limits.memberBytesMax());
    }

    private Member join(Group group, LinkId link, long number, int inFlightMax, long bytesMax) {
        Member member = new Member(link, number, group, inFlightMax, bytesMax);
        members.put(new MemberId(link, number), member);
        group.members.add(member);
        busy.add(group);
        emptySinceMs.remove(group);
        return member;
    }

    /** The member's link is back: it has these deliveries, and nothing else that was sent to it. */
    public void resumed(Member member, List<Long> held) {
        member.away = false;
        member.group.members.mayTake(member);
        Set<Long> has = new HashSet<>(held);
        List<Item> had = new ArrayList<>(member.leases.values());
        had.removeIf(item -> has.contains(item.tag));
        had.forEach(member.group::release);
    }

    /** {@code lost}: its client is gone, without a word; else it left, and what it had counts as no attempt. */
    public void leave(Member member, boolean lost, long nowMs, GroupEffects effects) {
        if (members.remove(new MemberId(member.link, member.number), member)) {
            Group group = member.group;
            group.leave(member, lost, nowMs, effects);
            if (group.memberCount() == 0) {
                emptySinceMs.put(group, nowMs);
            }
        }
    }

    /** Its members keep what they have for a while, and get nothing more. */
    public void linkLost(LinkId link, long nowMs) {
        for (Member member : members.values()) {
            if (member.link.equals(link) && !member.away) {
                member.away = true;
                member.awaySinceMs = nowMs;
            }
        }
    }

    /** Its members are gone for good. */
    public void linkLeft(LinkId link, long nowMs, GroupEffects effects) {
        membersOf(link).forEach(member -> leave(member, false, nowMs, effects));
    }

    private List<Member> membersOf(LinkId link) {
        return members.values().stream()
                .filter(member -> member.link.equals(link))
                .toList();
    }

    // ---- poppers

    public boolean hasPop() {
        return pop != null;
    }

    /** The group of the seed's poppers begins at the oldest message that is held. */
    public void createPop(long nowMs, GroupEffects effects) {
        create(GroupStates.POP_ID, GroupSettings.POP, notes.firstHeld(), nowMs, effects);
    }

    /** A popper is there, and so is its group. */
    public Member joinPop(long number, long bytesMax) {
        return join(Objects.requireNonNull(pop), POPPERS, number, GroupSettings.IN_FLIGHT_MAX, bytesMax);
    }

    public static boolean isPopper(Member member) {
        return member.link.equals(POPPERS);
    }

    /** The popper has received all up to this tag. */
    public void proved(Member popper, long upTo, long nowMs) {
        if (popper.group instanceof PopGroup group) {
            group.proved(popper, upTo, nowMs);
        }
    }

    // ---- time and retention

    /** Those that may want something. */
    public List<Group> busy() {
        return List.copyOf(busy);
    }

    public boolean isBusy(Group group) {
        return busy.contains(group);
    }

    /** If the group wants nothing until it has a member, it is busy no longer. */
    public void rest(Group group) {
        if (group.memberCount() == 0 && group.work.firstDying() == 0 && group.work.delayed() == 0) {
            busy.remove(group);
        }
    }

    /** When the next lease or delay ends, or earlier. */
    public long nextDueMs() {
        long due = Long.MAX_VALUE;
        for (Group group : busy) {
            due = Math.min(due, group.nextDueMs());
        }
        return due;
    }

    /** Ends leases and delays that are over, as far as that can be noted. */
    public void tick(long nowMs, GroupEffects effects) {
        for (Group group : busy()) {
            if (group.nextDueMs() <= nowMs && effects.canNote()) {
                group.tick(nowMs, effects);
            }
        }
    }

    /** Lets go of members of lost links and of abandoned groups whose time is up, and notes how far the others are; now and then. */
    public void sweep(long nowMs, GroupEffects effects) {
        List<Member> gone = members.values().stream()
                .filter(member -> member.away && nowMs - member.awaySinceMs >= limits.linkGraceMs())
                .toList();
        gone.forEach(member -> leave(member, false, nowMs, effects));
        for (Group group : all()) {
            if (!effects.canNote()) {
                return;
            }
            Long emptySince = emptySinceMs.get(group);
            if (emptySince != null && group != pop && nowMs - emptySince >= limits.expireMs()) {
                delete(group, effects);
            } else {
                group.notePassed(effects);
            }
        }
    }

    /** Notes how far all are. */
    public void notePassed(GroupEffects effects) {
        groups.values().forEach(group -> group.notePassed(effects));
    }

    /** The lowest offset that is held back, since a group has not noted that it is done; null when nothing is. */
    public @Nullable Long heldFrom(long nowMs) {
        Long from = null;
        for (Group group : groups.values()) {
            if (holds(group, nowMs)) {
                long of = group == pop ? group.floor() : group.state.done.floor();
                from = from == null ? of : Math.min(from, of);
            }
        }
        return from;
    }

    /** Of those that hold back what they have not done, the one that is furthest behind; null without any. */
    public @Nullable Group furthestBehind(long nowMs) {
        Group last = null;
        for (Group group : groups.values()) {
            if (holds(group, nowMs)) {
                last = last == null || group.floor() < last.floor() ? group : last;
            }
        }
        return last;
    }

    /** That of the seed's poppers only while it has members, or had one lately. */
    private boolean holds(Group group, long nowMs) {
        Long emptySince = emptySinceMs.get(group);
        return group != pop || emptySince == null || nowMs - emptySince < limits.popIdleMs();
    }

    /** Whether one has not done all below this offset. */
    public boolean isBehind(long below) {
        return groups.values().stream().anyMatch(group -> group.floor() < below);
    }

    /** Before the messages below this offset go: what each group that holds them will miss, told by {@link #skipTo}. */
    public Map<Group, Long> undone(long below, long nowMs) {
        Map<Group, Long> undone = new HashMap<>();
        for (Group group : groups.values()) {
            boolean behind = group.floor() < below && group.state.done.undone(below - 1) > 0;
            if (behind && holds(group, nowMs)) {
                undone.put(group, group.state.done.floor());
            }
        }
        return undone;
    }

    /** The messages below this offset are gone. */
    public void skipTo(long below, Map<Group, Long> undone, long nowMs, GroupEffects effects) {
        for (Group group : groups.values()) {
            group.skipTo(below, nowMs);
            Long from = undone.get(group);
            if (from != null) {
                effects.lost(group, from, below - 1, false);
            }
        }
    }

    // ---- dead letters

    /** A dead letter of this group and message is decided. */
    public void buried(Group group, long offset, long nowMs, GroupEffects effects) {
        group.buried(offset, nowMs, effects);
    }
}
