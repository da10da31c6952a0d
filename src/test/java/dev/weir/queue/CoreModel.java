package dev.weir.queue;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import dev.weir.queue.group.Group;
import dev.weir.queue.group.Member;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A queue seen from outside: links that publish and send again, readers and poppers that come, prove and go. Remembers for
 * each message what became of it, one object each, and compares after every step.
 */
final class CoreModel implements WithoutGroups {
    private static final int LINKS = 4;
    private static final long GRACE = 500;
    private static final String[] TOPICS = {"a", "b", "c/d", "", "e"};

    private static final class Link {
        final LinkId id;
        long nextSeq = 1;
        boolean known;
        final Map<Long, String> answers = new HashMap<>();

        Link(int number) {
            id = new LinkId(7, number);
        }
    }

    private final SplittableRandom random;
    private final QueueCore core =
            new QueueCore(CoreSettings.inMemory(true, true, Long.MAX_VALUE, GRACE, Long.MAX_VALUE));
    private final List<Link> links = new ArrayList<>();
    private final TreeMap<Long, BatchView> batches = new TreeMap<>();
    private final TreeMap<Long, String> held = new TreeMap<>();
    private final Map<String, Long> lastOnTopic = new HashMap<>();
    private final Map<LinkId, Long> readers = new HashMap<>();
    private final Map<LinkId, Long> lostReaders = new HashMap<>();
    private final ModelProducers producers = new ModelProducers();
    private final ModelPops pops;
    private long now;
    private long last;
    private String answer = "";

    CoreModel(SplittableRandom random) {
        this.random = random;
        core.start(0, this);
        this.pops = new ModelPops(core, random, this);
        for (int i = 0; i < LINKS; i++) {
            links.add(new Link(i));
        }
    }

    BatchView batchWith(long offset) {
        return batches.floorEntry(offset).getValue();
    }

    void step() {
        now += random.nextInt(20);
        Link link = links.get(random.nextInt(3) > 0 ? 0 : random.nextInt(LINKS)); // one passes its window of 256
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> publishNew(link);
            case 3 -> publishAgain(link);
            case 4 -> reader(new LinkId(8, random.nextInt(3)));
            case 5, 6 -> pops.take(last, now);
            case 7 -> pops.prove(now);
            case 8 -> pops.comeOrGo(now);
            case 9, 10 -> publishNumbered(link);
            default -> tick();
        }
        core.retain(now, 0, false, this);
        check(pops.floor() >= firstHeld(), "a message that poppers still need was freed");
        readers.forEach((id, next) -> check(next >= firstHeld(), "a message that a reader still needs was freed"));
    }

    private void tick() {
        core.tick(now, this);
        lostReaders.entrySet().removeIf(lost -> {
            boolean over = now - lost.getValue() >= GRACE;
            if (over) {
                readers.remove(lost.getKey());
            }
            return over;
        });
    }

    private long firstHeld() {
        return held.isEmpty() ? last + 1 : held.firstKey();
    }

    // ---- publishing

    private void open(Link link) {
        if (!link.known) {
            core.linkOpened(link.id, link.nextSeq, now);
            link.known = true;
        }
    }

    /** Messages with numbers of producers, of which some were there before. */
    private void publishNumbered(Link link) {
        open(link);
        int count = 1 + random.nextInt(4);
        BatchView batch = producers.batch(link.id, link.nextSeq, count, random);
        long seq = link.nextSeq++;
        List<ModelProducers.Outcome> expected = producers.expect(batch, last + 1);
        answer = "";
        core.publish(batch.retain(), now, this);
        String odd = ModelProducers.check(batch, expected);
        batch.release();
        check(answer.endsWith("count=" + count + ", odd=" + odd + "]"), "answered " + answer + " for " + odd);
        link.answers.put(seq, answer);
    }

    private void publishNew(Link link) {
        open(link);
        String[] topics = new String[1 + random.nextInt(5)];
        for (int i = 0; i < topics.length; i++) {
            topics[i] = TOPICS[random.nextInt(TOPICS.length)];
        }
        long before = last;
        long seq = link.nextSeq++;
        publish(link, seq, topics);
        check(last == before + topics.length, "a new batch was not logged");
        link.answers.put(seq, answer);
    }

    /** As after a broken link: the same number again, with the same messages or even others. */
    private void publishAgain(Link link) {
        if (link.nextSeq == 1) {
            return;
        }
        if (random.nextBoolean()) {
            core.linkClosed(link.id, now);
            core.linkOpened(link.id, 1 + random.nextLong(link.nextSeq), now);
        }
        long before = last;
        long seq = Math.max(1, link.nextSeq - 1 - random.nextInt(300));
        publish(link, seq, TOPICS[0]);
        check(last == before, "a batch was stored twice");
        boolean remembered = seq >= link.nextSeq - LinkLedger.RESULTS;
        check(answer.equals(remembered ? link.answers.get(seq) : "refused"), "answered " + answer);
    }

    private void publish(Link link, long seq, String... topics) {
        answer = "";
        core.publish(Batches.ofTopics(link.id, seq, topics), now, this);
        check(!answer.isEmpty(), "no answer");
    }

    @Override
    public void append(BatchView batch, long first, long end) {
        check(first == last + 1 && end >= first - 1, "offsets " + first + ".." + end + " behind " + last);
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            if (batch.refused(m)) {
                continue;
            }
            last++;
            check(batch.offset(m) == last, "offset " + batch.offset(m) + " in place of " + last);
            String topic = batch.bytes()
                    .toString(batch.topicAt(m), batch.topicLength(m), java.nio.charset.StandardCharsets.UTF_8);
            Long prev = topic.isEmpty() ? null : lastOnTopic.put(topic, last);
            check(batch.prev(m) == (prev == null ? 0 : prev), "prev " + batch.prev(m) + " in place of " + prev);
            held.put(last, topic);
        }
        check(last == end, "the batch's offsets have a hole");
        if (end >= first) {
            byte[] bytes = ByteBufUtil.getBytes(batch.bytes(), batch.start(), batch.length());
            batches.put(first, new BatchView(Unpooled.wrappedBuffer(bytes)));
        }
        batch.release();
    }

    @Override
    public void confirm(LinkId link, long batchSeq, BatchResult result) {
        answer = result.toString();
    }

    @Override
    public void note(ByteBuf entry) {
        entry.release();
    }

    @Override
    public void deliver(Member member, long tag, int attempt, boolean redelivered, BatchView batch, int m) {
        pops.deliver(member, tag, batch.offset(m));
    }

    @Override
    public void lost(Group group, long from, long to, boolean corrupt) {
        throw new AssertionError("poppers lost " + from + " to " + to);
    }

    @Override
    public void refuse(LinkId link, long batchSeq, String why) {
        answer = "refused";
    }

    @Override
    public void free(long below) {
        check(below > firstHeld() && below <= last + 1, "free " + below + " of " + firstHeld() + ".." + last);
        held.headMap(below).clear();
        Long first = batches.floorKey(below);
        batches.headMap(first == null ? 0 : first).clear();
    }

    // ---- readers

    private void reader(LinkId id) {
        Long at = readers.get(id);
        switch (at == null ? 0 : 1 + random.nextInt(3)) {
            case 0 -> {
                long next = core.readerJoined(id);
                check(next == last + 1, "a new reader begins at " + next + " in place of " + (last + 1));
                readers.put(id, next);
            }
            case 1 -> {
                long next = Math.min(last + 1, at + random.nextInt(50));
                core.readerReceived(id, next);
                readers.put(id, Math.max(at, next));
            }
            case 2 -> {
                core.readerLost(id, now);
                lostReaders.put(id, now);
            }
            default -> {
                check(core.readerJoined(id) == at, "a reader that returns does not go on where it was");
                lostReaders.remove(id);
            }
        }
    }

    /** Everybody proves everything: then nothing is held, and each message was proved by one popper, once. */
    void finish() {
        readers.keySet().forEach(id -> core.linkLeft(id, now, this));
        readers.clear();
        pops.drain(last, now);
        core.retain(now, 0, false, this);
        check(held.isEmpty(), held.size() + " messages held that nobody needs");
        pops.checkAllProved(last);
    }

    static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
