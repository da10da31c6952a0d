package dev.weir.queue;

import static dev.weir.queue.CoreModel.check;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import dev.weir.queue.group.Group;
import dev.weir.queue.group.GroupBreaker;
import dev.weir.queue.group.Member;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Three groups and their members, who acknowledge, fail, stall, leave, are lost and lie; held against {@link SimGroup}'s account. */
final class SimGroups {
    private static final String[] NAMES = {"shared", "keys", "part"};
    private static final int LINKS = 3;
    private static final int CONSUMERS_MAX = 7;
    private static final int FED_MAX = 20;
    private static final long LETTER_IDS = 1_000_000_000L;

    /** One message of one group. */
    private record Of(long group, long offset) {}

    private record Text(String topic, String key) {}

    /** What a member is to be told of what it said, and what it acknowledged. */
    private record Asked(SimGroup group, List<Long> stale, List<Long> acked) {}

    private final SplittableRandom random;
    private final SimQueue queue;
    private final SimReport report;
    private final Sabotage sabotage;
    private final Map<String, SimGroup> accounts = new HashMap<>();
    private final TreeMap<Long, Text> messages = new TreeMap<>();
    private final List<SimConsumer> consumers = new ArrayList<>();
    private final LinkId[] links = new LinkId[LINKS];
    private final Map<LinkId, Long> awaySince = new HashMap<>();
    private final Map<Long, Long> fences = new HashMap<>();
    private final Map<Long, Asked> asked = new HashMap<>();
    private final Set<Of> toFail = new HashSet<>();
    private final Set<Of> toAck = new HashSet<>();
    private final Set<SimGroup> toldLost = new HashSet<>();
    private final Set<SimGroup> toTellLost = new HashSet<>();
    private long now;
    private long nextNumber = 1;
    private long nextLetter = LETTER_IDS;

    SimGroups(SplittableRandom random, SimQueue queue, SimReport report, Sabotage sabotage) {
        this.random = random;
        this.queue = queue;
        this.report = report;
        this.sabotage = sabotage;
        for (int i = 0; i < LINKS; i++) {
            links[i] = new LinkId(7, i);
        }
    }

    // ---- what the disk says

    /** A frame is committed. */
    void committed(SimLog.Frame frame) {
        if (!frame.batch()) {
            return;
        }
        BatchView batch = new BatchView(Unpooled.wrappedBuffer(frame.bytes()));
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            if (!batch.refused(m)) {
                String topic = batch.bytes().toString(batch.topicAt(m), batch.topicLength(m), UTF_8);
                String key = batch.bytes().toString(batch.keyAt(m), batch.keyLength(m), UTF_8);
                messages.put(batch.offset(m), new Text(topic, key));
                long offset = batch.offset(m);
                accounts.values().forEach(group -> group.message(offset, topic, key));
            }
        }
    }

    /** An entry is noted at this index: it must be what was to be expected. */
    void noted(long index, ByteBuf entry) {
        int kind = entry.getByte(entry.readerIndex() + 1);
        ByteBuf in = entry.slice(entry.readerIndex() + 4, entry.readableBytes() - 4);
        if (kind == Entries.FIRST_HELD) {
            long below = in.readLong();
            for (SimGroup group : accounts.values()) {
                if (group.lost(below, index) > 0) {
                    toTellLost.add(group);
                }
            }
            consumers.forEach(consumer -> consumer.held.values().removeIf(held -> held.offset() < below));
        } else if (kind == 9) {
            SimGroup group = numbered(in.readLong());
            for (int n = in.readInt(); n > 0; n--) {
                for (long offset : List.copyOf(group.fates
                        .subMap(in.readLong(), true, in.readLong(), true)
                        .keySet())) {
                    check(toAck.remove(new Of(group.id, offset)), "offset " + offset + " is done and nobody said so");
                    group.acked(offset, index);
                }
            }
        } else if (kind == 10) {
            SimGroup group = numbered(in.readLong());
            in.skipBytes(5);
            in.skipBytes(in.readUnsignedByte());
            for (int n = in.readInt(); n > 0; n--) {
                long offset = in.readLong();
                check(toFail.remove(new Of(group.id, offset)), "offset " + offset + " has failed and nobody said so");
                group.failed(offset, index);
            }
        }
    }

    private SimGroup numbered(long id) {
        return accounts.values().stream()
                .filter(group -> group.id == id)
                .findFirst()
                .orElseThrow(() -> new AssertionError("an entry of group " + id));
    }

    /** The process has ended; all behind this index is lost, and all before it is committed now. */
    void crashed(long lastIndex) {
        accounts.values().removeIf(group -> !group.cut(lastIndex));
        consumers.clear();
        awaySince.clear();
        fences.clear();
        asked.clear();
        toAck.clear();
        toFail.clear();
        toTellLost.clear();
    }

    // ---- steps

    void step(long nowMs) {
        now = nowMs;
        int what = random.nextInt(100);
        if (what < 12) {
            join();
        } else if (what < 55) {
            feed();
        } else if (what < 93) {
            SimConsumer consumer = anybody();
            if (consumer != null && !awaySince.containsKey(consumer.link)) {
                speak(consumer);
            }
        } else if (what < 97) {
            go();
        } else {
            link(links[random.nextInt(LINKS)]);
        }
    }

    private @Nullable SimConsumer anybody() {
        return consumers.isEmpty() ? null : consumers.get(random.nextInt(consumers.size()));
    }

    private void join() {
        LinkId link = links[random.nextInt(LINKS)];
        if (consumers.size() < CONSUMERS_MAX && !awaySince.containsKey(link)) {
            String name = random.nextBoolean() ? "keys" : NAMES[random.nextInt(NAMES.length)];
            join(name, link, 1 + random.nextInt(4));
        }
    }

    private void join(String name, LinkId link, int inFlightMax) {
        Group group = queue.core().groups().find(name);
        if (group == null) {
            long held = queue.core().firstHeld();
            long start = held + random.nextLong(queue.core().last() + 2 - held);
            group = queue.core().groups().create(SimGroup.settings(name), start, now, queue);
            SimGroup account = new SimGroup(SimGroup.settings(name), group.id(), start, queue.log.lastIndex());
            accounts.put(name, account);
            messages.forEach((offset, text) -> account.message(offset, text.topic(), text.key()));
        }
        SimGroup account = Objects.requireNonNull(accounts.get(name));
        SimConsumer consumer = new SimConsumer(account, link, nextNumber++, inFlightMax);
        consumers.add(consumer);
        int granted = inFlightMax + (sabotage == Sabotage.OVERRUNS_CREDIT ? 1 : 0);
        queue.core().groups().join(group, link, consumer.number, granted);
    }

    private void feed() {
        for (Group group : queue.core().groups().all()) {
            if (sabotage == Sabotage.LETS_A_PARKED_MESSAGE_GO) {
                GroupBreaker.unpark(group);
            } else if (sabotage == Sabotage.LOSES_A_PARKED_MESSAGE) {
                GroupBreaker.losesParked(group);
            }
            if (group.settings().isPop()) {
                continue; // SimPopper's
            }
            long wanted = 1;
            for (int n = 0; n < FED_MAX && wanted > 0 && !isFenced(group); n++) {
                wanted = group.wants(queue.committedOffset());
                if (wanted > 0) {
                    group.offer(queue.batchWith(wanted), wanted, now, queue);
                }
            }
        }
    }

    private boolean isFenced(Group group) {
        return fences.getOrDefault(group.id(), 0L) > queue.log.committed()
                && sabotage != Sabotage.DELIVERS_BEFORE_THE_FENCE;
    }

    // ---- what members say

    private void speak(SimConsumer consumer) {
        Member member = member(consumer);
        long id = nextNumber++;
        List<Long> tags = new ArrayList<>();
        List<Long> stale = new ArrayList<>();
        consumer.held.keySet().stream().filter(tag -> random.nextInt(3) > 0).forEach(tags::add);
        long upTo = tags.isEmpty() || random.nextInt(4) > 0 ? 0 : tags.get(tags.size() - 1);
        if (upTo > 0) {
            tags.clear();
        } else if (random.nextInt(5) == 0) {
            lie(consumer, tags, stale);
        }
        List<Long> mine = consumer.held.keySet().stream()
                .filter(tag -> tag <= upTo || (tags.contains(tag) && !stale.contains(tag)))
                .toList();
        List<Long> offsets =
                mine.stream().map(tag -> held(consumer, tag).offset()).toList();
        Group group = member.group();
        int what = random.nextInt(10);
        asked.put(id, new Asked(consumer.group, stale, what < 5 ? offsets : List.of()));
        if (what < 5) {
            offsets.forEach(offset -> toAck.add(new Of(consumer.group.id, offset)));
            ack(consumer, member, id, tags, upTo);
            mine.forEach(consumer.held::remove);
            if (sabotage == Sabotage.REDELIVERS_WHAT_IS_DONE) {
                offsets.forEach(offset -> GroupBreaker.again(group, offset));
            }
        } else if (what < 9) {
            offsets.forEach(offset -> toFail.add(new Of(consumer.group.id, offset)));
            boolean dead = random.nextInt(6) == 0;
            offsets.forEach(offset -> Objects.requireNonNull(consumer.group.fates.get(offset)).deadAsked |= dead);
            int delayMs = random.nextInt(100) - 1;
            group.nack(member, id, tags, upTo, delayMs, dead, "no", now, queue);
            mine.forEach(consumer.held::remove);
        } else {
            int byMs = 100 + random.nextInt(300);
            group.extend(member, id, tags, upTo, byMs, now);
            mine.forEach(tag -> consumer.held.put(
                    tag, new SimConsumer.Held(held(consumer, tag).offset(), now + byMs)));
        }
        group.flush(queue);
        checkSaid();
    }

    private static SimConsumer.Held held(SimConsumer consumer, long tag) {
        return Objects.requireNonNull(consumer.held.get(tag));
    }

    private Member member(SimConsumer consumer) {
        Member member = queue.core().groups().member(consumer.link, consumer.number);
        check(member != null, "a member is gone");
        return Objects.requireNonNull(member);
    }

    /** A tag of somebody else, or of long ago. */
    private void lie(SimConsumer consumer, List<Long> tags, List<Long> stale) {
        SimConsumer other = Objects.requireNonNull(anybody());
        long tag = other.held.isEmpty()
                ? 1 + random.nextInt(20)
                : other.held.keySet().iterator().next();
        if (!consumer.held.containsKey(tag) && !tags.contains(tag)) {
            tags.add(tag);
            stale.add(tag);
        }
    }

    private void ack(SimConsumer consumer, Member member, long id, List<Long> tags, long upTo) {
        if (sabotage == Sabotage.TAKES_ANOTHERS_ACK) {
            for (SimConsumer other : consumers) {
                if (other != consumer
                        && other.group == consumer.group
                        && tags.stream().anyMatch(other.held::containsKey)) {
                    member.group().ack(member(other), nextNumber++, tags, 0, now);
                }
            }
        }
        member.group().ack(member, id, tags, upTo, now);
    }

    private void checkSaid() {
        check(toAck.isEmpty(), "acknowledged and not noted: " + toAck);
        check(toFail.isEmpty(), "failed and not noted: " + toFail);
    }

    // ---- members and links that go

    private void go() {
        SimConsumer consumer = anybody();
        if (consumer == null) {
            return;
        }
        boolean lost = random.nextInt(3) > 0;
        if (lost) {
            report.memberLosses++;
            consumer.held.values().forEach(held -> toFail.add(new Of(consumer.group.id, held.offset())));
        }
        queue.core().groups().leave(member(consumer), lost, now, queue);
        consumers.remove(consumer);
        checkSaid();
    }

    private void link(LinkId link) {
        if (awaySince.remove(link) == null) {
            awaySince.put(link, now);
            queue.core().linkClosed(link, now);
        } else {
            for (SimConsumer consumer : consumers) {
                if (consumer.link.equals(link)) {
                    consumer.held.keySet().removeIf(tag -> random.nextInt(3) == 0); // never came through
                    queue.core().groups().resumed(member(consumer), List.copyOf(consumer.held.keySet()));
                }
            }
        }
    }

    /** Around the core's tick: leases end, and links that are away too long. */
    void tick(long nowMs, Runnable tick) {
        now = nowMs;
        consumers.removeIf(consumer -> now - awaySince.getOrDefault(consumer.link, now) >= SimQueue.LINK_GRACE_MS);
        for (SimConsumer consumer : consumers) {
            consumer.held.values().stream()
                    .filter(held -> held.dueMs() <= now)
                    .forEach(held -> toFail.add(new Of(consumer.group.id, held.offset())));
            consumer.held.values().removeIf(held -> held.dueMs() <= now);
        }
        if (sabotage == Sabotage.FORGETS_LEASES) {
            queue.core().groups().all().forEach(GroupBreaker::renew);
        }
        toldLost.clear();
        tick.run();
        checkSaid();
        check(toldLost.containsAll(toTellLost), "messages were lost and nobody was told");
        toTellLost.clear();
    }

    // ---- what the core does

    void fence(Group group) {
        fences.put(group.id(), queue.log.lastIndex());
    }

    void deliver(Member member, long tag, int attempt, boolean redelivered, BatchView batch, int m) {
        SimConsumer to = consumers.stream()
                .filter(c -> c.number == member.number() && c.link.equals(member.link()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("a delivery to nobody"));
        check(!awaySince.containsKey(to.link), "a delivery over a lost link");
        check(to.held.size() < to.inFlightMax, "over " + to.inFlightMax + " in flight");
        long told = sabotage == Sabotage.REUSES_TAGS ? tag % 50 + 1 : tag;
        int count = sabotage == Sabotage.FORGETS_AN_ATTEMPT ? Math.max(1, attempt - 1) : attempt;
        boolean again = redelivered && sabotage != Sabotage.HIDES_A_REDELIVERY;
        long offset = batch.offset(m);
        to.group.delivered(offset, told, count, again, queue.log.committed());
        to.held.put(tag, new SimConsumer.Held(offset, now + to.group.settings.leaseMs()));
        if (attempt > 1 && to.group.isOrdered()) {
            report.keyRedeliveries++;
        }
    }

    void letter(Group group, long offset, int attempts, BatchView batch) {
        SimGroup account = numbered(group.id());
        SimFate fate = Objects.requireNonNull(account.fates.get(offset));
        check(attempts == fate.failures.size(), "a dead letter after " + attempts + " attempts");
        if (sabotage == Sabotage.LOSES_A_DEAD_LETTER) {
            GroupBreaker.forget(group, offset, queue);
        } else if (random.nextInt(10) == 0) {
            group.buryLater(offset, now);
        } else {
            BatchWriter writer = new BatchWriter(Batches.ALLOC, LinkId.ofGroup(group.id()));
            byte[] topic = account.settings.deadLetter().toBytes();
            byte[] payload = ByteBuffer.allocate(8).putLong(nextLetter++).array();
            writer.message(topic, new int[] {topic.length, 0, 0, 0}, offset, true, payload, 0, payload.length);
            queue.core().bury(group, writer.finish(0, 0), now, now, queue);
        }
    }

    /** A dead letter is noted at this index. */
    void buried(long index, BatchView batch) {
        report.deadLetters++;
        numbered(batch.linkId().low()).dead(batch.sequence(batch.first()), index);
    }

    /** A member was told what became of what it said. */
    void settled(long id, List<Long> stale) {
        Asked what = asked.remove(id);
        if (what != null) {
            check(what.stale().equals(stale), "stale " + stale + " in place of " + what.stale());
            for (long offset : what.acked()) {
                long index = Objects.requireNonNull(what.group().fates.get(offset)).acked;
                check(index > 0 && index <= queue.log.committed(), "offset " + offset + " was settled too early");
            }
        }
    }

    void lost(Group group) {
        toldLost.add(numbered(group.id()));
    }

    // ---- the end

    /** All is done in the end; and what waits behind one key that fails keeps nobody else waiting. */
    void finish(long nowMs) {
        now = nowMs;
        consumers.clear();
        for (String name : NAMES) {
            join(name, links[0], 50);
        }
        drain(true);
        SimGroup keys = Objects.requireNonNull(accounts.get("keys"));
        check(keys.openWithout("k0") == 0, "a key that fails holds up others: " + keys.openWithout("k0"));
        now += 10_000_000;
        drain(false);
        accounts.forEach(
                (name, group) -> check(group.openCount() == 0, group.openCount() + " of " + name + " never came"));
    }

    private void drain(boolean stuck) {
        for (int round = 0; round < 4_000; round++) {
            now += 20;
            queue.sync();
            long time = now;
            tick(time, () -> queue.core().tick(time, queue));
            feed();
            boolean any = false;
            for (SimConsumer consumer : consumers) {
                any |= settleAll(consumer, stuck);
            }
            if (!any
                    && accounts.values().stream()
                            .allMatch(g -> (stuck && g.isOrdered() ? g.openWithout("k0") : g.openCount()) == 0)) {
                return;
            }
        }
    }

    private boolean settleAll(SimConsumer consumer, boolean stuck) {
        Member member = member(consumer);
        for (Map.Entry<Long, SimConsumer.Held> each : List.copyOf(consumer.held.entrySet())) {
            long offset = each.getValue().offset();
            List<Long> tag = List.of(each.getKey());
            boolean fails = stuck
                    && consumer.group.isOrdered()
                    && Objects.requireNonNull(consumer.group.fates.get(offset))
                            .key
                            .equals("k0");
            if (fails) {
                toFail.add(new Of(consumer.group.id, offset));
                member.group().nack(member, 0, tag, 0, 5_000_000, false, "", now, queue);
            } else {
                toAck.add(new Of(consumer.group.id, offset));
                member.group().ack(member, 0, tag, 0, now);
            }
            consumer.held.remove(each.getKey());
        }
        member.group().flush(queue);
        checkSaid();
        return !consumer.held.isEmpty();
    }
}
