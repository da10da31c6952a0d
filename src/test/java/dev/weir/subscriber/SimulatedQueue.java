package dev.weir.subscriber;

import dev.weir.link.EdgeHello;
import dev.weir.link.Fetch;
import dev.weir.link.Fetched;
import dev.weir.link.QueueHello;
import dev.weir.link.QueuePort;
import dev.weir.link.Started;
import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Batches;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.protocol.StartFrom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A queue that keeps all it has told, answers in its own time, loses the link, and lets go of the oldest now and then. Over a wire it
 * sends only what is wanted, and passes over the rest in silence.
 */
final class SimulatedQueue implements QueuePort {
    static final Epoch EPOCH = new Epoch(7, 1);

    final List<String> topics = new ArrayList<>(List.of(""));
    private final Random random;
    private final QueueFeed edge;
    private final boolean wire;
    private final Set<TopicFilter> wanted = new HashSet<>();
    private final List<BatchView> log = new ArrayList<>();
    private final ArrayDeque<Runnable> live = new ArrayDeque<>();
    private final ArrayDeque<Fetch> fetches = new ArrayDeque<>();
    private long next = 1;
    private long first = 1;
    private long sent = 1;
    int pieces;

    SimulatedQueue(Random random, QueueFeed edge, boolean wire) {
        this.random = random;
        this.edge = edge;
        this.wire = wire;
    }

    long next() {
        return next;
    }

    void link() {
        edge.linked(this);
    }

    void loseLink() {
        live.clear();
        fetches.clear();
        edge.closed("lost");
        link();
    }

    void publish(String... on) {
        BatchView batch = Batches.stamped(Batches.ofTopics(new LinkId(1, 1), log.size() + 1, on), next);
        topics.addAll(List.of(on));
        log.add(batch);
        next += on.length;
        live.add(() -> range(batch));
    }

    private void range(BatchView batch) {
        long from = Math.max(sent, batch.baseOffset());
        sent = batch.lastOffset() + 1;
        BatchView chosen = chosen(batch, wanted);
        if (chosen != null) {
            edge.range(from, sent - 1, chosen);
        }
    }

    /** What of a batch goes out: over a wire only what is wanted, null when that is nothing. */
    private @Nullable BatchView chosen(BatchView batch, Collection<TopicFilter> by) {
        if (!wire) {
            return batch.retain();
        }
        BatchWriter writer = new BatchWriter(Batches.ALLOC, batch.linkId());
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            Topic topic = Topic.parse(topics.get((int) batch.offset(m)));
            if (by.stream().anyMatch(filter -> filter.matches(topic))) {
                writer.copy(batch, m);
            }
        }
        return writer.isEmpty() ? null : writer.finish(batch.batchSeq(), batch.baseOffset());
    }

    void letGo() {
        first = Math.max(first, next - 1 - random.nextInt(30));
    }

    /** Lets one thing get to the edge; false when there is nothing. */
    boolean deliver(boolean piece) {
        if (piece && !fetches.isEmpty()) {
            answer(fetches.remove());
            return true;
        }
        Runnable one = live.poll();
        if (one != null) {
            one.run();
        }
        return one != null;
    }

    private void answer(Fetch fetch) {
        pieces++;
        if (fetch.from() < first) {
            edge.fetched(fetch.id(), new Fetched(fetch.from(), first - 1, Gap.Reason.RETENTION, List.of()));
            return;
        }
        List<BatchView> batches = new ArrayList<>();
        long to = fetch.from() - 1;
        int most = 1 + random.nextInt(4);
        for (BatchView batch : log) {
            if (batch.lastOffset() >= fetch.from() && most > 0) {
                BatchView chosen = chosen(batch, fetch.filters());
                if (chosen != null) {
                    batches.add(chosen);
                }
                most--;
                to = batch.lastOffset();
            }
        }
        edge.fetched(fetch.id(), new Fetched(fetch.from(), to, null, batches));
    }

    @Override
    public void hello(EdgeHello hello) {
        sent = hello.next() == 0 ? next : hello.next();
        wanted.clear();
        edge.hello(new QueueHello(EPOCH, Durability.SYNCED, sent));
        for (BatchView batch : log) {
            if (batch.lastOffset() >= sent) {
                live.add(() -> range(batch));
            }
        }
    }

    @Override
    public void interest(long version, List<byte[]> added, List<byte[]> removed) {
        live.add(() -> edge.interestAt(version, sent));
    }

    @Override
    public void filters(long version, List<TopicFilter> added, List<TopicFilter> removed) {
        live.add(() -> {
            wanted.addAll(added);
            removed.forEach(wanted::remove);
            edge.interestAt(version, sent);
        });
    }

    /** Behind what is live, and so never beyond it. */
    @Override
    public void start(long id, StartFrom from, TopicFilter filter) {
        long offset = from instanceof StartFrom.Offset at ? Math.min(Math.max(at.offset(), first), next) : first;
        live.add(() -> edge.started(id, new Started(offset, sent, null)));
    }

    @Override
    public void fetch(Fetch fetch) {
        fetches.add(fetch);
    }

    @Override
    public void batch(BatchView batch) {
        batch.release();
    }

    @Override
    public void credit(long bytes, long below) {}

    @Override
    public void bye() {}

    @Override
    public void close() {}

    void end() {
        live.clear();
        log.forEach(BatchView::release);
    }
}
