package dev.weir.queue;

import static dev.weir.queue.CoreModel.check;

import java.util.SplittableRandom;

/** One popper that comes and goes, takes what is committed and proves it. */
final class SimPopper {
    private final SimQueue queue;
    private final SimJournal journal;
    private long member;
    private boolean joined;
    private long delivery;
    private long takenTo;

    /** Everything up to here is proved. */
    private long proved;

    SimPopper(SimQueue queue, SimJournal journal) {
        this.queue = queue;
        this.journal = journal;
    }

    void step(SplittableRandom random, long now) {
        QueueCore core = queue.core();
        if (queue.frozen()) {
            return;
        }
        if (!joined) {
            joined = core.popJoined(++member, now, queue);
            delivery = 0;
            takenTo = 0;
        } else if (random.nextInt(8) == 0) {
            core.popLeft(member, now);
            joined = false;
        } else if (random.nextBoolean()) {
            long next = core.popNext();
            check(
                    next <= Math.max(Math.max(proved, takenTo) + 1, core.firstHeld()),
                    "poppers miss some before " + next);
            long to = Math.min(Math.min(core.popRunEnd(), journal.lastOffset()), next + random.nextInt(20));
            if (to >= next) {
                core.popTaken(member, to, ++delivery);
                takenTo = to;
            }
        } else {
            core.popAcknowledged(member, delivery);
            proved = Math.max(proved, takenTo);
        }
    }

    void restarted() {
        joined = false;
        long next = queue.core().popNext();
        boolean created = queue.core().state().popFloor > 0; // else that is lost, and the next popper begins anew
        check(!created || next <= Math.max(proved + 1, queue.core().firstHeld()), "poppers miss some before " + next);
    }
}
