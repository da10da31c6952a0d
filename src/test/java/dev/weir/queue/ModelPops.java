package dev.weir.queue;

import static dev.weir.queue.CoreModel.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** The poppers of a {@link CoreModel}: who holds which message, message by message. */
final class ModelPops {
    private static final class Member {
        final long id;
        long delivery = 1;
        final Map<Long, Long> deliveryOf = new HashMap<>();

        Member(long id) {
            this.id = id;
        }
    }

    private final QueueCore core;
    private final SplittableRandom random;
    private final Effects effects;
    private final List<Member> members = new ArrayList<>();
    private final Map<Long, Long> holder = new HashMap<>();
    private final Set<Long> proved = new HashSet<>();
    private final TreeSet<Long> returned = new TreeSet<>();
    private long fresh = 1;
    private long nextMember = 1;

    ModelPops(QueueCore core, SplittableRandom random, Effects effects) {
        this.core = core;
        this.random = random;
        this.effects = effects;
    }

    void comeOrGo(long now) {
        if (members.size() < 2 || (members.size() < 6 && random.nextBoolean())) {
            Member member = new Member(nextMember++);
            check(core.popJoined(member.id, now, effects), "not let in");
            members.add(member);
        } else {
            Member member = members.remove(random.nextInt(members.size()));
            core.popLeft(member.id, now);
            member.deliveryOf.keySet().forEach(offset -> {
                holder.remove(offset);
                returned.add(offset);
            });
        }
    }

    void take(long last) {
        if (!members.isEmpty() && waits(last)) {
            Member member = members.get(random.nextInt(members.size()));
            give(member, Math.min(core.popRunEnd(), core.popNext() + random.nextInt(8)), last);
        }
    }

    private boolean waits(long last) {
        long expected = returned.isEmpty() ? fresh : returned.first();
        check(core.popNext() == expected, "the head is " + core.popNext() + " in place of " + expected);
        return expected <= last;
    }

    private void give(Member member, long to, long last) {
        check(to <= last, "a run beyond the last message");
        for (long offset = core.popNext(); offset <= to; offset++) {
            check(!proved.contains(offset), offset + " is given out again after its proof");
            check(holder.put(offset, member.id) == null, offset + " is with two poppers");
            check(returned.remove(offset) || offset == fresh, offset + " is not the next");
            fresh = Math.max(fresh, offset + 1);
            member.deliveryOf.put(offset, member.delivery);
        }
        core.popTaken(member.id, to, member.delivery);
        member.delivery += random.nextInt(2);
    }

    void acknowledge() {
        if (!members.isEmpty()) {
            Member member = members.get(random.nextInt(members.size()));
            acknowledge(member, random.nextLong(member.delivery + 1));
        }
    }

    private void acknowledge(Member member, long delivery) {
        core.popAcknowledged(member.id, delivery);
        member.deliveryOf.entrySet().removeIf(e -> {
            boolean proves = e.getValue() <= delivery;
            if (proves) {
                check(holder.remove(e.getKey()) == member.id, "proved by another");
                check(proved.add(e.getKey()), e.getKey() + " is proved twice");
            }
            return proves;
        });
    }

    /** The lowest message that is not proved. */
    long floor() {
        long floor = returned.isEmpty() ? fresh : Math.min(fresh, returned.first());
        for (long offset : holder.keySet()) {
            floor = Math.min(floor, offset);
        }
        return floor;
    }

    void drain(long last, long now) {
        Member only = new Member(nextMember++);
        core.popJoined(only.id, now, effects);
        while (!members.isEmpty()) {
            Member member = members.remove(0);
            core.popLeft(member.id, now);
            member.deliveryOf.keySet().forEach(offset -> {
                holder.remove(offset);
                returned.add(offset);
            });
        }
        members.add(only);
        while (waits(last)) {
            give(only, core.popRunEnd(), last);
        }
        acknowledge(only, only.delivery);
    }

    void checkAllProved(long last) {
        for (long offset = 1; offset <= last; offset++) {
            check(proved.contains(offset), offset + " was never proved");
        }
    }
}
