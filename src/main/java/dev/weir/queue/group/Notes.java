package dev.weir.queue.group;

import io.netty.buffer.ByteBuf;
import java.util.function.LongSupplier;

/** Applies an entry as a replay would, and has it logged. */
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
        int kind = entry.getByte(entry.readerIndex() + 1);
        ByteBuf body = entry.slice(entry.readerIndex() + HEADER, entry.readableBytes() - HEADER);
        String problem = GroupEntries.apply(kind, body, states, firstHeld(), nextOffset());
        if (!problem.isEmpty()) {
            throw new IllegalStateException(problem);
        }
        effects.note(entry);
    }
}
