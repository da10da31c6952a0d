package dev.weir.queue.group;

import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;

/** Has an entry logged, and applies it as a replay would. */
final class Notes {
    private static final int HEADER = 4;

    private final GroupStates states;
    private final LongSupplier firstHeld;
    private final LongSupplier nextOffset;

    Notes(GroupStates states, LongSupplier firstHeld, LongSupplier nextOffset) {
        this.states = states;
        this.firstHeld = firstHeld;
        this.nextOffset = nextOffset;
    }

    long firstHeld() {
        return firstHeld.getAsLong();
    }

    long nextOffset() {
        return nextOffset.getAsLong();
    }

    /** Takes the reference over. */
    void note(ByteBuf entry, GroupEffects effects) {
        effects.note(entry.retain());
        int kind = entry.getByte(entry.readerIndex() + 1);
        ByteBuf body = entry.slice(entry.readerIndex() + HEADER, entry.readableBytes() - HEADER);
        String problem = GroupEntries.apply(kind, body, states, firstHeld(), nextOffset());
        entry.release();
        if (!problem.isEmpty()) {
            throw new IllegalStateException(problem);
        }
    }
}
