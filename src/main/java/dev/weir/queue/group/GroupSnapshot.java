package dev.weir.queue.group;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.GroupCodec;
import dev.weir.message.GroupSettings;
import io.netty.buffer.ByteBuf;
import java.util.Map;

/**
 * The groups within a snapshot of the core; integers are big-endian.
 *
 * <pre>
 *   u64 number of the next group, u32 groups, then by rising number:
 *   u64 id, u64 floor, u64 deliveredBelow, u64 tagsBelow, settings as {@link GroupCodec} draws them,
 *   u32 ranges, each u64 from, u64 to,
 *   u32 failures, each u64 offset, u32 count, u32 delay ms, u8 dead, u8 length, reason
 * </pre>
 */
public final class GroupSnapshot {
    private GroupSnapshot() {}

    public static void save(GroupStates states, ByteBuf out) {
        out.writeLong(states.nextId).writeInt(states.all().size());
        for (GroupState state : states.all()) {
            out.writeLong(state.id).writeLong(state.done.floor());
            out.writeLong(state.deliveredBelow).writeLong(state.tagsBelow);
            GroupCodec.write(state.settings, out);
            out.writeInt(state.done.count());
            state.done.forEach((from, to) -> out.writeLong(from).writeLong(to));
            out.writeInt(state.failures.size());
            for (Map.Entry<Long, Failure> failed : state.failures.entrySet()) {
                Failure failure = failed.getValue();
                byte[] reason = failure.reason().getBytes(UTF_8);
                out.writeLong(failed.getKey()).writeInt(failure.count()).writeInt(failure.delayMs());
                out.writeBoolean(failure.dead()).writeByte(reason.length).writeBytes(reason);
            }
        }
    }

    /** Fills empty states. False when the bytes are none; throws {@link IndexOutOfBoundsException} when they are cut short. */
    public static boolean load(ByteBuf in, GroupStates states) {
        long nextId = in.readLong();
        for (int groups = in.readInt(); groups > 0; groups--) {
            long id = in.readLong();
            long floor = in.readLong();
            long deliveredBelow = in.readLong();
            long tagsBelow = in.readLong();
            GroupSettings settings = GroupCodec.listed(in);
            boolean numbered =
                    settings != null && (settings.isPop() ? GroupStates.isPop(id, settings) : id > 0 && id < nextId);
            if (settings == null || !numbered || states.get(settings.name()) != null) {
                return false;
            }
            GroupState state = states.create(id, settings, floor);
            state.deliveredBelow = deliveredBelow;
            state.tagsBelow = tagsBelow;
            for (int ranges = in.readInt(); ranges > 0; ranges--) {
                state.done.add(in.readLong(), in.readLong());
            }
            for (int failures = in.readInt(); failures > 0; failures--) {
                state.failures.put(in.readLong(), failure(in));
            }
        }
        states.nextId = nextId;
        return true;
    }

    private static Failure failure(ByteBuf in) {
        int count = in.readInt();
        int delayMs = in.readInt();
        boolean dead = in.readBoolean();
        String reason = in.readCharSequence(in.readUnsignedByte(), UTF_8).toString();
        return new Failure(count, delayMs, dead, reason);
    }
}
