package dev.weir.queue.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DoneRangesTest {
    private static final int LAST = 120;

    private final DoneRanges done = new DoneRanges(5);

    private String ranges() {
        StringBuilder text = new StringBuilder().append(done.floor());
        done.forEach((from, to) -> text.append(' ').append(from).append('-').append(to));
        return text.toString();
    }

    @Test
    void everythingBelowItsFloorIsDone() {
        assertTrue(done.contains(4) && done.contains(Long.MIN_VALUE));
        assertFalse(done.contains(5) || done.contains(Long.MAX_VALUE));
        assertEquals(0, done.undone(4));
        assertEquals(1, done.undone(5));
        assertEquals("5", ranges());
    }

    @Test
    void joinsRangesThatTouchOrOverlap() {
        done.add(10, 10);
        done.add(12, 13);
        assertEquals("5 10-10 12-13", ranges());
        done.add(11, 11);
        assertEquals("5 10-13", ranges());
        done.add(20, 30);
        done.add(18, 22);
        done.add(25, 26);
        assertEquals("5 10-13 18-30", ranges());
        done.add(9, 31);
        assertEquals("5 9-31", ranges());
        assertEquals(1, done.count());
    }

    @Test
    void raisesItsFloorOverWhatFollows() {
        done.add(6, 7);
        done.add(9, 9);
        done.add(5, 5);
        assertEquals("8 9-9", ranges());
        done.add(1, 8);
        assertEquals("10", ranges());
        done.add(1, 9);
        assertEquals("10", ranges());
        done.add(12, 14);
        done.raise(11);
        assertEquals("11 12-14", ranges());
        done.raise(13);
        done.raise(2);
        assertEquals("15", ranges());
    }

    @Test
    void countsWhatIsNotDone() {
        done.add(7, 8);
        done.add(10, 20);
        assertEquals(3, done.undone(9)); // 5, 6, 9
        assertEquals(3, done.undone(15));
        assertEquals(2, done.undone(7));
        assertEquals(5, done.undone(22));
        assertEquals(0, done.undone(0));
    }

    @Test
    void agreesWithASetOfOffsets() {
        long seed = Long.getLong("weir.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            DoneRanges ranges = new DoneRanges(1);
            BitSet set = new BitSet();
            set.set(0);
            for (int step = 0; step < 60; step++) {
                int from = 1 + random.nextInt(LAST);
                if (random.nextInt(10) == 0) {
                    ranges.raise(from);
                    set.set(0, from);
                } else {
                    int to = Math.min(LAST, from + random.nextInt(6));
                    ranges.add(from, to);
                    set.set(from, to + 1);
                }
                isSame(set, ranges, "weir.seed " + seed);
            }
        }
    }

    private static void isSame(BitSet set, DoneRanges ranges, String seed) {
        assertEquals(set.nextClearBit(0), ranges.floor(), seed);
        int undone = 0;
        int runs = 0;
        for (int offset = 0; offset <= LAST; offset++) {
            undone += set.get(offset) ? 0 : 1;
            runs += set.get(offset) && !set.get(offset + 1) && offset > ranges.floor() ? 1 : 0;
            assertEquals(set.get(offset), ranges.contains(offset), seed);
            assertEquals(undone, ranges.undone(offset), seed);
        }
        assertEquals(runs, ranges.count(), seed);
        ranges.forEach((from, to) ->
                assertTrue(!set.get((int) (from - 1)) && set.nextClearBit((int) (long) from) == to + 1, seed));
    }
}
