package dev.weir.queue;

import static dev.weir.queue.CoreModel.check;

import dev.weir.message.BatchView;
import dev.weir.message.LinkId;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Clients, edges, readers and a popper around a {@link SimQueue} that crashes, fails and recovers; time is a number. What
 * anybody is told is held against the {@link SimJournal} at once.
 */
final class LogSimulation {
    private static final int CLIENTS = 6;
    private static final int EDGES = 3;
    private static final int READERS = 3;
    private static final int GROUP_STEPS = 8;
    private static final int SAMPLE_EVERY = 40;
    private static final long LINK_LOST_MS_MAX = 1_000;
    private static final String[] TOPICS = {"a", "b", "c/d", "", "e", "f/g/h"};

    private final SplittableRandom random;
    private final Sabotage sabotage;
    private final SimReport report = new SimReport();
    private final SimJournal journal = new SimJournal();
    private final Map<LinkId, SimEdge> edges = new HashMap<>();
    private final List<SimEdge> alive = new ArrayList<>();
    private final List<SimClient> clients = new ArrayList<>();
    private final SimQueue queue;
    private final long[] readIndex = new long[READERS];
    private final SimPopper popper;
    private final SimGroups groups;
    private long now;
    private long nextId = 1;
    private int nextName;

    LogSimulation(long seed, Sabotage sabotage) {
        this.random = new SplittableRandom(seed);
        this.sabotage = sabotage;
        this.queue = new SimQueue(random, journal, report, edges, sabotage);
        this.popper = new SimPopper(queue);
        queue.popper(popper);
        this.groups = new SimGroups(random, queue, report, sabotage);
        queue.groups(groups);
        for (int i = 0; i < EDGES; i++) {
            alive.add(newEdge());
        }
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new SimClient("p" + nextName++));
        }
    }

    private SimEdge newEdge() {
        SimEdge edge = new SimEdge(new LinkId(random.nextLong(), nextName++), journal, report);
        edges.put(edge.id, edge);
        return edge;
    }

    SimReport run(int steps) {
        for (int step = 0; step < steps; step++) {
            now += 1 + random.nextInt(8);
            step();
            if (step % SAMPLE_EVERY == 0) {
                queue.sample();
            }
        }
        finish();
        report.stored = journal.lastOffset();
        return report;
    }

    private void step() {
        if (queue.frozen() && random.nextInt(8) == 0) {
            restart();
            return;
        }
        int what = random.nextInt(1400);
        if (what < 300) {
            publish();
        } else if (what < 600) {
            send(alive.get(random.nextInt(EDGES)));
        } else if (what < 740) {
            queue.sync();
        } else if (what < 830) {
            read(random.nextInt(READERS), queue.log.committed());
        } else if (what < 870) {
            drop(alive.get(random.nextInt(EDGES)));
        } else if (what < 880) {
            replaceEdge(random.nextInt(EDGES));
        } else if (what < 930) {
            popper.step(random, now);
        } else if (what < 960) {
            tick();
        } else if (what < 970) {
            queue.snapshot();
        } else if (what < 985) {
            queue.fail();
        } else if (what < 1000) {
            restart();
        } else if (!queue.frozen()) {
            for (int n = 0; n < GROUP_STEPS; n++) {
                groups.step(now);
            }
        }
    }

    private void publish() {
        SimEdge edge = alive.get(random.nextInt(EDGES));
        for (int n = random.nextInt(3); n >= 0; n--) {
            String topic = TOPICS[random.nextInt(TOPICS.length)];
            int c = random.nextInt(CLIENTS);
            SimClient client = clients.get(c);
            SimMessage again = client.again.poll();
            if (again != null) {
                edge.take(again);
            } else if (random.nextInt(4) == 0) {
                edge.take(new SimMessage(nextId++, topic, null, 0));
            } else {
                SimMessage message = client.next(nextId++, topic, random);
                edge.take(message);
                if (random.nextInt(20) == 0) { // impatient: over another edge, or twice in one batch
                    alive.get(random.nextInt(EDGES)).take(message);
                }
            }
            if (client.isOld() && client.again.isEmpty()) {
                clients.set(c, new SimClient("p" + nextName++));
            }
        }
    }

    private void send(SimEdge edge) {
        if (!edge.connected) {
            if (sabotage == Sabotage.RESENDS_UNDER_A_NEW_NUMBER) {
                edge.renumber();
            }
            queue.core().linkOpened(edge.id, edge.oldestSeq(), now);
            edge.connected();
        }
        BatchView batch = edge.nextBatch();
        if (batch != null) {
            queue.publish(batch, now);
        }
    }

    private void drop(SimEdge edge) {
        if (edge.connected) {
            edge.disconnected(now);
            queue.disconnected(edge.id);
            queue.core().linkClosed(edge.id, now);
        }
    }

    /** An edge dies, or leaves in order when it has nothing open; another one takes its place. */
    private void replaceEdge(int i) {
        SimEdge edge = alive.get(i);
        if (edge.isIdle() && edge.connected && !queue.frozen()) {
            queue.core().linkLeft(edge.id, now, queue);
        } else {
            edge.die();
            drop(edge);
        }
        edges.remove(edge.id);
        alive.set(i, newEdge());
    }

    private void tick() {
        if (queue.frozen()) {
            return;
        }
        for (SimEdge edge : alive) {
            if (!edge.connected && now - edge.lostAtMs > LINK_LOST_MS_MAX) {
                send(edge);
            }
        }
        groups.tick(now, () -> {
            queue.core().tick(now, queue);
            queue.core().retain(now, journal.lastOffset() - random.nextInt(400), random.nextInt(4) == 0, queue);
        });
    }

    private void restart() {
        queue.crash(now);
        for (SimEdge edge : alive) {
            edge.disconnected(now);
        }
        popper.restarted();
    }

    private void read(int reader, long committed) {
        boolean early = sabotage == Sabotage.DELIVERS_WHAT_IS_NOT_COMMITTED;
        long from = Math.max(readIndex[reader] + 1, queue.log.firstIndex()); // readers hold nothing back
        long to = Math.min(early ? queue.log.lastIndex() : committed, from + random.nextInt(10));
        for (long index = from; index <= to; index++) {
            readIndex[reader] = index;
            SimLog.Frame frame = queue.log.at(index);
            if (frame.batch()) {
                BatchView batch = new BatchView(Unpooled.wrappedBuffer(frame.bytes()));
                for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
                    if (!batch.refused(m)) {
                        journal.delivered(batch, m);
                    }
                }
            }
        }
    }

    /** In the end everybody gets an answer, and everybody who reads gets everything that is held. */
    private void finish() {
        restart();
        for (int round = 0; round < 5_000 && !alive.stream().allMatch(SimEdge::isIdle); round++) {
            alive.forEach(this::send);
            queue.sync();
        }
        check(alive.stream().allMatch(SimEdge::isIdle), "an edge never got its answers");
        restart();
        groups.finish(now);
        restart();
        for (int reader = 0; reader < READERS; reader++) {
            while (readIndex[reader] < queue.log.committed()) {
                read(reader, queue.log.committed());
            }
        }
        journal.checkDisk(queue.log);
    }
}
