package dev.weir.log;

import dev.weir.message.BatchView;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Arrays;

/** Where frames begin in one segment, about one for every 64 KiB, found out by walking as far as is asked. The reader's. */
final class SegmentIndex {
    private static final int STEP = 64 << 10;

    private long[] offsets = new long[16];
    private long[] times = new long[16];
    private int[] positions = new int[16];
    private int size;
    private int walkedTo = LogFormat.HEADER;
    private long newestMs;

    /** Walks on up to there, or to the first bad frame. */
    void walk(SegmentBytes bytes, int end) throws IOException, LogRefused {
        while (walkedTo < end) {
            Frame f = bytes.frame(walkedTo);
            if (f == null) {
                return;
            }
            if (f.kind() == LogFormat.KIND_MESSAGES) {
                if (size == 0 || f.position() - positions[size - 1] >= STEP) {
                    add(f);
                }
                newestMs = Math.max(newestMs, timeOf(f));
            }
            walkedTo = f.next();
        }
    }

    private void add(Frame f) {
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
            positions = Arrays.copyOf(positions, 2 * size);
        }
        offsets[size] = f.first();
        times[size] = newestMs;
        positions[size] = f.position();
        size++;
    }

    static long timeOf(Frame f) {
        BatchView batch = new BatchView(Unpooled.wrappedBuffer(f.body()));
        return batch.time(batch.first());
    }

    /** A frame that begins at or below the offset. */
    int below(long offset) {
        int i = Arrays.binarySearch(offsets, 0, size, offset);
        int at = i >= 0 ? i : -i - 2;
        // Frames in which no message was stored begin with the same offset as the one behind them.
        return at < 0 ? LogFormat.HEADER : positions[at];
    }

    /** A frame with only older messages before it. */
    int before(long epochMs) {
        int at = -1;
        for (int i = 0; i < size && times[i] < epochMs; i++) {
            at = i;
        }
        return at < 0 ? LogFormat.HEADER : positions[at];
    }
}
