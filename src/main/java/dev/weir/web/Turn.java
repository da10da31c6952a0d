package dev.weir.web;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One turn of an event loop: everything that is read before the loop gets to its tasks is worked off together.
 *
 * <p>First the tasks run, in the order they were asked for, and what they ask for in turn (a batch closed by an
 * edge is committed, delivered and encoded within the same turn when all live on one loop); then each connection that
 * was written to is flushed, once. Owned by its loop.
 */
public final class Turn {
    private static final FastThreadLocal<Turn> OF_THREAD = new FastThreadLocal<>();

    private final EventLoop loop;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ArrayList<Connection> written = new ArrayList<>();
    private boolean scheduled;

    private Turn(EventLoop loop) {
        this.loop = loop;
    }

    /** The turns of this loop; to be asked for on the loop itself. */
    public static Turn of(EventLoop loop) {
        check(loop);
        @Nullable Turn turn = OF_THREAD.getIfExists();
        if (turn == null) {
            turn = new Turn(loop);
            OF_THREAD.set(turn);
        }
        return turn;
    }

    /** Throws when the caller is not on the loop that owns what it is about to touch. */
    public static void check(EventLoop loop) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException(
                    "called on " + Thread.currentThread().getName() + ", not on its loop");
        }
    }

    public EventLoop loop() {
        return loop;
    }

    /** Runs the task once, at the end of this turn. */
    public void atEnd(Runnable task) {
        tasks.add(task);
        schedule();
    }

    /** Flushes the connection after all tasks of this turn. */
    void flushAtEnd(Connection connection) {
        written.add(connection);
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            loop.execute(this::end);
        }
    }

    private void end() {
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            for (int i = 0; i < written.size(); i++) {
                written.get(i).flush();
            }
            written.clear();
        } finally {
            scheduled = false;
            if (!tasks.isEmpty() || !written.isEmpty()) {
                schedule();
            }
        }
    }
}
