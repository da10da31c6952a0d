package dev.weir.msgqueue;

import dev.weir.log.MessageLog;
import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.LinkId;
import dev.weir.queue.Effects;
import dev.weir.queue.QueueCore;
import dev.weir.web.Turn;
import dev.weir.web.TurnTask;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds core and log together, alone. Inputs come in from the sessions, the core's effects are performed here, and at the
 * end of the turn what is committed goes out: results to links, ranges to subscriber edges, messages to poppers.
 *
 * <pre>
 *   batch ─▶ room in the log? ─no──▶ waits, in order; its edge fills up and stops reading
 *              │yes
 *              ▼
 *            core ─▶ append ─▶ log ─▶ committed ─▶ results, ranges, pops ─▶ free what nobody needs ─▶ waiting batches
 * </pre>
 *
 * Owned by the queue's loop; every entry checks that.
 */
final class QueueLoop implements Effects {
    private record Confirm(LinkId link, long batchSeq, BatchResult result) {}

    private final Turn turn;
    private final QueueCore core;
    private final MessageLog log;
    private final LongSupplier clock;
    private final LongSupplier epochMs;
    private final Map<LinkId, LinkSession> links = new HashMap<>();
    private final ArrayDeque<BatchView> waiting = new ArrayDeque<>();
    private final ArrayDeque<Confirm> confirms = new ArrayDeque<>();
    private final Poppers poppers;
    private final TurnTask delivery;
    private boolean closed;
    private @Nullable Promise<Void> delivered;

    /**
     * @param clock milliseconds that only go forward, for everything that has a time limit
     * @param epochMs the time of day, stamped into messages
     */
    QueueLoop(Turn turn, QueueCore core, MessageLog log, LongSupplier clock, LongSupplier epochMs) {
        this.turn = turn;
        this.delivery = new TurnTask(turn, this::deliver);
        this.core = core;
        this.log = log;
        this.clock = clock;
        this.epochMs = epochMs;
        this.poppers = new Poppers(core, log, clock, this);
        core.start(clock.getAsLong(), this);
    }

    MessageLog log() {
        return log;
    }

    Poppers poppers() {
        return poppers;
    }

    // ---- links

    /** A link said hello. An older connection of the same edge is given up. Where it goes on from, if it receives. */
    long joined(LinkSession session, LinkId link, long nextSeq, boolean receives) {
        Turn.check(turn.loop());
        LinkSession old = links.put(link, session);
        if (old != null && old != session) {
            old.replaced();
        }
        forgetWaiting(link);
        core.linkOpened(link, nextSeq, clock.getAsLong());
        return receives ? core.readerJoined(link) : core.last() + 1;
    }

    /** An edge that comes back sends all that is unconfirmed again, so what waited of a lost link would only pile up. */
    private void forgetWaiting(LinkId link) {
        waiting.removeIf(batch -> {
            boolean again = batch.linkId().equals(link);
            if (again) {
                batch.release();
            }
            return again;
        });
        deliverAtEnd();
    }

    void received(LinkId link, long next) {
        core.readerReceived(link, next);
        deliverAtEnd();
    }

    /** The same, said while delivering. */
    void passed(LinkId link, long next) {
        core.readerReceived(link, next);
    }

    /** A link's connection is gone; for good, if it said so. */
    void lost(LinkSession session, LinkId link, boolean forGood) {
        Turn.check(turn.loop());
        if (links.remove(link, session)) {
            forgetWaiting(link);
            if (forGood) {
                core.linkLeft(link, this);
            } else {
                core.linkClosed(link, clock.getAsLong());
                core.readerLost(link, clock.getAsLong());
            }
        }
    }

    // ---- publishing

    /** Takes the reference over. */
    void publish(BatchView batch) {
        Turn.check(turn.loop());
        if (closed) {
            batch.release();
            return;
        }
        if (waiting.isEmpty() && log.hasRoom(batch.footprint())) {
            core.publish(batch, epochMs.getAsLong(), this);
        } else {
            waiting.add(batch);
        }
        deliverAtEnd();
    }

    @Override
    public void append(BatchView batch, long first, long last) {
        if (last < first) {
            batch.release(); // nothing of it is stored, and a log in memory is never replayed
        } else {
            log.append(batch, first, last);
        }
    }

    /** A log in memory is never replayed, so only batches go into it. */
    @Override
    public void note(ByteBuf entry) {
        entry.release();
    }

    @Override
    public void confirm(LinkId link, long batchSeq, BatchResult result) {
        confirms.add(new Confirm(link, batchSeq, result));
    }

    @Override
    public void refuse(LinkId link, long batchSeq, String why) {
        LinkSession session = links.get(link);
        if (session != null) {
            session.refused(why);
        }
    }

    @Override
    public void free(long below) {
        log.free(below);
    }

    /** A log in memory frees nothing that the pop group needs. */
    @Override
    public void popLost(long messages) {
        throw new IllegalStateException("a log in memory lost " + messages + " messages of the pop group");
    }

    // ---- the end of the turn

    void deliverAtEnd() {
        if (!closed) {
            delivery.ask();
        }
    }

    /** Likewise, but after the loop has read its sockets again. */
    void deliverSoon() {
        turn.loop().execute(this::deliverAtEnd);
    }

    private void deliver() {
        if (closed) {
            return;
        }
        confirmCommitted();
        // Sessions may be given up while they are fed.
        List<LinkSession> fed = new ArrayList<>(links.values());
        fed.forEach(LinkSession::feed);
        poppers.feed();
        core.retain(clock.getAsLong(), 0, false, this);
        admitWaiting();
        tellDelivered();
    }

    private void confirmCommitted() {
        for (Confirm c = confirms.peek(); c != null && c.result().last() <= log.committed(); c = confirms.peek()) {
            confirms.remove();
            LinkSession session = links.get(c.link());
            if (session != null) {
                session.confirmed(c.batchSeq(), c.result());
            }
        }
    }

    private void admitWaiting() {
        BatchView batch = waiting.peek();
        boolean admitted = false;
        while (batch != null && log.hasRoom(batch.footprint())) {
            waiting.remove();
            core.publish(batch, epochMs.getAsLong(), this);
            admitted = true;
            batch = waiting.peek();
        }
        if (admitted) {
            deliverAtEnd();
        }
    }

    /** Done once every edge that is linked has received all that is committed. */
    Future<Void> delivered() {
        if (links.values().stream().allMatch(LinkSession::hasReceivedAll)) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        delivered = done;
        return done.future();
    }

    private void tellDelivered() {
        Promise<Void> done = delivered;
        if (done != null && links.values().stream().allMatch(LinkSession::hasReceivedAll)) {
            delivered = null;
            done.complete();
        }
    }

    void tick() {
        core.tick(clock.getAsLong(), this);
        deliverAtEnd();
    }

    /** Lets go of everything; the edges beside it are told, and what they still send is released. */
    void close() {
        closed = true;
        List.copyOf(links.values()).forEach(session -> session.refused("the queue has stopped"));
        waiting.forEach(BatchView::release);
        waiting.clear();
        log.close();
    }
}
