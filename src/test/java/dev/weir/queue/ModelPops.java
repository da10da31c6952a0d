package dev.weir.queue;

import static dev.weir.queue.CoreModel.check;

import dev.weir.queue.group.Group;
import dev.weir.queue.group.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** The poppers of a {@link CoreModel}: who holds which message, message by message. */
final class ModelPops {
    private static final long BYTES_MAX = 400;

    private static final class Popper {
        final Member member;
        final TreeMap<Long, Long> byTag = new TreeMap<>();

        Popper(Member member) {
            this.member = member;
        }
    }

    private final QueueCore core;
    private final SplittableRandom random;
    private final CoreModel model;
    private final List<Popper> poppers = new ArrayList<>();
    private final Map<Long, Popper> holder = new HashMap<>();
    private final Set<Long> proved = new HashSet<>();
    private final TreeSet<Long> returned = new TreeSet<>();
    private long fresh = 1;
    private long nextNumber = 1;

    ModelPops(QueueCore core, SplittableRandom random, CoreModel model) {
        this.core = core;
        this.random = random;
        this.model = model;
    }

    void comeOrGo(long now) {
        if (poppers.size() < 2 || (poppers.size() < 6 && random.nextBoolean())) {
            come(now);
        } else {
            go(poppers.remove(random.nextInt(poppers.size())), now);
        }
    }

    private Popper come(long now) {
        Popper popper = new Popper(Objects.requireNonNull(core.popJoined(nextNumber++, BYTES_MAX, now, model)));
        poppers.add(popper);
        return popper;
    }

    private void go(Popper popper, long now) {
        core.groups().leave(popper.member, false, now, model);
        popper.byTag.values().forEach(offset -> {
            holder.remove(offset);
            returned.add(offset);
        });
    }

    /** Offers the poppers one batch; whether they wanted any. */
    boolean take(long last, long now) {
        if (poppers.isEmpty()) {
            return false;
        }
        Group group = poppers.get(0).member.group();
        long wanted = group.wants(last);
        if (wanted > 0) {
            check(wanted == next(), "the head is " + wanted + " in place of " + next());
            group.offer(model.batchWith(wanted), wanted, now, model);
        }
        return wanted > 0;
    }

    private long next() {
        return returned.isEmpty() ? fresh : returned.first();
    }

    void deliver(Member member, long tag, long offset) {
        Popper popper = poppers.stream()
                .filter(p -> p.member == member)
                .findFirst()
                .orElseThrow(() -> new AssertionError("a delivery to nobody"));
        check(!proved.contains(offset), offset + " is given out again after its proof");
        check(holder.put(offset, popper) == null, offset + " is with two poppers");
        check(offset == next(), offset + " is not the next");
        returned.remove(offset);
        fresh = Math.max(fresh, offset + 1);
        check(popper.byTag.isEmpty() || tag > popper.byTag.lastKey(), "tag " + tag + " again");
        popper.byTag.put(tag, offset);
    }

    void prove(long now) {
        if (!poppers.isEmpty()) {
            Popper popper = poppers.get(random.nextInt(poppers.size()));
            prove(popper, popper.byTag.isEmpty() ? 0 : random.nextLong(popper.byTag.lastKey() + 1), now);
        }
    }

    private void prove(Popper popper, long upTo, long now) {
        core.groups().proved(popper.member, upTo, now);
        Map<Long, Long> done = popper.byTag.headMap(upTo, true);
        for (long offset : done.values()) {
            check(holder.remove(offset) == popper, "proved by another");
            check(proved.add(offset), offset + " is proved twice");
        }
        done.clear();
    }

    /** The lowest message that is not proved. */
    long floor() {
        long floor = next();
        for (long offset : holder.keySet()) {
            floor = Math.min(floor, offset);
        }
        return floor;
    }

    void drain(long last, long now) {
        while (!poppers.isEmpty()) {
            go(poppers.remove(0), now);
        }
        Popper only = come(now);
        while (take(last, now)) {
            prove(only, Long.MAX_VALUE, now);
        }
    }

    void checkAllProved(long last) {
        for (long offset = 1; offset <= last; offset++) {
            check(proved.contains(offset), offset + " was never proved");
        }
    }
}
