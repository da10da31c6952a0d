package dev.weir.topic;

import dev.weir.message.TopicFilter;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of filters that begin with the same levels. A topic has at most 256 levels, which bounds every recursion. */
final class TrieNode<V> {
    private @Nullable TopicTable<TrieNode<V>> children;
    private @Nullable TrieNode<V> plus;
    private @Nullable List<V> values;
    private @Nullable List<V> rest;

    TrieNode<V> child(byte[] level) {
        TopicTable<TrieNode<V>> table = children;
        if (table == null) {
            table = new TopicTable<>();
            children = table;
        }
        TrieNode<V> child = table.get(level);
        if (child == null) {
            child = new TrieNode<>();
            table.put(level, child);
        }
        return child;
    }

    TrieNode<V> plus() {
        if (plus == null) {
            plus = new TrieNode<>();
        }
        return plus;
    }

    /** Of filters that end here. */
    List<V> values() {
        if (values == null) {
            values = new ArrayList<>(1);
        }
        return values;
    }

    /** Of filters that end here with a {@code #}. */
    List<V> rest() {
        if (rest == null) {
            rest = new ArrayList<>(1);
        }
        return rest;
    }

    /** Values for the topic's levels from {@code from} on; it is one past {@code end} when no level is left. */
    void match(ByteBuf buf, int from, int end, boolean wildcards, List<? super V> into) {
        if (wildcards) {
            addAll(rest, into);
        }
        if (from > end) {
            addAll(values, into);
            return;
        }
        int to = from;
        while (to < end && buf.getByte(to) != '/') {
            to++;
        }
        TrieNode<V> below = children == null ? null : children.get(buf, from, to - from);
        if (below != null) {
            below.match(buf, to + 1, end, true, into);
        }
        if (plus != null && wildcards) {
            plus.match(buf, to + 1, end, true, into);
        }
    }

    private static <V> void addAll(@Nullable List<V> from, List<? super V> into) {
        if (from != null) {
            for (int i = 0; i < from.size(); i++) {
                into.add(from.get(i));
            }
        }
    }

    boolean remove(TopicFilter filter, int level, V value) {
        if (level == filter.levelCount()) {
            boolean removed = values != null && values.remove(value);
            values = removed ? orNull(values) : values;
            return removed;
        }
        if (filter.isHash(level)) {
            boolean removed = rest != null && rest.remove(value);
            rest = removed ? orNull(rest) : rest;
            return removed;
        }
        return filter.isPlus(level) ? removeBelowPlus(filter, level, value) : removeBelow(filter, level, value);
    }

    private static <V> @Nullable List<V> orNull(@Nullable List<V> list) {
        return list == null || list.isEmpty() ? null : list;
    }

    private boolean removeBelowPlus(TopicFilter filter, int level, V value) {
        if (plus == null || !plus.remove(filter, level + 1, value)) {
            return false;
        }
        if (plus.isEmpty()) {
            plus = null;
        }
        return true;
    }

    private boolean removeBelow(TopicFilter filter, int level, V value) {
        TopicTable<TrieNode<V>> table = children;
        byte[] name = filter.level(level);
        TrieNode<V> child = table == null ? null : table.get(name);
        if (table == null || child == null || !child.remove(filter, level + 1, value)) {
            return false;
        }
        if (child.isEmpty()) {
            table.remove(name);
            children = table.size() == 0 ? null : table;
        }
        return true;
    }

    boolean isEmpty() {
        return children == null && plus == null && values == null && rest == null;
    }
}
