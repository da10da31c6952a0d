package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads single members of the frames about groups. A wrong one is remembered as {@link #problem}, the first of a frame only, and what is
 * answered in its place means nothing then. Owned by one loop.
 */
final class GroupFields {
    private static final Problem MODE = Problem.frame("mode: \"shared\" or \"keyOrdered\"");
    private static final Problem DEAD_LETTER =
            Problem.frame("deadLetter: a topic without + and #, and without a leading $ unless with $dead/");

    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);

    private final byte[] topic = new byte[Topic.BYTES_MAX];
    private final byte[] mode = new byte[16];
    private final FrameMembers in;
    private @Nullable Problem problem;

    GroupFields(FrameMembers in) {
        this.in = in;
    }

    void begin() {
        problem = null;
    }

    @Nullable
    Problem problem() {
        return problem;
    }

    /** Remembers what is wrong, unless something was before. */
    void wrong(Problem found) {
        problem = problem == null ? found : problem;
    }

    /** A string that is needed. */
    String text(int member, byte[] scratch, Problem otherwise) {
        String text = in.text(member, scratch);
        if (text == null) {
            wrong(otherwise);
        }
        return text == null ? "" : text;
    }

    @Nullable
    TopicFilter filter() {
        if (!in.has(FrameMembers.FILTER)) {
            return null;
        }
        TopicFilter filter = TopicFilter.parse(text(FrameMembers.FILTER, topic, SubscribeReader.FILTER));
        if (filter == null) {
            wrong(SubscribeReader.FILTER);
        }
        return filter;
    }

    @Nullable
    GroupMode mode() {
        if (!in.has(FrameMembers.MODE)) {
            return null;
        }
        String word = text(FrameMembers.MODE, mode, MODE);
        for (GroupMode each : GroupMode.values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        wrong(MODE);
        return null;
    }

    @Nullable
    Topic deadLetter() {
        if (!in.has(FrameMembers.DEAD_LETTER)) {
            return null;
        }
        Topic to = Topic.parse(text(FrameMembers.DEAD_LETTER, topic, DEAD_LETTER));
        if (to == null || !GroupSettings.isDeadLetter(to)) {
            wrong(DEAD_LETTER);
        }
        return to;
    }

    /** An integer of a range; null when the member is missing. */
    @Nullable
    Integer integer(int member, int min, int max, Problem otherwise) {
        if (!in.has(member)) {
            return null;
        }
        long n = in.integer(member);
        if (n < min || n > max) {
            wrong(otherwise);
            return null;
        }
        return (int) n;
    }

    /** An integer of a range, or what stands for a missing one. */
    int integer(int member, int min, int max, int missing, Problem otherwise) {
        Integer n = integer(member, min, max, otherwise);
        return n == null ? missing : n;
    }

    /** An integer from 1 on, which is there. */
    long positive(int member, Problem otherwise) {
        long n = in.integer(member);
        if (n < 1) {
            wrong(otherwise);
        }
        return n;
    }

    /** False when the member is missing. */
    boolean bool(int member, Problem otherwise) {
        boolean is = in.isWritten(member, TRUE);
        if (!is && in.has(member) && !in.isWritten(member, FALSE)) {
            wrong(otherwise);
        }
        return is;
    }

    /** An array of so many integers of a range, which is there. Reads no further than the first wrong one. */
    List<Long> integers(int member, int countMin, int countMax, long min, long max, Problem otherwise) {
        List<Long> all = new ArrayList<>();
        JsonScanner json = in.at(member);
        boolean good = json.take('[');
        boolean more = good && !json.take(']');
        while (more) {
            json.peek();
            int begin = json.at();
            long n = json.skipValue(0) ? JsonInteger.read(in.text(), begin, json.at()) : -1;
            good = n >= min && n <= max && all.size() < countMax;
            all.add(n);
            more = good && json.take(',');
        }
        if (!good || all.size() < countMin) {
            wrong(otherwise);
        }
        return all;
    }
}
