package dev.weir.message;

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

    /** The offset of the last message stored; {@code base - 1} if none was. */
    public long last() {
        return base + count - odd.size() - 1;
    }
}
