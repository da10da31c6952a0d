package dev.weir.subscriber;

import dev.weir.link.Edge;
import dev.weir.link.EdgeHello;
import dev.weir.link.LinkedEdge;
import dev.weir.link.Milestones;
import dev.weir.link.QueueHello;
import dev.weir.link.QueuePort;
import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.protocol.ServerFrames;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The edge's link to the queue: says which topics and filters are wanted, takes ranges, gives credit for what was handed on. After a
 * broken link it goes on behind the last range it has, if the queue still knows that place. Owned by the edge's
 * loop.
 *
 * <p>Interest is versioned: {@link #whenSettled} runs once the queue has said from where on it sends all that is wanted
 * now. Interest is given up lazily, since a client that reconnects wants the same again.
 */
final class QueueFeed implements Edge, LinkedEdge {
    private final TurnTask report;
    private final LinkId id = LinkId.random();
    private final Cohorts cohorts;
    private final FanOut fanOut;
    private final long creditBytes;
    private final ServerFrames frames = new ServerFrames();
    private final Interests interests = new Interests();
    private final Milestones waiters = new Milestones();
    private final Set<Runnable> linkWaiters = new LinkedHashSet<>();
    private @Nullable QueuePort queue;
    private @Nullable QueueHello welcomed;
    private long version;
    private long settled;
    private @Nullable Epoch epoch;
    private long next;
    private long consumed;

    QueueFeed(Turn turn, Cohorts cohorts, FanOut fanOut, long creditBytes) {
        this.report = new TurnTask(turn, this::report);
        this.cohorts = cohorts;
        this.fanOut = fanOut;
        this.creditBytes = creditBytes;
    }

    // ---- what sessions say

    /** Somebody wants this topic. */
    void want(byte[] topic) {
        wanted(interests.want(topic));
    }

    /** Somebody wants what this filter matches. */
    void want(TopicFilter filter) {
        wanted(interests.want(filter));
    }

    private void wanted(boolean isNew) {
        if (isNew) {
            version++;
            report.ask();
        }
    }

    /** The offset that is to come next: everything below it was handed on. */
    long next() {
        return next;
    }

    @Override
    public long head() {
        return next - 1;
    }

    @Override
    public @Nullable QueueHello queue() {
        return welcomed;
    }

    @Override
    public String name() {
        return id.toString().substring(0, 8);
    }

    @Override
    public void whenLinked(Runnable task) {
        if (welcomed != null) {
            task.run();
        } else {
            linkWaiters.add(task);
        }
    }

    /** The number of what is wanted now. */
    long version() {
        return version;
    }

    /** Whether all that was wanted at this version is being sent. */
    boolean isSettled(long wanted) {
        return welcomed != null && settled >= wanted;
    }

    /** Runs the task once all that was wanted so far is being sent. */
    void whenSettled(Runnable task) {
        if (isSettled(version)) {
            task.run();
        } else {
            waiters.await(version, task);
        }
    }

    @Override
    public void forget(Runnable task) {
        waiters.forget(task);
        linkWaiters.remove(task);
    }

    /** Tells the queue of what nobody has wanted for a while; called now and then. What is just being asked for has no cohort yet. */
    void narrow() {
        if (welcomed != null && waiters.isEmpty() && interests.narrow(port(), version + 1, cohorts)) {
            version++;
        }
    }

    private QueuePort port() {
        return Objects.requireNonNull(queue);
    }

    private void report() {
        if (welcomed == null) {
            return;
        }
        if (interests.hasNews()) {
            interests.tell(port(), version);
        }
        if (consumed > 0) {
            long bytes = consumed;
            consumed = 0;
            port().credit(bytes, next);
        }
    }

    // ---- what the queue says

    @Override
    public void linked(QueuePort port) {
        queue = port;
        port.hello(new EdgeHello(id, true, 1, epoch, next));
    }

    @Override
    public void hello(QueueHello hello) {
        tellOfHole(hello);
        welcomed = hello;
        epoch = hello.epoch();
        next = hello.next();
        consumed = 0;
        interests.forgetTold();
        version++;
        settled = Interests.NOT_YET;
        interests.tell(port(), version);
        port().credit(creditBytes, next);
        List<Runnable> waited = List.copyOf(linkWaiters);
        linkWaiters.clear();
        waited.forEach(Runnable::run);
    }

    /** Native clients hear of what was missed while the link was away; those of another life of the log are to come anew. */
    private void tellOfHole(QueueHello hello) {
        if (epoch != null && !epoch.equals(hello.epoch())) {
            fanOut.restart();
        } else if (epoch != null && hello.next() > next) {
            fanOut.gap(new Gap(next, hello.next() - 1, Gap.Reason.RETENTION), frames);
        }
    }

    @Override
    public void interestAt(long at, long offset) {
        settled = Math.max(settled, at);
        waiters.reached(settled);
    }

    @Override
    public void range(long from, long to, BatchView batch) {
        fanOut.add(batch, next);
        next = to + 1;
        consumed += batch.length();
        batch.release();
        report.ask();
    }

    @Override
    public void result(long batchSeq, BatchResult result) {}

    @Override
    public void closed(String why) {
        queue = null;
        welcomed = null;
    }
}
