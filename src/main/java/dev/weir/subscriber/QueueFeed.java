package dev.weir.subscriber;

import dev.weir.link.Edge;
import dev.weir.link.EdgeHello;
import dev.weir.link.Fetched;
import dev.weir.link.GroupReply;
import dev.weir.link.LinkedEdge;
import dev.weir.link.Milestones;
import dev.weir.link.QueueHello;
import dev.weir.link.QueuePort;
import dev.weir.link.Started;
import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.protocol.ServerFrames;
import dev.weir.protocol.StartFrom;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
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
    private final GroupDesk groups;
    private final LinkId id = LinkId.random();
    private final Cohorts cohorts;
    private final FanOut fanOut;
    private final Readers readers;
    private final long creditBytes;
    private final ServerFrames frames = new ServerFrames();
    private final Interests interests = new Interests();
    private final Milestones waiters = new Milestones();
    private final Set<Runnable> linkWaiters = new LinkedHashSet<>();
    private final Map<Long, Consumer<@Nullable Started>> starts = new HashMap<>();
    private @Nullable QueuePort queue;
    private @Nullable QueueHello welcomed;
    private long version;
    private long settled;
    private @Nullable Epoch epoch;
    private long next;
    private long consumed;
    private long lastStart;

    /** Whether the queue keeps what it has sent, so that a slow client can get it later. */
    private boolean keeps;

    QueueFeed(Turn turn, Cohorts cohorts, FanOut fanOut, Readers readers, long creditBytes) {
        this.report = new TurnTask(turn, this::report);
        this.groups = new GroupDesk(turn);
        this.cohorts = cohorts;
        this.fanOut = fanOut;
        this.readers = readers;
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

    private void nextIs(long offset) {
        next = offset;
        readers.liveAt(offset);
    }

    /** Whether the queue is one of the original system, which has no offsets. */
    boolean isOriginal() {
        return welcomed != null && welcomed.durability() == Durability.NONE;
    }

    /** Whether a client that is behind can be sent later what it does not take now. */
    boolean keeps() {
        return keeps;
    }

    /** Asks the queue where such a subscription begins, while there is a link; the answer is null when the link is lost first. */
    void start(StartFrom from, TopicFilter filter, Consumer<@Nullable Started> then) {
        starts.put(++lastStart, then);
        port().start(lastStart, from, filter);
    }

    GroupDesk groups() {
        return groups;
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
        fanOut.moveAll(); // who is on the way to its cohort is wanted by it
        if (welcomed != null
                && waiters.isEmpty()
                && starts.isEmpty()
                && interests.narrow(port(), version + 1, cohorts)) {
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
        boolean anew = epoch != null && !epoch.equals(hello.epoch());
        if (anew) {
            fanOut.restart();
        } else if (epoch != null && hello.next() > next) {
            fanOut.gap(new Gap(next, hello.next() - 1, Gap.Reason.RETENTION), frames);
        }
        welcomed = hello;
        epoch = hello.epoch();
        keeps = hello.durability().isKept();
        nextIs(hello.next());
        if (anew) {
            readers.restart();
        }
        consumed = 0;
        interests.forgetTold();
        version++;
        settled = Interests.NOT_YET;
        interests.tell(port(), version);
        port().credit(creditBytes, next);
        readers.linked(port());
        if (isOriginal()) {
            groups.original();
        } else {
            groups.linked(port(), hello.epoch().logId());
        }
        List<Runnable> waited = List.copyOf(linkWaiters);
        linkWaiters.clear();
        waited.forEach(Runnable::run);
    }

    @Override
    public void interestAt(long at, long offset) {
        nextIs(Math.max(next, offset)); // nothing below is of interest any more
        settled = Math.max(settled, at);
        waiters.reached(settled);
    }

    @Override
    public void range(long from, long to, BatchView batch) {
        fanOut.add(batch, next);
        nextIs(to + 1);
        consumed += batch.length();
        batch.release();
        report.ask();
    }

    @Override
    public void result(long batchSeq, BatchResult result) {}

    @Override
    public void lost(Gap gap) {
        fanOut.gap(gap, frames);
        nextIs(Math.max(next, gap.to() + 1));
    }

    @Override
    public void started(long id, Started started) {
        nextIs(Math.max(next, started.next()));
        Consumer<@Nullable Started> then = starts.remove(id);
        if (then != null) {
            then.accept(started);
        }
    }

    @Override
    public void fetched(long id, Fetched fetched) {
        readers.fetched(id, fetched);
    }

    @Override
    public void group(GroupReply reply) {
        groups.heard(reply);
    }

    @Override
    public void closed(String why) {
        queue = null;
        welcomed = null;
        readers.unlinked();
        groups.unlinked();
        List<Consumer<@Nullable Started>> asked = List.copyOf(starts.values());
        starts.clear();
        asked.forEach(then -> then.accept(null));
    }
}
