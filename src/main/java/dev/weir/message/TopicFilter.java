package dev.weir.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A filter over topics in the syntax of MQTT (5.0 §4.7): {@code +} stands for one level, a trailing {@code #} for the
 * level before it and everything below. A filter whose first level is a wildcard does not match topics with a leading
 * {@code $}.
 *
 * <p>Written to be plainly right rather than fast: the subscription trie is tested against it. Immutable.
 */
public final class TopicFilter {
    private final String text;
    private final byte[][] levels;

    private TopicFilter(String text, byte[][] levels) {
        this.text = text;
        this.levels = levels;
    }

    /** The filter of this text, or null when it is none; size and characters are as for {@link Topic}. */
    public static @Nullable TopicFilter parse(String text) {
        if (Topic.parse(text) == null) {
            return null;
        }
        String[] parts = text.split("/", -1);
        byte[][] levels = new byte[parts.length][];
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            if (!isLevel(parts[i], last)) {
                return null;
            }
            levels[i] = parts[i].getBytes(UTF_8);
        }
        return new TopicFilter(text, levels);
    }

    /** A wildcard fills its whole level, and {@code #} only the last one. */
    private static boolean isLevel(String level, boolean last) {
        if (level.equals("+") || (level.equals("#") && last)) {
            return true;
        }
        return level.indexOf('+') < 0 && level.indexOf('#') < 0;
    }

    public boolean matches(Topic topic) {
        if (topic.isServerOwned() && (isPlus(0) || isHash(0))) {
            return false;
        }
        int from = 0; // one past the end when the topic has no further level
        for (int i = 0; i < levels.length; i++) {
            if (isHash(i)) {
                return true;
            }
            if (from > topic.length()) {
                return false;
            }
            int end = topic.levelEnd(from);
            if (!isPlus(i) && !topic.regionIs(levels[i], from, end)) {
                return false;
            }
            from = end + 1;
        }
        return from > topic.length();
    }

    /** Whether every topic that the other filter matches is matched by this one too. */
    public boolean covers(TopicFilter other) {
        if (other.isServerOwned() && (isPlus(0) || isHash(0))) {
            return false;
        }
        for (int i = 0; i < levels.length; i++) {
            if (isHash(i)) {
                return true;
            }
            if (i >= other.levels.length) {
                return false;
            }
            if (other.isHash(i)) {
                return other.hasLevelUnderHash(i) && isPlus(i) && i + 1 < levels.length && isHash(i + 1);
            }
            if (!coversLevel(i, other)) {
                return false;
            }
        }
        return levels.length == other.levels.length;
    }

    /**
     * Whether the {@code #} at this level always stands for a level at least. It does at the front, and in "/#",
     * whose parent would be the empty topic: so "+/#" is as wide as "#", and "/+/#" as "/#".
     */
    private boolean hasLevelUnderHash(int i) {
        return i == 0 || (i == 1 && levels[0].length == 0);
    }

    private boolean coversLevel(int i, TopicFilter other) {
        return isPlus(i) || Arrays.equals(levels[i], other.levels[i]);
    }

    private boolean isServerOwned() {
        return levels[0].length > 0 && levels[0][0] == '$';
    }

    /** How many levels it has, wildcards included; at least one. */
    public int levelCount() {
        return levels.length;
    }

    /** A copy of one level's bytes, without the slashes. */
    public byte[] level(int level) {
        return levels[level].clone();
    }

    /** Whether it has no wildcard, and so matches the one topic that is written like it. */
    public boolean isExact() {
        for (int i = 0; i < levels.length; i++) {
            if (isPlus(i) || isHash(i)) {
                return false;
            }
        }
        return true;
    }

    public boolean isPlus(int level) {
        return levels[level].length == 1 && levels[level][0] == '+';
    }

    public boolean isHash(int level) {
        return levels[level].length == 1 && levels[level][0] == '#';
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicFilter filter && text.equals(filter.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
