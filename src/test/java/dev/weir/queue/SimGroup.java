package dev.weir.queue;

import static dev.weir.queue.CoreModel.check;

import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The account of one group: every committed message that is for it, and what has become of it. */
final class SimGroup {
    static final int ATTEMPTS_MAX = 3;

    private record Event(long index, long offset) {}

    final GroupSettings settings;

    /** All that is for it, by offset. */
    final TreeMap<Long, SimFate> fates = new TreeMap<>();

    /** Of each key what is not done. */
    private final Map<String, TreeSet<Long>> open = new HashMap<>();

    /** What has become of messages, by rising index. */
    private final ArrayDeque<Event> events = new ArrayDeque<>();

    private final Set<Long> tags = new HashSet<>();
    private final long createdIndex;
    final long id;
    final long start;

    SimGroup(GroupSettings settings, long id, long start, long createdIndex) {
        this.settings = settings;
        this.id = id;
        this.start = start;
        this.createdIndex = createdIndex;
    }

    static GroupSettings settings(String name) {
        return new GroupSettings(
                name,
                Objects.requireNonNull(TopicFilter.parse(name.equals("part") ? "c/#" : "#")),
                name.equals("keys") ? GroupMode.KEY_ORDERED : GroupMode.SHARED,
                name.equals("part") ? 400 : 250,
                ATTEMPTS_MAX,
                List.of(40, 90),
                Objects.requireNonNull(Topic.parse("$dead/" + name)));
    }

    boolean isOrdered() {
        return settings.mode() == GroupMode.KEY_ORDERED;
    }

    /** A message is committed. */
    void message(long offset, String topic, String key) {
        Topic parsed = Topic.parse(topic);
        if (offset >= start && parsed != null && settings.filter().matches(parsed)) {
            fates.put(offset, new SimFate(key));
            open(key).add(offset);
        }
    }

    private TreeSet<Long> open(String key) {
        return open.computeIfAbsent(key, none -> new TreeSet<>());
    }

    void acked(long offset, long index) {
        SimFate fate = fate(offset, index);
        fate.acked = index;
        open(fate.key).remove(offset);
    }

    void dead(long offset, long index) {
        SimFate fate = fates.get(offset);
        check(fate != null && fate.isOpen(), "a dead letter of offset " + offset + " that is done");
        check(fate.deadAsked || fate.failures.size() >= ATTEMPTS_MAX, "dead after " + fate.failures.size());
        fate(offset, index).dead = index;
        open(fate.key).remove(offset);
    }

    /** How many were not done of those that go. */
    int lost(long below, long index) {
        List<Long> undone = new ArrayList<>();
        open.values().forEach(offsets -> undone.addAll(offsets.headSet(below)));
        for (long offset : undone) {
            SimFate fate = fate(offset, index);
            fate.lost = index;
            open(fate.key).remove(offset);
        }
        return undone.size();
    }

    void failed(long offset, long index) {
        fate(offset, index).failures.add(index);
    }

    /** Something becomes of a message at this index. */
    private SimFate fate(long offset, long index) {
        events.add(new Event(index, offset));
        return Objects.requireNonNull(fates.get(offset));
    }

    /** It is delivered; what that must not be is noticed. */
    SimFate delivered(long offset, long tag, int attempt, boolean redelivered, long committedIndex) {
        SimFate fate = fates.get(offset);
        check(fate != null, "offset " + offset + " is not for " + settings.name() + " or not committed");
        check(fate.isOpen(), "offset " + offset + " comes again and is done");
        check(tags.add(tag), "tag " + tag + " is used again");
        check(
                attempt == fate.failures.size() + 1,
                "attempt " + attempt + " after " + fate.failures.size() + " failures");
        check(fate.failures.stream().allMatch(index -> index <= committedIndex), "a failure was told too early");
        check(redelivered || !fate.delivered, "offset " + offset + " comes again and does not say so");
        check(attempt <= ATTEMPTS_MAX, "attempt " + attempt);
        if (isOrdered() && !fate.key.isEmpty()) {
            check(
                    open(fate.key).first() == offset,
                    "offset " + offset + " before " + open(fate.key).first());
        }
        fate.delivered = true;
        return fate;
    }

    /** A crash has taken everything behind this index; false when the group itself is among that. */
    boolean cut(long lastIndex) {
        if (createdIndex > lastIndex) {
            return false;
        }
        while (!events.isEmpty() && events.getLast().index() > lastIndex) {
            long offset = events.removeLast().offset();
            SimFate fate = Objects.requireNonNull(fates.get(offset));
            fate.cut(lastIndex);
            if (fate.isOpen()) {
                open(fate.key).add(offset);
            }
        }
        return true;
    }

    long openCount() {
        return open.values().stream().mapToLong(TreeSet::size).sum();
    }

    long openWithout(String key) {
        return openCount() - open(key).size();
    }
}
