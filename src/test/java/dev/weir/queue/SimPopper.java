package dev.weir.queue;

import static dev.weir.queue.CoreModel.check;

import dev.weir.queue.group.Group;
import dev.weir.queue.group.Member;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One popper that comes and goes, takes what is committed and proves it. */
final class SimPopper {
    private static final long BYTES_MAX = 2_000;

    private final SimQueue queue;
    private @Nullable Member member;
    private long numbers;
    private long lastTag;
    private long takenTo;

    /** Everything up to here is proved. */
    private long proved;

    SimPopper(SimQueue queue) {
        this.queue = queue;
    }

    void step(SplittableRandom random, long now) {
        QueueCore core = queue.core();
        if (queue.frozen()) {
            return;
        }
        Member popper = member;
        if (popper == null) {
            member = Objects.requireNonNull(core.popJoined(++numbers, BYTES_MAX, now, queue));
            takenTo = 0;
            lastTag = 0;
        } else if (random.nextInt(8) == 0) {
            core.groups().leave(popper, false, now, queue);
            member = null;
        } else if (random.nextBoolean()) {
            feed(popper.group(), now);
        } else {
            core.groups().proved(popper, lastTag, now);
            proved = Math.max(proved, takenTo);
        }
    }

    private void feed(Group pop, long now) {
        long wanted = pop.wants(queue.committedOffset());
        if (wanted > 0) {
            pop.offer(queue.batchWith(wanted), wanted, now, queue);
        }
    }

    void deliver(Member to, long tag, long offset) {
        check(to == member && tag > lastTag, "a delivery to a popper that is gone, or again");
        isNext(offset);
        check(takenTo == 0 || offset > takenTo, "offset " + offset + " behind " + takenTo);
        takenTo = offset;
        lastTag = tag;
    }

    private void isNext(long offset) {
        check(
                offset <= Math.max(Math.max(proved, takenTo) + 1, queue.core().firstHeld()),
                "poppers miss some before " + offset);
    }

    void restarted() {
        member = null;
        takenTo = 0;
        Group pop = queue.core().groups().find("$pop");
        if (pop != null) { // else its creation is lost, and the next popper begins anew
            isNext(pop.floor());
        }
    }
}
