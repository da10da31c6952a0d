package dev.weir.queue;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The links that publish, and whether a batch of theirs is the next one or was there before. Volatile. */
final class Links {
    private final Map<LinkId, LinkLedger> ledgers;
    private final Map<LinkId, LinkState> links = new HashMap<>();

    /** @param ledgers what became of logged batches; only read */
    Links(Map<LinkId, LinkLedger> ledgers) {
        this.ledgers = ledgers;
    }

    /** The time for links that are in the log but not here begins now. */
    void start(long nowMs) {
        ledgers.forEach((link, ledger) -> links.put(link, new LinkState(ledger.nextSeq(), nowMs)));
    }

    void opened(LinkId link, long oldestSeq, long nowMs) {
        links.computeIfAbsent(link, l -> new LinkState(oldestSeq, nowMs)).opened(oldestSeq);
    }

    void closed(LinkId link, long nowMs) {
        LinkState closed = links.get(link);
        if (closed != null) {
            closed.closed(nowMs);
        }
    }

    void remove(LinkId link) {
        links.remove(link);
    }

    /** Removes those that were away for so long, and says which, by rising id: what follows is the same every time. */
    List<LinkId> removeIdle(long nowMs, long idleMs) {
        List<LinkId> idle = new ArrayList<>();
        links.forEach((link, state) -> {
            if (state.idle(nowMs, idleMs)) {
                idle.add(link);
            }
        });
        idle.sort(CoreSnapshot.BY_ID);
        links.keySet().removeAll(idle);
        return idle;
    }

    /** The state of a batch's link if the batch is the next one; else it is answered or refused, and released. */
    @Nullable
    LinkState inOrder(BatchView batch, Effects effects) {
        LinkId id = batch.linkId();
        long seq = batch.batchSeq();
        LinkState link = links.get(id);
        if (link != null && seq == link.nextSeq()) {
            return link;
        }
        BatchResult known = link == null || seq > link.nextSeq() ? null : known(id, link, batch);
        batch.release();
        if (known == null) {
            effects.refuse(id, seq, "batch " + seq + " is out of its order");
        } else {
            effects.confirm(id, seq, known);
        }
        return null;
    }

    private @Nullable BatchResult known(LinkId id, LinkState link, BatchView batch) {
        long seq = batch.batchSeq();
        BatchResult refusal = link.refusal(seq);
        if (refusal != null) {
            return refusal;
        }
        LinkLedger ledger = ledgers.get(id);
        BatchResult logged = ledger == null ? null : ledger.result(seq);
        if (logged != null) {
            return logged;
        }
        return link.mayAsk(seq) ? BatchResult.refused(batch.count(), MemberStatus.UNAVAILABLE) : null;
    }
}
