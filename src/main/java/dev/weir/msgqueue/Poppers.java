package dev.weir.msgqueue;

import dev.weir.log.LogEntry;
import dev.weir.log.MessageLog;
import dev.weir.message.BatchView;
import dev.weir.protocol.MessageEncoder;
import dev.weir.queue.Effects;
import dev.weir.queue.QueueCore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Shares what waits among the seed's poppers: each turn everybody who has room gets an even share, in order, and each turn
 * the next one begins. Owned by the queue's loop.
 */
final class Poppers {
    private final QueueCore core;
    private final MessageLog log;
    private final LongSupplier clock;
    private final Effects effects;
    private final LogCursor cursor;
    private final MessageEncoder encoder = new MessageEncoder();
    private final List<PopSession> members = new ArrayList<>();
    private int first;
    private long nextMember = 1;

    Poppers(QueueCore core, MessageLog log, LongSupplier clock, Effects effects, Runnable ready) {
        this.core = core;
        this.log = log;
        this.clock = clock;
        this.effects = effects;
        this.cursor = new LogCursor(log, ready);
    }

    /** The new member's number; 0 when this queue has no poppers. */
    long join(PopSession session) {
        long member = nextMember++;
        if (!core.popJoined(member, clock.getAsLong(), effects)) {
            return 0;
        }
        members.add(session);
        return member;
    }

    void leave(PopSession session, long member) {
        if (members.remove(session)) {
            core.popLeft(member, clock.getAsLong());
        }
    }

    MessageEncoder encoder() {
        return encoder;
    }

    void acknowledged(long member, long delivery) {
        core.popAcknowledged(member, delivery);
    }

    void feed() {
        long waiting = log.committed() - core.popNext() + 1;
        if (members.isEmpty() || waiting <= 0) {
            return;
        }
        List<PopSession> turn = new ArrayList<>(members);
        long share = Math.max(1, waiting / turn.size());
        boolean served = true;
        while (served && core.popNext() <= log.committed()) {
            served = false;
            for (int i = 0; i < turn.size() && core.popNext() <= log.committed(); i++) {
                PopSession session = turn.get((first + i) % turn.size());
                served |= serve(session, share) > 0;
            }
        }
        first = (first + 1) % turn.size();
        turn.forEach(PopSession::endDelivery);
    }

    /** Gives one member up to its share of the messages that wait, as far as they fit into its room; how many. */
    private long serve(PopSession session, long share) {
        long left = share;
        while (left > 0 && session.room() > 0) {
            long next = core.popNext();
            LogEntry entry = cursor.at(next);
            if (entry == null || entry.first() > next) {
                break;
            }
            long end = Math.min(Math.min(entry.last(), core.popRunEnd()), next + left - 1);
            left -= deliver(session, entry.batch(), next, end);
        }
        return share - left;
    }

    /** Sends the messages {@code from..end} of a batch, or as many of them as fit; how many. */
    private int deliver(PopSession session, BatchView batch, long from, long end) {
        int sent = 0;
        for (int m = batch.first(); m < batch.end() && session.room() > 0; m = batch.next(m)) {
            long offset = batch.refused(m) ? 0 : batch.offset(m);
            if (offset >= from && offset <= end) {
                session.add(batch, m);
                sent++;
            }
        }
        core.popTaken(session.member(), from + sent - 1, session.delivery());
        return sent;
    }

    void close() {
        cursor.close();
    }
}
