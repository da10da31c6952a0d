package dev.weir.link;

import dev.weir.message.GroupAsk;
import dev.weir.message.GroupCodec;
import dev.weir.message.GroupSettings;
import dev.weir.protocol.StartFrom;
import dev.weir.protocol.Verb;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What edges ask of groups, written and read, as {@link LinkFormat} draws it. */
final class GroupCallFrames {
    private GroupCallFrames() {}

    static boolean isKind(int kind) {
        return kind >= LinkFormat.CONSUME && kind <= LinkFormat.DELETE;
    }

    static int kind(GroupCall call) {
        if (call instanceof GroupCall.Settles) {
            return LinkFormat.SETTLES;
        } else if (call instanceof GroupCall.Consume) {
            return LinkFormat.CONSUME;
        } else if (call instanceof GroupCall.Leave) {
            return LinkFormat.LEAVE;
        } else if (call instanceof GroupCall.ListGroups) {
            return LinkFormat.GROUPS;
        } else if (call instanceof GroupCall.Alter) {
            return LinkFormat.ALTER;
        }
        return call instanceof GroupCall.Reset ? LinkFormat.RESET : LinkFormat.DELETE;
    }

    /** About so many bytes. */
    static int bytes(GroupCall call) {
        int bytes = 256;
        if (call instanceof GroupCall.Settles settles) {
            for (GroupCall.Settle settle : settles.all()) {
                bytes += LinkFormat.SETTLE_BYTES
                        + settle.tags().size() * Long.BYTES
                        + settle.reason().length();
            }
        } else if (call instanceof GroupCall.Consume consume) {
            bytes += consume.held().size() * Long.BYTES;
        }
        return bytes;
    }

    static ByteBuf write(ByteBuf out, GroupCall call) {
        if (call instanceof GroupCall.Settles settles) {
            out.writeInt(settles.all().size());
            settles.all().forEach(settle -> settle(out, settle));
        } else if (call instanceof GroupCall.Consume consume) {
            StartCodec.write(out.writeLong(consume.member()), consume.from());
            GroupFields.tags(out.writeInt(consume.maxInFlight()), consume.held());
            GroupCodec.write(consume.ask(), out);
        } else if (call instanceof GroupCall.Leave leave) {
            out.writeLong(leave.member()).writeBoolean(leave.lost());
        } else if (call instanceof GroupCall.ListGroups list) {
            String group = list.group();
            GroupFields.text(out.writeLong(list.id()), group == null ? "" : group);
        } else if (call instanceof GroupCall.Alter alter) {
            GroupCodec.write(alter.ask(), out.writeLong(alter.id()));
        } else if (call instanceof GroupCall.Reset reset) {
            GroupFields.text(StartCodec.write(out.writeLong(reset.id()), reset.from()), reset.group());
        } else if (call instanceof GroupCall.Delete delete) {
            GroupFields.text(out.writeLong(delete.id()), delete.group());
        }
        return out;
    }

    private static void settle(ByteBuf out, GroupCall.Settle settle) {
        out.writeLong(settle.id())
                .writeLong(settle.member())
                .writeByte(settle.verb().number())
                .writeInt(settle.ms())
                .writeBoolean(settle.dead())
                .writeLong(settle.upTo());
        GroupFields.tags(GroupFields.text(out, settle.reason()), settle.tags());
    }

    /** A frame of one of these kinds: null when it was told, else what is wrong with it. Never throws. */
    static @Nullable String read(int kind, ByteBuf in, QueuePort queue) {
        GroupCall call;
        try {
            call = call(kind, in);
        } catch (IndexOutOfBoundsException e) {
            return "a cut frame about groups, kind " + kind;
        }
        if (call == null || in.isReadable()) {
            return "a frame about groups that cannot be, kind " + kind;
        }
        queue.group(call);
        return null;
    }

    private static @Nullable GroupCall call(int kind, ByteBuf in) {
        if (kind == LinkFormat.SETTLES) {
            List<GroupCall.Settle> all = settles(in);
            return all == null ? null : new GroupCall.Settles(all);
        }
        long id = in.readLong(); // or a member
        if (id < 1) {
            return null;
        }
        return switch (kind) {
            case LinkFormat.CONSUME -> consume(id, in);
            case LinkFormat.LEAVE -> new GroupCall.Leave(id, in.readBoolean());
            case LinkFormat.GROUPS -> list(id, in);
            case LinkFormat.ALTER -> alter(id, in);
            case LinkFormat.RESET -> reset(id, in);
            default -> delete(id, in);
        };
    }

    private static GroupCall.@Nullable Consume consume(long member, ByteBuf in) {
        StartFrom from = place(in);
        int maxInFlight = in.readInt();
        List<Long> held = GroupFields.tags(in);
        if (from == null || held == null || maxInFlight < 1 || maxInFlight > GroupSettings.IN_FLIGHT_MAX) {
            return null;
        }
        GroupAsk ask = GroupCodec.ask(in);
        return ask == null ? null : new GroupCall.Consume(member, ask, from, maxInFlight, held);
    }

    /** No group begins at the last of a topic. */
    private static @Nullable StartFrom place(ByteBuf in) {
        StartFrom from = StartCodec.read(in);
        return from instanceof StartFrom.Last ? null : from;
    }

    /** Any name may be asked for, if it is short enough. */
    private static GroupCall.@Nullable ListGroups list(long id, ByteBuf in) {
        int length = in.readUnsignedByte();
        String group = length > GroupSettings.NAME_CHARS_MAX ? null : GroupFields.text(in, length);
        return group == null ? null : new GroupCall.ListGroups(id, group.isEmpty() ? null : group);
    }

    private static GroupCall.@Nullable Alter alter(long id, ByteBuf in) {
        GroupAsk ask = GroupCodec.ask(in);
        return ask == null ? null : new GroupCall.Alter(id, ask);
    }

    private static GroupCall.@Nullable Reset reset(long id, ByteBuf in) {
        StartFrom from = place(in);
        String group = GroupFields.name(in);
        return from == null || group == null ? null : new GroupCall.Reset(id, group, from);
    }

    private static GroupCall.@Nullable Delete delete(long id, ByteBuf in) {
        String group = GroupFields.name(in);
        return group == null ? null : new GroupCall.Delete(id, group);
    }

    private static @Nullable List<GroupCall.Settle> settles(ByteBuf in) {
        int count = in.readInt();
        if (count < 0 || count > in.readableBytes() / LinkFormat.SETTLE_BYTES) {
            return null;
        }
        List<GroupCall.Settle> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            GroupCall.Settle settle = settle(in);
            if (settle == null) {
                return null;
            }
            all.add(settle);
        }
        return all;
    }

    private static GroupCall.@Nullable Settle settle(ByteBuf in) {
        long id = in.readLong();
        long member = in.readLong();
        Verb verb = Verb.of(in.readByte());
        int ms = in.readInt();
        boolean dead = in.readBoolean();
        long upTo = in.readLong();
        String reason = GroupFields.text(in);
        List<Long> tags = GroupFields.tags(in);
        if (verb == null || reason == null || tags == null || id < 1 || member < 1) {
            return null;
        }
        boolean extend = verb == Verb.EXTEND;
        int msMin = extend ? GroupSettings.LEASE_MS_MIN : -1;
        int msMax = extend ? GroupSettings.LEASE_MS_MAX : GroupSettings.DELAY_MS_MAX;
        boolean which = tags.isEmpty() ? upTo > 0 : upTo == 0;
        return which && ms >= msMin && ms <= msMax
                ? new GroupCall.Settle(id, member, verb, tags, upTo, ms, dead, reason)
                : null;
    }
}
