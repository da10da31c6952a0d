package dev.weir.queue;

/** What is remembered of one producer's numbers, so that a message published again is not stored again. Durable. */
final class ProducerWindow {
    /** The number was not there. */
    static final long FRESH = -1;

    /** The number is below what is remembered. */
    static final long TOO_OLD = -2;

    final SequenceBits seen;
    final RecentOffsets offsets;
    private long touched;

    ProducerWindow() {
        this(new SequenceBits(), new RecentOffsets(), 0);
    }

    ProducerWindow(SequenceBits seen, RecentOffsets offsets, long touched) {
        this.seen = seen;
        this.offsets = offsets;
        this.touched = touched;
    }

    /** {@link #FRESH}, {@link #TOO_OLD}, or the offset of the message that had this number, 0 if that is forgotten. */
    long look(long sequence) {
        if (seen.below(sequence)) {
            return TOO_OLD;
        }
        return seen.seen(sequence) ? offsets.of(sequence) : FRESH;
    }

    /** A message with a number that is fresh has this offset. */
    void stored(long sequence, long offset) {
        seen.add(sequence);
        offsets.put(sequence, offset);
    }

    /** The offset that was next when the producer was last used. */
    long touched() {
        return touched;
    }

    void touch(long nextOffset) {
        touched = nextOffset;
    }
}
