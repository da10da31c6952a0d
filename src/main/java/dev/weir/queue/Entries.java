package dev.weir.queue;

import dev.weir.message.LinkId;
import dev.weir.queue.group.GroupEntries;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The core's log entries that are no batches, and what they do. All integers are big-endian.
 *
 * <pre>
 *   0  u8   version   1
 *   1  u8   kind
 *   2  u16  reserved  0
 *   4       by kind
 *           1  link forgotten      u128 linkId  its results are gone
 *           2  producers evicted   u64 offset   those that were last used before it was the next
 *           3  first held          u64 offset   the messages below are gone
 *           4  pop group created   u64 offset   its first message; only read, 6 is written in its place
 *           5  pop floor           u64 offset   everything below is done for the pop group; only read, 12 is written
 *        6-13  groups              see {@link GroupEntries}
 * </pre>
 */
final class Entries {
    static final int VERSION = 1;
    static final int LINK_FORGOTTEN = 1;
    static final int PRODUCERS_EVICTED = 2;
    static final int FIRST_HELD = 3;
    static final int POP_CREATED = 4;
    static final int POP_FLOOR = 5;
    private static final int HEADER = 4;

    private Entries() {}

    static ByteBuf linkForgotten(LinkId link) {
        return header(LINK_FORGOTTEN, 16).writeLong(link.high()).writeLong(link.low());
    }

    static ByteBuf producersEvicted(long touchedBelow) {
        return header(PRODUCERS_EVICTED, 8).writeLong(touchedBelow);
    }

    static ByteBuf firstHeld(long offset) {
        return header(FIRST_HELD, 8).writeLong(offset);
    }

    private static ByteBuf header(int kind, int length) {
        return Unpooled.buffer(HEADER + length, HEADER + length)
                .writeByte(VERSION)
                .writeByte(kind)
                .writeShort(0);
    }

    /** Applies the readable bytes; moves no index. */
    static void apply(ByteBuf entry, CoreState state) {
        int at = entry.readerIndex();
        int length = entry.readableBytes();
        if (length < HEADER + 8 || entry.getByte(at) != VERSION || entry.getShort(at + 2) != 0) {
            throw new ReplayMismatch("an entry of " + length + " bytes in an unknown version");
        }
        int kind = entry.getByte(at + 1);
        if (kind >= GroupEntries.CREATED && kind <= GroupEntries.RESET) {
            group(kind, entry.slice(at + HEADER, length - HEADER), state);
            return;
        }
        ReplayMismatch.same("an entry with bytes", length, HEADER + (kind == LINK_FORGOTTEN ? 16 : 8));
        long value = entry.getLong(at + HEADER);
        switch (kind) {
            case LINK_FORGOTTEN -> linkForgotten(new LinkId(value, entry.getLong(at + HEADER + 8)), state);
            case PRODUCERS_EVICTED -> state.producers.evict(value);
            case FIRST_HELD -> free(value, state);
            case POP_CREATED -> isPop(state.groups.createPop(value, state.firstHeld, state.nextOffset), value);
            case POP_FLOOR -> isPop(state.groups.raisePop(value, state.nextOffset), value);
            default -> throw new ReplayMismatch("an entry of the unknown kind " + kind);
        }
    }

    private static void isPop(boolean applied, long offset) {
        if (!applied) {
            throw new ReplayMismatch("the pop group is at " + offset + ", where it cannot be");
        }
    }

    private static void group(int kind, ByteBuf body, CoreState state) {
        String problem = GroupEntries.apply(kind, body, state.groups, state.firstHeld, state.nextOffset);
        if (!problem.isEmpty()) {
            throw new ReplayMismatch(problem);
        }
    }

    private static void linkForgotten(LinkId link, CoreState state) {
        if (state.ledgers.remove(link) == null) {
            throw new ReplayMismatch("the unknown link " + link + " is forgotten");
        }
    }

    /** What {@link #FIRST_HELD} does; a log in memory needs no entry for it. */
    static void free(long offset, CoreState state) {
        state.firstHeld = offset("the first offset held", offset, state.firstHeld, state);
        state.groups.raise(offset);
        state.topics.sweep(offset);
    }

    private static long offset(String what, long found, long lowest, CoreState state) {
        if (found < lowest || found > state.nextOffset) {
            throw new ReplayMismatch(what + " " + found + " is not in " + lowest + ".." + state.nextOffset);
        }
        return found;
    }
}
