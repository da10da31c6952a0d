package dev.weir.topic;

import dev.weir.message.TopicFilter;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Values by filter, found by a topic's bytes where they lie. The rules are those of {@link TopicFilter#matches}: {@code
 * +} is one level, {@code #} the level before it and all below, and neither matches a leading {@code $} when it is the
 * first level.
 *
 * <p>A match looks at no node twice and at none that the topic cannot reach, copies nothing and allocates nothing.
 * Levels are found by a hash with a secret key, so nobody can choose filters that collide. Values of one filter are few:
 * they are searched one by one. Owned by one loop.
 */
public final class FilterTrie<V> {
    private final TrieNode<V> root = new TrieNode<>();
    private int size;

    /** Pairs of filter and value. */
    public int size() {
        return size;
    }

    /** Whether nothing is kept at all, as when it was made. */
    boolean isBare() {
        return root.isEmpty();
    }

    /** Adds a value under a filter; false, and nothing changes, when it is there already. */
    public boolean add(TopicFilter filter, V value) {
        TrieNode<V> node = root;
        int levels = filter.levelCount();
        boolean rest = filter.isHash(levels - 1);
        for (int i = 0; i < levels - (rest ? 1 : 0); i++) {
            node = filter.isPlus(i) ? node.plus() : node.child(filter.level(i));
        }
        List<V> values = rest ? node.rest() : node.values();
        if (values.contains(value)) {
            return false;
        }
        values.add(value);
        size++;
        return true;
    }

    /** Takes a value away from a filter, and with it what nobody needs any more; false when it is not there. */
    public boolean remove(TopicFilter filter, V value) {
        if (!root.remove(filter, 0, value)) {
            return false;
        }
        size--;
        return true;
    }

    /**
     * Adds to {@code into} the values of every filter that matches the topic, in no order; a value under several of them comes
     * as often.
     *
     * @param at where the topic begins in the buffer, whose indices are not moved
     * @param length bytes of the topic, at least one
     */
    public void match(ByteBuf buf, int at, int length, List<? super V> into) {
        boolean serverOwned = buf.getByte(at) == '$';
        root.match(buf, at, at + length, !serverOwned, into);
    }
}
