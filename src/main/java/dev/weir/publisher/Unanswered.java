package dev.weir.publisher;

import dev.weir.protocol.FrameId;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One session's publishes that wait for their answer, in order, each with its time limit. Owned by the session's loop. */
final class Unanswered {
    /** One publish: which member of which batch it is. */
    record One(long batchSeq, int member, @Nullable FrameId id, long sinceNanos) {}

    private final EventLoop loop;
    private final long timeoutNanos;
    private final Consumer<@Nullable FrameId> late;
    private final ArrayDeque<One> waiting = new ArrayDeque<>();
    private @Nullable ScheduledFuture<?> check;

    /** @param late told the id of a publish whose time is up */
    Unanswered(EventLoop loop, long timeoutMs, Consumer<@Nullable FrameId> late) {
        this.loop = loop;
        this.timeoutNanos = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        this.late = late;
    }

    void add(long batchSeq, int member, @Nullable FrameId id) {
        waiting.add(new One(batchSeq, member, id, System.nanoTime()));
        if (check == null) {
            check = loop.schedule(this::check, timeoutNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** The next publish of this batch; null when it has no more. */
    @Nullable
    One take(long batchSeq) {
        One one = waiting.peek();
        return one != null && one.batchSeq() == batchSeq ? waiting.remove() : null;
    }

    private void check() {
        check = null;
        long now = System.nanoTime();
        One one = waiting.peek();
        while (one != null && now - one.sinceNanos() >= timeoutNanos) {
            waiting.remove();
            late.accept(one.id());
            one = waiting.peek();
        }
        if (one != null) {
            check = loop.schedule(this::check, timeoutNanos - (now - one.sinceNanos()), TimeUnit.NANOSECONDS);
        }
    }

    void closed() {
        waiting.clear();
        if (check != null) {
            check.cancel(false);
            check = null;
        }
    }
}
