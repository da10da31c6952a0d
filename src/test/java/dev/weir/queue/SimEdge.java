package dev.weir.queue;

import static dev.weir.queue.CoreModel.check;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchResult.Odd;
import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An edge: numbers its batches, sends all that are unconfirmed again when its link comes back. */
final class SimEdge {
    private record Sent(long seq, List<SimMessage> members) {}

    final LinkId id;
    private final SimJournal journal;
    private final SimReport report;
    private final List<Sent> unconfirmed = new ArrayList<>();
    private List<SimMessage> open = new ArrayList<>();
    private long nextSeq = 1;
    private int sent;
    private int everSent;
    boolean connected;
    long lostAtMs;

    SimEdge(LinkId id, SimJournal journal, SimReport report) {
        this.id = id;
        this.journal = journal;
        this.report = report;
    }

    void take(SimMessage message) {
        open.add(message);
    }

    long oldestSeq() {
        return unconfirmed.isEmpty() ? nextSeq : unconfirmed.get(0).seq();
    }

    boolean isIdle() {
        return unconfirmed.isEmpty() && open.isEmpty();
    }

    void connected() {
        connected = true;
        sent = 0;
    }

    void disconnected(long nowMs) {
        connected = false;
        lostAtMs = nowMs;
    }

    /** As an edge must not: what it sent goes out again as if it were new. */
    void renumber() {
        for (int i = 0; i < unconfirmed.size(); i++) {
            unconfirmed.set(i, new Sent(nextSeq++, unconfirmed.get(i).members()));
        }
    }

    /** The next batch to be sent, null if there is none. */
    @Nullable
    BatchView nextBatch() {
        if (sent == unconfirmed.size() && !open.isEmpty()) {
            unconfirmed.add(new Sent(nextSeq++, open));
            open = new ArrayList<>();
        }
        if (sent == unconfirmed.size()) {
            return null;
        }
        Sent next = unconfirmed.get(sent++);
        if (sent <= everSent) {
            report.resentBatches++;
        } else {
            everSent = sent;
        }
        BatchWriter writer = new BatchWriter(Batches.ALLOC, id);
        next.members().forEach(message -> message.write(writer));
        return writer.finish(next.seq(), 0);
    }

    void result(long seq, BatchResult result) {
        check(sent > 0 && unconfirmed.get(0).seq() == seq, "batch " + seq + " is answered out of its order");
        Sent answered = unconfirmed.remove(0);
        sent--;
        everSent--;
        check(result.count() == answered.members().size(), "answer for " + result.count() + " messages");
        int odd = 0;
        long offset = result.base();
        for (int i = 0; i < result.count(); i++) {
            SimMessage message = answered.members().get(i);
            if (odd < result.odd().size() && result.odd().get(odd).member() == i) {
                notStored(message, result.odd().get(odd++));
            } else {
                journal.confirmed(message.id, offset++);
            }
        }
    }

    private void notStored(SimMessage message, Odd odd) {
        SimClient client = message.client;
        switch (odd.status()) {
            case DUPLICATE -> {
                report.duplicates++;
                journal.confirmed(message.id, odd.offset());
            }
            case TOO_OLD -> check(client != null && client.mayBeTooOld(message.sequence), "taken for too old");
            default -> {
                if (client != null) {
                    client.again.add(message);
                } else if (odd.status() == MemberStatus.STORAGE_FULL) {
                    journal.neverStored(message.id);
                }
            }
        }
    }

    /** The process dies: clients of what is unconfirmed hear nothing. */
    void die() {
        for (Sent batch : unconfirmed) {
            batch.members().forEach(SimEdge::unknown);
        }
        open.forEach(SimEdge::unknown);
    }

    private static void unknown(SimMessage message) {
        if (message.client != null) {
            message.client.again.add(message);
        }
    }
}
