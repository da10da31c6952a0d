package dev.weir.subscriber;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.link.QueuePort;
import dev.weir.message.TopicFilter;
import dev.weir.topic.TopicTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What an edge wants of its queue, and what of that the queue was not told yet. Owned by the edge's loop. */
final class Interests {
    /** Topics or filters told in one frame, in bytes: well below what any link takes as one message. */
    static final int FRAME_BYTES_MAX = 64 * 1024;

    /** A frame with this version makes part of a newer one hold, and settles nothing. */
    static final long NOT_YET = 0;

    private final TopicTable<Boolean> topics = new TopicTable<>();
    private final Set<TopicFilter> filters = new HashSet<>();
    private final List<byte[]> newTopics = new ArrayList<>();
    private final List<TopicFilter> newFilters = new ArrayList<>();

    /** True when it was not wanted before. */
    boolean want(byte[] topic) {
        boolean isNew = topics.put(topic, Boolean.TRUE) == null;
        if (isNew) {
            newTopics.add(topic);
        }
        return isNew;
    }

    /** True when it was not wanted before. */
    boolean want(TopicFilter filter) {
        boolean isNew = filters.add(filter);
        if (isNew) {
            newFilters.add(filter);
        }
        return isNew;
    }

    boolean hasNews() {
        return !newTopics.isEmpty() || !newFilters.isEmpty();
    }

    /** The queue knows of nothing: all of it is to be told. */
    void forgetTold() {
        newTopics.clear();
        topics.forEach((topic, yes) -> newTopics.add(topic));
        newFilters.clear();
        newFilters.addAll(filters);
    }

    /** Tells the news; the last frame carries the version, the others settle nothing. */
    void tell(QueuePort queue, long version) {
        tell(queue, version, List.of(), List.of());
    }

    /** Tells the news, and what no cohort has any more; false when there is nothing of the latter, and then nothing is told. */
    boolean narrow(QueuePort queue, long version, Cohorts cohorts) {
        List<byte[]> goneTopics = new ArrayList<>();
        topics.forEach((topic, yes) -> {
            if (!cohorts.isWanted(topic)) {
                goneTopics.add(topic);
            }
        });
        List<TopicFilter> goneFilters =
                filters.stream().filter(filter -> !cohorts.isWanted(filter)).toList();
        if (goneTopics.isEmpty() && goneFilters.isEmpty()) {
            return false;
        }
        goneTopics.forEach(topics::remove);
        newTopics.removeIf(topic -> topics.get(topic) == null);
        goneFilters.forEach(filters::remove);
        newFilters.removeIf(filter -> !filters.contains(filter));
        tell(queue, version, goneTopics, goneFilters);
        return true;
    }

    private void tell(QueuePort queue, long version, List<byte[]> goneTopics, List<TopicFilter> goneFilters) {
        List<List<byte[]>> more = pieces(newTopics, topic -> topic.length);
        newTopics.clear();
        for (List<byte[]> gone : pieces(goneTopics, topic -> topic.length)) {
            queue.interest(NOT_YET, List.of(), gone);
        }
        for (List<TopicFilter> gone : pieces(goneFilters, Interests::length)) {
            queue.filters(NOT_YET, List.of(), gone);
        }
        for (List<TopicFilter> added : pieces(newFilters, Interests::length)) {
            queue.filters(NOT_YET, added, List.of());
        }
        newFilters.clear();
        for (int i = 0; i < more.size() - 1; i++) {
            queue.interest(NOT_YET, more.get(i), List.of());
        }
        queue.interest(version, more.isEmpty() ? List.of() : more.get(more.size() - 1), List.of());
    }

    private static int length(TopicFilter filter) {
        return filter.toString().getBytes(UTF_8).length;
    }

    private static <T> List<List<T>> pieces(List<T> all, Function<T, Integer> length) {
        List<List<T>> pieces = new ArrayList<>();
        int bytes = FRAME_BYTES_MAX;
        for (T one : all) {
            int more = length.apply(one) + 2;
            bytes += more;
            if (bytes > FRAME_BYTES_MAX) {
                pieces.add(new ArrayList<>());
                bytes = more;
            }
            pieces.get(pieces.size() - 1).add(one);
        }
        return pieces;
    }
}
