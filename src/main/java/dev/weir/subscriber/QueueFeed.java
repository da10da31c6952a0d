package dev.weir.subscriber;

import dev.weir.link.Edge;
import dev.weir.link.EdgeHello;
import dev.weir.link.QueuePort;
import dev.weir.message.BatchView;
import dev.weir.message.LinkId;
import dev.weir.topic.TopicTable;
import dev.weir.web.Turn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The edge's link to the queue: says which topics are wanted, takes ranges, gives credit for what was handed on. After a
 * broken link it goes on behind the last range it has, if the queue still knows that place. Owned by the edge's
 * loop.
 *
 * <p>Interest is versioned: {@link #whenSettled} runs once the queue has said from where on it sends all that is wanted
 * now. Interest is given up lazily, since a client that reconnects wants the same again.
 */
final class QueueFeed implements Edge {
    /** The topics of one message to the queue; more go in several, so that none outgrows what a link may carry. */
    private static final int INTEREST_BYTES_MAX = 64 * 1024;

    private record Waiter(long version, Runnable task) {}

    private final Turn turn;
    private final LinkId id = LinkId.random();
    private final Cohorts cohorts;
    private final FanOut fanOut;
    private final long creditBytes;
    private final TopicTable<Boolean> declared = new TopicTable<>();
    private final List<byte[]> added = new ArrayList<>();
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private @Nullable QueuePort queue;
    private boolean welcomed;
    private boolean scheduled;
    private long version;
    private long settled;

    /** What was settled with another connection does not count with this one. */
    private long settledFrom;

    private long epoch;
    private long next;
    private long consumed;

    QueueFeed(Turn turn, Cohorts cohorts, FanOut fanOut, long creditBytes) {
        this.turn = turn;
        this.cohorts = cohorts;
        this.fanOut = fanOut;
        this.creditBytes = creditBytes;
    }

    // ---- what sessions say

    /** Somebody wants this topic. */
    void want(byte[] topic) {
        if (declared.put(topic, Boolean.TRUE) == null) {
            added.add(topic);
            version++;
            endOfTurn();
        }
    }

    /** The number of what is wanted now. */
    long version() {
        return version;
    }

    /** Whether all that was wanted at this version is being sent. */
    boolean isSettled(long wanted) {
        return welcomed && settled >= Math.max(wanted, settledFrom);
    }

    /** Runs the task, later, once all that is wanted now is being sent. */
    void whenSettled(Runnable task) {
        waiters.add(new Waiter(version, task));
    }

    /** Tells the queue of topics nobody has wanted for a while; called now and then. */
    void narrow() {
        List<byte[]> gone = new ArrayList<>();
        declared.forEach((topic, yes) -> {
            if (!cohorts.isWanted(topic)) {
                gone.add(topic);
            }
        });
        if (welcomed && !gone.isEmpty()) {
            gone.forEach(declared::remove);
            added.removeIf(topic -> declared.get(topic) == null);
            version++;
            tellInterest(added, gone);
            added.clear();
        }
    }

    /** Only the last piece carries the version: its answer says that all of them were heard. */
    private void tellInterest(List<byte[]> more, List<byte[]> fewer) {
        List<byte[]> adds = new ArrayList<>();
        List<byte[]> removes = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < more.size() + fewer.size(); i++) {
            boolean add = i < more.size();
            byte[] topic = add ? more.get(i) : fewer.get(i - more.size());
            if (bytes + topic.length > INTEREST_BYTES_MAX) {
                port().interest(settled, List.copyOf(adds), List.copyOf(removes));
                adds.clear();
                removes.clear();
                bytes = 0;
            }
            (add ? adds : removes).add(topic);
            bytes += topic.length + 2;
        }
        port().interest(version, List.copyOf(adds), List.copyOf(removes));
    }

    private QueuePort port() {
        return Objects.requireNonNull(queue);
    }

    private void endOfTurn() {
        if (!scheduled) {
            scheduled = true;
            turn.atEnd(this::report);
        }
    }

    private void report() {
        scheduled = false;
        if (!welcomed) {
            return;
        }
        if (!added.isEmpty()) {
            List<byte[]> topics = List.copyOf(added);
            added.clear();
            tellInterest(topics, List.of());
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
    public void hello(long queueEpoch, long first) {
        welcomed = true;
        epoch = queueEpoch;
        next = first;
        consumed = 0;
        added.clear();
        List<byte[]> all = new ArrayList<>(declared.size());
        declared.forEach((topic, yes) -> all.add(topic));
        version++;
        settledFrom = version;
        tellInterest(all, List.of());
        port().credit(creditBytes, next);
    }

    @Override
    public void interestAt(long at, long offset) {
        settled = Math.max(settled, at);
        for (Waiter w = waiters.peek(); w != null && w.version() <= settled; w = waiters.peek()) {
            waiters.remove().task().run();
        }
    }

    @Override
    public void range(long from, long to, BatchView batch) {
        fanOut.add(batch, next);
        next = to + 1;
        consumed += batch.length();
        batch.release();
        endOfTurn();
    }

    @Override
    public void result(long batchSeq, long base, int count) {}

    @Override
    public void closed(String why) {
        queue = null;
        welcomed = false;
    }
}
