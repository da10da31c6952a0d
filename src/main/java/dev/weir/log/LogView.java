package dev.weir.log;

import java.util.List;

/**
 * What a reader on another thread may see.
 *
 * @param segments in use; those behind {@code number} are not for readers yet
 * @param committed offset
 * @param number segment of the last committed frame
 * @param end of that frame
 */
record LogView(List<Segment> segments, long committed, long number, int end) {
    LogView {
        segments = List.copyOf(segments);
    }

    long first() {
        return segments.isEmpty() ? committed + 1 : segments.get(0).firstOffset();
    }

    /** How far a reader may read in this segment; nothing at all when it is not above the header. */
    int end(Segment segment) {
        return segment.number() == number ? end : segment.number() < number ? segment.end() : 0;
    }

    /** The index of the segment with this offset: the last that begins at or below it; -1 if none does. */
    int holding(long offset) {
        int found = -1;
        for (int i = 0; i < segments.size() && segments.get(i).firstOffset() <= offset; i++) {
            found = i;
        }
        return found;
    }
}
