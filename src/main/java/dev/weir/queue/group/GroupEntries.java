package dev.weir.queue.group;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.GroupCodec;
import dev.weir.message.GroupSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log entries of groups and what they do. They follow the four bytes of {@code Entries}, by their kinds; all integers are
 * big-endian, {@code id} is the number of the group.
 *
 * <pre>
 *   6  created    u64 id, u64 first offset, settings as {@link GroupCodec} draws them; 0 is the id of the seed's poppers
 *   7  altered    u64 id, settings
 *   8  deleted    u64 id
 *   9  done       u64 id, u32 n, n × (u64 from, u64 to)           acknowledged; what lies between two messages was not for the group
 *  10  failed     u64 id, i32 delay ms (-1 = the back-off of its settings), u8 dead, u8 length, reason, u32 n, n × u64 offset
 *  11  reserved   u64 id, u64 offset, u64 tag                     below them everything may be delivered, every tag used
 *  12  passed     u64 id, u64 offset                              everything below is done
 *  13  reset      u64 id, u64 offset                              goes on there, with nothing done
 * </pre>
 *
 * That a message has become a dead letter is no entry: it is in the batch of the dead letter itself.
 */
public final class GroupEntries {
    public static final int CREATED = 6;
    public static final int RESET = 13;

    static final int ALTERED = 7;
    static final int DELETED = 8;
    static final int DONE = 9;
    static final int FAILED = 10;
    static final int RESERVED = 11;
    static final int PASSED = 12;

    /** Ranges or offsets in one entry. */
    static final int LIST_MAX = 2_000;

    private static final int VERSION = 1;

    private GroupEntries() {}

    static ByteBuf created(long id, long start, GroupSettings settings) {
        ByteBuf out = header(CREATED, id).writeLong(start);
        GroupCodec.write(settings, out);
        return out;
    }

    static ByteBuf altered(long id, GroupSettings settings) {
        ByteBuf out = header(ALTERED, id);
        GroupCodec.write(settings, out);
        return out;
    }

    static ByteBuf deleted(long id) {
        return header(DELETED, id);
    }

    /** @param ranges from and to in turn */
    static ByteBuf done(long id, List<Long> ranges) {
        ByteBuf out = header(DONE, id).writeInt(ranges.size() / 2);
        ranges.forEach(out::writeLong);
        return out;
    }

    static ByteBuf failed(long id, int delayMs, boolean dead, String reason, List<Long> offsets) {
        byte[] bytes = reason.getBytes(UTF_8);
        ByteBuf out = header(FAILED, id).writeInt(delayMs).writeBoolean(dead);
        out.writeByte(bytes.length).writeBytes(bytes).writeInt(offsets.size());
        offsets.forEach(out::writeLong);
        return out;
    }

    static ByteBuf reserved(long id, long deliveredBelow, long tagsBelow) {
        return header(RESERVED, id).writeLong(deliveredBelow).writeLong(tagsBelow);
    }

    static ByteBuf passed(long id, long offset) {
        return header(PASSED, id).writeLong(offset);
    }

    static ByteBuf reset(long id, long offset) {
        return header(RESET, id).writeLong(offset);
    }

    private static ByteBuf header(int kind, long id) {
        return Unpooled.buffer(64)
                .writeByte(VERSION)
                .writeByte(kind)
                .writeShort(0)
                .writeLong(id);
    }

    /**
     * Applies an entry of one of these kinds; reads all of {@code in}, which is behind the first four bytes.
     *
     * @param firstHeld no group goes back below it
     * @param nextOffset what no group can have passed
     * @return what cannot be; empty when it was applied
     */
    public static String apply(int kind, ByteBuf in, GroupStates states, long firstHeld, long nextOffset) {
        try {
            long id = in.readLong();
            String problem = kind == CREATED
                    ? created(id, in, states, firstHeld, nextOffset)
                    : apply(kind, states.get(id), in, states, firstHeld, nextOffset);
            return problem.isEmpty() && in.isReadable() ? "bytes behind a group's entry" : problem;
        } catch (IndexOutOfBoundsException e) {
            return "a group's entry cut short";
        }
    }

    private static String created(long id, ByteBuf in, GroupStates states, long firstHeld, long nextOffset) {
        long start = in.readLong();
        GroupSettings settings = GroupCodec.listed(in);
        if (settings == null || !isNext(id, settings, states) || states.get(settings.name()) != null) {
            return "a group " + id + " that cannot be created";
        }
        if (start < firstHeld || start > nextOffset) {
            return "a group that begins at " + start;
        }
        states.create(id, settings, start);
        return "";
    }

    private static boolean isNext(long id, GroupSettings settings, GroupStates states) {
        return settings.isPop() ? GroupStates.isPop(id, settings) : id == states.nextId;
    }

    private static String apply(
            int kind, @Nullable GroupState state, ByteBuf in, GroupStates states, long firstHeld, long nextOffset) {
        if (state == null) {
            return "an entry of an unknown group";
        }
        switch (kind) {
            case ALTERED -> {
                GroupSettings settings = GroupCodec.settings(in);
                if (settings == null || !isSame(settings, state.settings)) {
                    return "settings that cannot be";
                }
                state.settings = settings;
            }
            case DELETED -> states.delete(state);
            case DONE -> {
                return done(state, in, nextOffset);
            }
            case FAILED -> {
                return failed(state, in, nextOffset);
            }
            case RESERVED -> {
                state.deliveredBelow = Math.max(state.deliveredBelow, in.readLong());
                long tags = in.readLong();
                if (tags < state.tagsBelow) {
                    return "tags below " + tags + " where they are below " + state.tagsBelow;
                }
                state.tagsBelow = tags;
            }
            default -> {
                return moved(kind, state, in.readLong(), firstHeld, nextOffset);
            }
        }
        return "";
    }

    /** What of a group nobody can alter. */
    private static boolean isSame(GroupSettings altered, GroupSettings is) {
        return altered.name().equals(is.name()) && altered.filter().equals(is.filter()) && altered.mode() == is.mode();
    }

    private static String done(GroupState state, ByteBuf in, long nextOffset) {
        int ranges = in.readInt();
        if (ranges < 0) {
            return ranges + " ranges done";
        }
        for (int n = ranges; n > 0; n--) {
            long from = in.readLong();
            long to = in.readLong();
            if (from > to || to >= nextOffset) {
                return "the offsets " + from + " to " + to + " done";
            }
            state.done(from, to);
        }
        return "";
    }

    private static String failed(GroupState state, ByteBuf in, long nextOffset) {
        int delayMs = in.readInt();
        boolean dead = in.readBoolean();
        String reason = in.readCharSequence(in.readUnsignedByte(), UTF_8).toString();
        int offsets = in.readInt();
        if (offsets < 0) {
            return offsets + " failures";
        }
        for (int n = offsets; n > 0; n--) {
            long offset = in.readLong();
            if (offset >= nextOffset || state.done.contains(offset)) {
                return "a failure of offset " + offset;
            }
            state.failed(offset, delayMs, dead, reason);
        }
        return "";
    }

    private static String moved(int kind, GroupState state, long offset, long firstHeld, long nextOffset) {
        if (offset > nextOffset || offset < (kind == PASSED ? state.done.floor() : firstHeld)) {
            return "a group moved to " + offset;
        }
        if (kind == PASSED) {
            state.raise(offset);
        } else if (kind == RESET) {
            state.reset(offset);
        } else {
            return "an entry of the unknown kind " + kind;
        }
        return "";
    }
}
