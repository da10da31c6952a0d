package dev.weir.topic;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Values by topic, found by the topic's bytes where they lie: a lookup copies and allocates nothing.
 *
 * <p>Open addressing with linear probing, at most two thirds full. Owned by one loop.
 */
public final class TopicTable<V> {
    private static final int CAPACITY_MIN = 16;

    private byte[] @Nullable [] keys = new byte[CAPACITY_MIN][];
    private int[] hashes = new int[CAPACITY_MIN];
    private @Nullable Object[] values = new Object[CAPACITY_MIN];
    private int size;

    public int size() {
        return size;
    }

    public @Nullable V get(ByteBuf buf, int at, int length) {
        return value(slot(buf, at, length));
    }

    public @Nullable V get(byte[] topic) {
        return value(slot(topic));
    }

    @SuppressWarnings("unchecked")
    private @Nullable V value(int slot) {
        return (V) values[slot];
    }

    /** Puts a value; the bytes are copied only when the topic is new. Gives back what was there. */
    public @Nullable V put(ByteBuf buf, int at, int length, V value) {
        int slot = slot(buf, at, length);
        if (keys[slot] == null) {
            byte[] key = new byte[length];
            buf.getBytes(at, key);
            return insert(slot, key, value);
        }
        V old = value(slot);
        values[slot] = value;
        return old;
    }

    /** Puts a value under a key that nobody changes afterwards. Gives back what was there. */
    public @Nullable V put(byte[] topic, V value) {
        int slot = slot(topic);
        if (keys[slot] == null) {
            return insert(slot, topic, value);
        }
        V old = value(slot);
        values[slot] = value;
        return old;
    }

    private @Nullable V insert(int slot, byte[] key, V value) {
        keys[slot] = key;
        hashes[slot] = TopicHash.of(key);
        values[slot] = value;
        if (++size * 3 > keys.length * 2) {
            rebuild(keys.length * 2, (k, v) -> true);
        }
        return null;
    }

    /** Takes a topic out; later entries of its probe run move up, so no tombstones pile up. */
    public @Nullable V remove(byte[] topic) {
        int slot = slot(topic);
        V old = value(slot);
        if (keys[slot] == null) {
            return null;
        }
        size--;
        int mask = keys.length - 1;
        int hole = slot;
        for (int i = (hole + 1) & mask; keys[i] != null; i = (i + 1) & mask) {
            int home = hashes[i] & mask;
            if (((i - home) & mask) >= ((i - hole) & mask)) {
                keys[hole] = keys[i];
                hashes[hole] = hashes[i];
                values[hole] = values[i];
                hole = i;
            }
        }
        keys[hole] = null;
        values[hole] = null;
        return old;
    }

    /** Keeps only what the predicate accepts, and shrinks to fit. */
    public void retainIf(BiPredicate<byte[], V> keep) {
        rebuild(CAPACITY_MIN, keep);
    }

    @SuppressWarnings("unchecked")
    public void forEach(BiConsumer<byte[], V> action) {
        for (int i = 0; i < keys.length; i++) {
            byte[] key = keys[i];
            if (key != null) {
                action.accept(key, (V) values[i]);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void rebuild(int capacity, BiPredicate<byte[], V> keep) {
        byte[][] oldKeys = keys;
        Object[] oldValues = values;
        keys = new byte[capacity][];
        hashes = new int[capacity];
        values = new Object[capacity];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            byte[] key = oldKeys[i];
            if (key != null && keep.test(key, (V) oldValues[i])) {
                put(key, (V) oldValues[i]);
            }
        }
    }

    private int slot(ByteBuf buf, int at, int length) {
        int hash = TopicHash.of(buf, at, length);
        int mask = keys.length - 1;
        int slot = hash & mask;
        byte[] key;
        while ((key = keys[slot]) != null && !(hashes[slot] == hash && same(key, buf, at, length))) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int slot(byte[] topic) {
        int hash = TopicHash.of(topic);
        int mask = keys.length - 1;
        int slot = hash & mask;
        byte[] key;
        while ((key = keys[slot]) != null && !(hashes[slot] == hash && Arrays.equals(key, topic))) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static boolean same(byte[] key, ByteBuf buf, int at, int length) {
        if (key.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (key[i] != buf.getByte(at + i)) {
                return false;
            }
        }
        return true;
    }
}
