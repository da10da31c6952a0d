package dev.weir.subscriber;

import dev.weir.link.Edge;
import dev.weir.link.EdgeHello;
import dev.weir.link.Milestones;
import dev.weir.link.QueueHello;
import dev.weir.link.QueuePort;
import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import dev.weir.topic.TopicTable;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
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
    /** Topics told in one frame, in bytes: well below what any link takes as one message. */
    static final int INTEREST_BYTES_MAX = 64 * 1024;

    private static final long NOT_YET = 0;

    private final TurnTask report;
    private final LinkId id = LinkId.random();
    private final Cohorts cohorts;
    private final FanOut fanOut;
    private final long creditBytes;
    private final TopicTable<Boolean> declared = new TopicTable<>();
    private final List<byte[]> added = new ArrayList<>();
    private final Milestones waiters = new Milestones();
    private @Nullable QueuePort queue;
    private boolean welcomed;
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
        if (declared.put(topic, Boolean.TRUE) == null) {
            added.add(topic);
            version++;
            report.ask();
        }
    }

    /** The number of what is wanted now. */
    long version() {
        return version;
    }

    /** Whether all that was wanted at this version is being sent. */
    boolean isSettled(long wanted) {
        return welcomed && settled >= wanted;
    }

    /** Runs the task once all that was wanted so far is being sent. */
    void whenSettled(Runnable task) {
        if (isSettled(version)) {
            task.run();
        } else {
            waiters.await(version, task);
        }
    }

    /** The task is not to be run any more. */
    void forget(Runnable task) {
        waiters.forget(task);
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
            tell(gone);
        }
    }

    /**
     * Tells of the topics added and gone, in frames of bounded size. Only the last carries the version: the others make
     * part of it hold, and settle nothing.
     */
    private void tell(List<byte[]> gone) {
        long told = version;
        List<List<byte[]>> more = pieces(added);
        added.clear();
        for (List<byte[]> fewer : pieces(gone)) {
            port().interest(NOT_YET, List.of(), fewer);
        }
        for (int i = 0; i < more.size() - 1; i++) {
            port().interest(NOT_YET, more.get(i), List.of());
        }
        port().interest(told, more.isEmpty() ? List.of() : more.get(more.size() - 1), List.of());
    }

    private static List<List<byte[]>> pieces(List<byte[]> topics) {
        List<List<byte[]>> pieces = new ArrayList<>();
        int bytes = INTEREST_BYTES_MAX;
        for (byte[] topic : topics) {
            bytes += topic.length + 2;
            if (bytes > INTEREST_BYTES_MAX) {
                pieces.add(new ArrayList<>());
                bytes = topic.length + 2;
            }
            pieces.get(pieces.size() - 1).add(topic);
        }
        return pieces;
    }

    private QueuePort port() {
        return Objects.requireNonNull(queue);
    }

    private void report() {
        if (!welcomed) {
            return;
        }
        if (!added.isEmpty()) {
            tell(List.of());
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
        welcomed = true;
        epoch = hello.epoch();
        next = hello.next();
        consumed = 0;
        added.clear();
        declared.forEach((topic, yes) -> added.add(topic));
        version++;
        settled = NOT_YET;
        tell(List.of());
        port().credit(creditBytes, next);
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
        welcomed = false;
    }
}
