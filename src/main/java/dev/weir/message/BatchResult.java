package dev.weir.message;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of a batch. Those of its {@code count} members that are not in {@code odd} were stored, with the offsets
 * from {@code base} on, in order and without holes.
 *
 * @param odd the members that were not stored, by rising index
 */
public record BatchResult(long base, int count, List<Odd> odd) {
    /**
     * One member that was not stored.
     *
     * @param member index in the batch, from 0
     * @param offset of the first one for a {@link MemberStatus#DUPLICATE}, 0 if forgotten; else 0
     */
    public record Odd(int member, MemberStatus status, long offset) {}

    public BatchResult {
        odd = List.copyOf(odd);
    }

    /** All members were stored. */
    public static BatchResult stored(long base, int count) {
        return new BatchResult(base, count, List.of());
    }

    /** No member was stored, all for the same reason. */
    public static BatchResult refused(int count, MemberStatus status) {
        List<Odd> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Odd(i, status, 0));
        }
        return new BatchResult(0, count, all);
    }

    /** What became of this member. */
    public MemberStatus status(int member) {
        int i = search(member);
        return i < 0 ? MemberStatus.STORED : odd.get(i).status();
    }

    /** The offset of this member if it is stored, that of the first one if it is a duplicate; 0 when there is none. */
    public long offset(int member) {
        int i = search(member);
        return i < 0 ? base + member - (-i - 1) : odd.get(i).offset();
    }

    /** Where this member is among the odd ones; else -(how many odd ones are before it) - 1. */
    private int search(int member) {
        int low = 0;
        int high = odd.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (odd.get(middle).member() < member) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < odd.size() && odd.get(low).member() == member ? low : -low - 1;
    }

    /** The offset of the last message stored; {@code base - 1} if none was. */
    public long last() {
        return base + count - odd.size() - 1;
    }
}
