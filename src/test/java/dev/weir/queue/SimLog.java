package dev.weir.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A log that only pretends: what is appended is on disk for certain once it is synced, and perhaps before. */
final class SimLog {
    /** One entry as it lies on disk; {@code first..last} are a batch's offsets. */
    record Frame(boolean batch, byte[] bytes, long first, long last) {}

    private final List<Frame> frames = new ArrayList<>();

    /** The index of the first frame that is held. */
    private long firstIndex = 1;

    /** The index of the last frame that is committed. */
    private long committed;

    long firstIndex() {
        return firstIndex;
    }

    long lastIndex() {
        return firstIndex + frames.size() - 1;
    }

    long committed() {
        return committed;
    }

    Frame at(long index) {
        return frames.get((int) (index - firstIndex));
    }

    void append(Frame frame) {
        frames.add(frame);
    }

    void replace(long index, Frame frame) {
        frames.set((int) (index - firstIndex), frame);
    }

    void sync(long upTo) {
        committed = upTo;
    }

    /** Cuts everything behind this frame. */
    void cut(long lastIndex) {
        frames.subList((int) (lastIndex - firstIndex + 1), frames.size()).clear();
        committed = Math.min(committed, lastIndex());
    }

    /** A crash: of what is not synced some is there and the rest is not. How many frames are lost. */
    long crash(SplittableRandom random) {
        long before = lastIndex();
        if (before > committed) {
            cut(committed + random.nextLong(before - committed + 1));
        }
        return before - lastIndex();
    }

    /** Frees frames up to this index whose messages are all below the offset. */
    void free(long upTo, long below) {
        int n = 0;
        while (firstIndex + n <= Math.min(upTo, committed) && frames.get(n).last() < below) {
            n++;
        }
        frames.subList(0, n).clear();
        firstIndex += n;
    }
}
