package dev.weir.link;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.LinkId;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where published messages wait for the queue: they join the turn's batch, the batch gets the link's next number, and is
 * kept until the queue has confirmed it. After a broken link everything unconfirmed is sent again under its old
 * numbers, and the queue stores it once.
 *
 * <pre>
 *   open batch ──end of turn, or 256 KiB──▶ closed ──window of batchesMax──▶ sent ──result──▶ gone
 *                                                                            ▲
 *                                                                        link lost: closed again
 * </pre>
 *
 * At {@code bytesMax} it is full: sessions stop reading until half of that is left. Owned by one loop.
 */
public final class Intake implements Edge, LinkedEdge {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final TurnTask endOfTurn;
    private final LinkId id = LinkId.random();
    private final BatchWriter open;
    private final int bytesMax;
    private final int batchesMax;
    private final ArrayDeque<BatchView> batches = new ArrayDeque<>();
    private final Milestones confirmWaiters = new Milestones();
    private final Set<Runnable> linkWaiters = new LinkedHashSet<>();
    private final Set<Runnable> roomWaiters = new LinkedHashSet<>();
    private final ArrayDeque<BatchView> unsent = new ArrayDeque<>();
    private @Nullable QueuePort queue;
    private @Nullable QueueHello welcomed;
    private final ResultListeners results = new ResultListeners();
    private long nextSeq = 1;
    private long closedBytes;
    private long head;

    /**
     * @param bytesMax unconfirmed bytes at which it is full
     * @param batchesMax unconfirmed batches sent at most, the queue remembers the results of 256
     */
    public Intake(Turn turn, ByteBufAllocator alloc, int bytesMax, int batchesMax) {
        this.endOfTurn = new TurnTask(turn, this::endOfTurn);
        this.open = new BatchWriter(alloc, id);
        this.bytesMax = bytesMax;
        this.batchesMax = batchesMax;
    }

    // ---- what sessions say

    @Override
    public String name() {
        return id.toString().substring(0, 8);
    }

    /** Takes a seed document, copied; {@code topicLength} 0 is a document without a topic. */
    public void seed(byte[] topic, int topicLength, byte[] document, int at, int length) {
        if (!open.fits(topicLength, length)) {
            closeBatch();
        }
        open.seed(topic, topicLength, document, at, length);
        endOfTurn.ask();
    }

    /**
     * Takes a native message, copied, whose result goes to the listener; {@link #lastSeq()} and {@link #lastMember()} say
     * which one it is.
     *
     * @param parts topic, key, headers and producer, one after the other
     * @param lengths the four parts' lengths
     * @param sequence the producer's number, 0 for none
     */
    public void message(
            byte[] parts,
            int[] lengths,
            long sequence,
            boolean binary,
            byte[] payload,
            int at,
            int length,
            ResultListener listener) {
        if (!open.fits(lengths[0] + lengths[1] + lengths[2] + lengths[3], length)) {
            closeBatch();
        }
        open.message(parts, lengths, sequence, binary, payload, at, length);
        results.await(lastSeq(), listener);
        endOfTurn.ask();
    }

    /** The index of the message given last in its batch. */
    public int lastMember() {
        return open.count() - 1;
    }

    /** The listener is gone: no result is told to it. */
    public void forget(ResultListener listener) {
        results.forget(listener);
    }

    @Override
    public void whenLinked(Runnable task) {
        if (welcomed != null) {
            task.run();
        } else {
            linkWaiters.add(task);
        }
    }

    @Override
    public long head() {
        return head;
    }

    @Override
    public @Nullable QueueHello queue() {
        return welcomed;
    }

    /** Whether sessions must stop reading. */
    public boolean isFull() {
        return closedBytes + open.length() >= bytesMax;
    }

    /** Whether even what paused sessions had read already must be refused. */
    public boolean isOverfull() {
        return closedBytes + open.length() >= 2L * bytesMax + LinkFormat.MESSAGE_BYTES_MAX;
    }

    /** Runs the task once there is room again. */
    public void whenRoom(Runnable task) {
        roomWaiters.add(task);
    }

    /** The number of the batch that the message given last is in; 0 before the first. */
    public long lastSeq() {
        return open.isEmpty() ? nextSeq - 1 : nextSeq;
    }

    public boolean isConfirmed(long batchSeq) {
        return batchSeq < firstUnconfirmed();
    }

    /** Runs the task once this batch, the last so far, is confirmed. */
    public void whenConfirmed(long batchSeq, Runnable task) {
        confirmWaiters.await(batchSeq, task);
    }

    /** The task is not to be run any more, whatever it waited for. */
    @Override
    public void forget(Runnable task) {
        confirmWaiters.forget(task);
        roomWaiters.remove(task);
        linkWaiters.remove(task);
    }

    private long firstUnconfirmed() {
        BatchView oldest = batches.peek();
        return oldest == null ? nextSeq : oldest.batchSeq();
    }

    private void endOfTurn() {
        // With the window full or no link the batch stays open and grows: the slower the link, the larger the batches.
        if (!open.isEmpty() && welcomed != null && batches.size() < batchesMax) {
            closeBatch();
        }
        send();
    }

    private int sent() {
        return batches.size() - unsent.size();
    }

    private void closeBatch() {
        BatchView batch = open.finish(nextSeq++, 0);
        closedBytes += batch.length();
        batches.add(batch);
        unsent.add(batch);
    }

    private void send() {
        while (welcomed != null && sent() < batchesMax && !unsent.isEmpty()) {
            Objects.requireNonNull(queue).batch(unsent.remove().retain());
        }
    }

    // ---- what the queue says

    @Override
    public void linked(QueuePort port) {
        queue = port;
        welcomed = null;
        unsent.clear();
        unsent.addAll(batches);
        port.hello(new EdgeHello(id, false, firstUnconfirmed(), null, 0));
    }

    @Override
    public void hello(QueueHello hello) {
        welcomed = hello;
        head = Math.max(head, hello.next() - 1);
        List<Runnable> waited = List.copyOf(linkWaiters);
        linkWaiters.clear();
        waited.forEach(Runnable::run);
        send();
        endOfTurn.ask();
    }

    @Override
    public void result(long batchSeq, BatchResult result) {
        BatchView oldest = batches.peek();
        if (oldest == null || oldest.batchSeq() != batchSeq || sent() == 0) {
            LOG.warn("result for batch {} while {} is due: ignored", batchSeq, firstUnconfirmed());
            return;
        }
        batches.remove();
        closedBytes -= oldest.length();
        oldest.release();
        head = Math.max(head, result.last());
        results.reached(batchSeq, result);
        confirmWaiters.reached(batchSeq);
        endOfTurn.ask();
        send();
        resumeSessions();
    }

    private void resumeSessions() {
        if (!roomWaiters.isEmpty() && closedBytes + open.length() <= bytesMax / 2) {
            List<Runnable> resumed = List.copyOf(roomWaiters);
            roomWaiters.clear();
            resumed.forEach(Runnable::run);
        }
    }

    @Override
    public void interestAt(long version, long offset) {}

    @Override
    public void range(long from, long to, BatchView batch) {
        batch.release();
    }

    @Override
    public void closed(String why) {
        queue = null;
        welcomed = null;
    }

    /** Whether everything given so far is confirmed. */
    public boolean isEmpty() {
        return batches.isEmpty() && open.isEmpty();
    }

    /** Done once everything given so far is confirmed. */
    public Future<Void> emptied() {
        Promise<Void> done = Promise.promise();
        if (isEmpty()) {
            done.complete();
        } else {
            whenConfirmed(lastSeq(), done::tryComplete);
        }
        return done.future();
    }

    /** Gives back what is held, when the edge ends. */
    public void discard() {
        open.discard();
        batches.forEach(BatchView::release);
        batches.clear();
        unsent.clear();
    }
}
