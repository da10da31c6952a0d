package dev.weir.msgqueue;

import dev.weir.link.EdgeHello;
import dev.weir.link.EdgePort;
import dev.weir.link.Fetch;
import dev.weir.link.GroupCall;
import dev.weir.link.GroupReply;
import dev.weir.link.QueueHello;
import dev.weir.link.QueuePort;
import dev.weir.log.LogEntry;
import dev.weir.log.MessageLog;
import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.protocol.StartFrom;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The queue's side of one link, in this process or over a WebSocket. It pulls from the log what its edge has given
 * credit for. Owned by the queue's loop.
 */
final class LinkSession implements QueuePort {
    /** Bytes of the log looked at in one turn: an edge that comes back may have much to pass over. */
    static final long SCAN_BYTES_MAX = 4 << 20;

    private final QueueLoop loop;
    private final EdgePort edge;
    private final LogCursor cursor;

    /** An edge within the process gets whole batches, uncopied; one at the end of a wire only what it asked for. */
    private final @Nullable Selection selection;

    private final ReaderService readers;

    private @Nullable EdgeHello hello;
    private @Nullable GroupService groups;
    private long next;
    private long lastSent;
    private long received = 1;
    private long credit;
    private boolean ended;

    LinkSession(QueueLoop loop, EdgePort edge, boolean wire) {
        this.loop = loop;
        this.edge = edge;
        this.cursor = new LogCursor(loop.log(), loop::deliverAtEnd);
        this.selection = wire ? new Selection() : null;
        this.readers = new ReaderService(loop, edge, wire);
    }

    private LinkId link() {
        return Objects.requireNonNull(hello).link();
    }

    @Override
    public void hello(EdgeHello said) {
        if (hello != null) {
            refused("a second hello");
            return;
        }
        if (said.link().isQueue()) {
            refused("a link with an id that only the queue uses");
            return;
        }
        hello = said;
        groups = said.receives() ? new GroupService(loop, said.link()) : null;
        long resume = loop.joined(this, said.link(), said.nextSeq(), said.receives());
        MessageLog log = loop.log();
        Epoch knows = said.epoch();
        boolean comesBack = knows != null && said.next() <= log.committed() + 1 && log.isGood(knows, said.next());
        next = comesBack ? said.next() : resume;
        edge.hello(new QueueHello(log.epoch(), log.durability(), next));
    }

    @Override
    public void batch(BatchView batch) {
        if (hello == null || !batch.linkId().equals(link())) {
            batch.release();
            refused("a batch without a hello of its link");
            return;
        }
        loop.publish(batch);
    }

    @Override
    public void interest(long version, List<byte[]> added, List<byte[]> removed) {
        if (hello == null) {
            refused("interest without a hello");
            return;
        }
        if (selection != null) {
            added.forEach(selection::want);
            removed.forEach(selection::wantNot);
        }
        interestIsNow(version);
    }

    @Override
    public void filters(long version, List<TopicFilter> added, List<TopicFilter> removed) {
        if (hello == null) {
            refused("filters without a hello");
            return;
        }
        if (selection != null) {
            added.forEach(selection::want);
            removed.forEach(selection::wantNot);
        }
        interestIsNow(version);
    }

    private void interestIsNow(long version) {
        // Everything sent so far was chosen by the old interest, everything from `next` on is by the new one.
        edge.interestAt(version, next);
    }

    @Override
    public void credit(long bytes, long below) {
        if (hello == null) {
            refused("credit without a hello");
            return;
        }
        credit = Math.max(credit, credit + bytes); // never beyond what a long holds
        received = Math.max(received, below);
        loop.received(link(), below);
    }

    @Override
    public void start(long id, StartFrom from, TopicFilter filter) {
        if (!isReceiver()) {
            refused("a start asked without a hello of one that receives");
        } else if (!readers.start(id, from, filter)) {
            refused("too many starts at a time");
        }
    }

    @Override
    public void fetch(Fetch fetch) {
        if (!isReceiver()) {
            refused("a fetch without a hello of one that receives");
        } else if (!readers.fetch(fetch)) {
            refused("over " + Fetch.UNANSWERED_MAX + " fetches at a time");
        }
    }

    @Override
    public void group(GroupCall call) {
        GroupService service = groups;
        if (service == null) {
            refused("a call for groups without a hello of one that receives");
        } else if (!ended) {
            service.call(call);
        }
    }

    /** Something of the groups for the edge's clients. */
    void reply(GroupReply reply) {
        edge.group(reply);
    }

    private boolean isReceiver() {
        return hello != null && hello.receives();
    }

    /** Sends what is committed, of interest and within credit, and then what readers have asked for. */
    void feed() {
        if (isReceiver()) {
            feedLive();
            readers.serve(next);
        }
    }

    private void feedLive() {
        long scanned = 0;
        while (!ended && credit > 0) {
            if (scanned >= SCAN_BYTES_MAX) {
                loop.deliverSoon();
                break;
            }
            LogEntry entry = cursor.at(next);
            if (entry == null) {
                break;
            }
            if (entry.first() > next) {
                edge.lost(new Gap(next, entry.first() - 1, cursor.whyLost()));
                next = entry.first();
            }
            BatchView batch = selection == null
                    ? entry.batch().retain()
                    : selection.of(entry.batch(), next > entry.first() ? next : 0);
            scanned += entry.batch().length();
            long from = next;
            next = entry.last() + 1;
            if (batch != null) {
                credit -= batch.length();
                lastSent = entry.last();
                edge.range(from, entry.last(), batch);
            }
        }
        // What was passed over behind the last range is of no interest to this edge: it needs none of it again.
        if (!ended && received > lastSent) {
            loop.passed(link(), next);
        }
    }

    /** Whether nothing committed is still on its way to this edge. */
    boolean hasReceivedAll() {
        return !isReceiver() || (received > lastSent && next > loop.log().committed());
    }

    void confirmed(long batchSeq, BatchResult result) {
        edge.result(batchSeq, result);
    }

    /** The edge broke a rule; it is told and given up. */
    void refused(String why) {
        if (!ended) {
            close();
            edge.closed(why);
        }
    }

    /** The same edge has come on another connection. */
    void replaced() {
        ended = true;
        letGo();
        edge.closed("the edge has connected anew");
    }

    @Override
    public void bye() {
        end(true);
    }

    @Override
    public void close() {
        end(false);
    }

    private void end(boolean forGood) {
        if (!ended) {
            ended = true;
            letGo();
            if (hello != null) {
                loop.lost(this, link(), forGood);
            }
        }
    }

    private void letGo() {
        cursor.close();
        readers.close();
        if (groups != null) {
            groups.close();
        }
    }
}
