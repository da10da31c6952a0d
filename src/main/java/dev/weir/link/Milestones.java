package dev.weir.link;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tasks that wait until a growing number has reached theirs, in the order they came. Who leaves takes the task back, so that
 * what waits is bounded by who is there. Owned by one loop.
 */
public final class Milestones {
    private final Map<Runnable, Long> waiting = new LinkedHashMap<>();

    /** Runs the task once {@code number} is reached. A task waits for one number at a time. */
    public void await(long number, Runnable task) {
        waiting.remove(task);
        waiting.put(task, number);
    }

    /** The task is not to be run any more. */
    public void forget(Runnable task) {
        waiting.remove(task);
    }

    /** Runs, in order, what waited for this number; a task behind one that waits for more waits with it. */
    public void reached(long number) {
        while (!waiting.isEmpty()) {
            Iterator<Map.Entry<Runnable, Long>> oldest = waiting.entrySet().iterator();
            Map.Entry<Runnable, Long> entry = oldest.next();
            if (entry.getValue() > number) {
                return;
            }
            Runnable task = entry.getKey();
            oldest.remove();
            task.run();
        }
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }
}
