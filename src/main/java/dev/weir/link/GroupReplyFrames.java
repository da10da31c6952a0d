package dev.weir.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchCheck;
import dev.weir.message.BatchView;
import dev.weir.message.GroupCodec;
import dev.weir.message.GroupSettings;
import dev.weir.protocol.ErrorCode;
import dev.weir.protocol.Gap;
import dev.weir.protocol.GroupStatus;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the queue tells edges of groups, written and read, as {@link LinkFormat} draws it. */
final class GroupReplyFrames {
    private GroupReplyFrames() {}

    static boolean isKind(int kind) {
        return kind >= LinkFormat.CONSUMING && kind <= LinkFormat.MANAGED;
    }

    static int kind(GroupReply reply) {
        if (reply instanceof GroupReply.Delivery) {
            return LinkFormat.DELIVERY;
        } else if (reply instanceof GroupReply.Settled) {
            return LinkFormat.SETTLED;
        } else if (reply instanceof GroupReply.Consuming) {
            return LinkFormat.CONSUMING;
        } else if (reply instanceof GroupReply.Refused) {
            return LinkFormat.REFUSED;
        } else if (reply instanceof GroupReply.Left) {
            return LinkFormat.LEFT;
        } else if (reply instanceof GroupReply.Lost) {
            return LinkFormat.GROUP_LOST;
        }
        return reply instanceof GroupReply.Listed ? LinkFormat.LISTED : LinkFormat.MANAGED;
    }

    /** About so many bytes, without a delivery's batch. */
    static int bytes(GroupReply reply) {
        if (reply instanceof GroupReply.Delivery delivery) {
            return 8 + 4 + delivery.tags().size() * LinkFormat.TAG_BYTES;
        }
        return reply instanceof GroupReply.Settled settled
                ? 8 + 4 + settled.stale().size() * Long.BYTES
                : 256;
    }

    /** All but a delivery's batch. */
    static ByteBuf write(ByteBuf out, GroupReply reply) {
        if (reply instanceof GroupReply.Delivery delivery) {
            out.writeLong(delivery.member()).writeInt(delivery.tags().size());
            for (GroupReply.Tag tag : delivery.tags()) {
                out.writeLong(tag.tag()).writeInt(tag.attempt()).writeBoolean(tag.redelivered());
            }
        } else if (reply instanceof GroupReply.Settled settled) {
            GroupFields.tags(out.writeLong(settled.id()), settled.stale());
        } else if (reply instanceof GroupReply.Consuming is) {
            out.writeLong(is.member())
                    .writeLong(is.group())
                    .writeBoolean(is.created())
                    .writeLong(is.offset());
            GroupCodec.write(is.settings(), out);
        } else if (reply instanceof GroupReply.Refused refused) {
            byte[] message = refused.message().getBytes(UTF_8);
            GroupFields.text(out.writeLong(refused.id()), refused.code().word())
                    .writeShort(message.length)
                    .writeBytes(message);
        } else if (reply instanceof GroupReply.Left left) {
            out.writeLong(left.member());
        } else if (reply instanceof GroupReply.Lost lost) {
            ReaderFrames.lost(out.writeLong(lost.member()), lost.gap());
        } else if (reply instanceof GroupReply.Listed listed) {
            out.writeLong(listed.id()).writeInt(listed.groups().size());
            listed.groups().forEach(status -> status(out, status));
        } else if (reply instanceof GroupReply.Managed managed) {
            out.writeLong(managed.id()).writeLong(managed.offset());
        }
        return out;
    }

    private static void status(ByteBuf out, GroupStatus status) {
        GroupCodec.write(status.settings(), out);
        out.writeLong(status.offset())
                .writeLong(status.lag())
                .writeInt(status.inFlight())
                .writeInt(status.delayed())
                .writeInt(status.parked())
                .writeLong(status.dead())
                .writeInt(status.members());
    }

    /** A frame of one of these kinds: null when it was told, else what is wrong with it. Never throws. */
    static @Nullable String read(int kind, ByteBuf in, EdgePort edge) {
        GroupReply reply;
        try {
            reply = kind == LinkFormat.DELIVERY ? delivery(in) : reply(kind, in);
        } catch (IndexOutOfBoundsException e) {
            return "a cut frame about groups, kind " + kind;
        }
        if (reply == null || in.isReadable()) {
            return "a frame about groups that cannot be, kind " + kind;
        }
        edge.group(reply);
        return null;
    }

    private static @Nullable GroupReply reply(int kind, ByteBuf in) {
        long id = in.readLong(); // or a member
        if (id < 1) {
            return null;
        }
        return switch (kind) {
            case LinkFormat.CONSUMING -> consuming(id, in);
            case LinkFormat.REFUSED -> refused(id, in);
            case LinkFormat.SETTLED -> settled(id, in);
            case LinkFormat.LEFT -> new GroupReply.Left(id);
            case LinkFormat.GROUP_LOST -> lost(id, in);
            case LinkFormat.LISTED -> listed(id, in);
            default -> managed(id, in);
        };
    }

    private static GroupReply.@Nullable Consuming consuming(long member, ByteBuf in) {
        long group = in.readLong();
        boolean created = in.readBoolean();
        long offset = in.readLong();
        GroupSettings settings = GroupCodec.settings(in);
        return settings == null || group < 1 || offset < 0
                ? null
                : new GroupReply.Consuming(member, group, created, settings, offset);
    }

    private static GroupReply.@Nullable Refused refused(long id, ByteBuf in) {
        String word = GroupFields.text(in);
        String message = GroupFields.text(in, in.readUnsignedShort());
        ErrorCode code = word == null ? null : ErrorCode.of(word);
        return code == null || message == null ? null : new GroupReply.Refused(id, code, message);
    }

    private static GroupReply.@Nullable Settled settled(long id, ByteBuf in) {
        List<Long> stale = GroupFields.tags(in);
        return stale == null ? null : new GroupReply.Settled(id, stale);
    }

    private static GroupReply.@Nullable Lost lost(long member, ByteBuf in) {
        Gap gap = ReaderFrames.gap(in);
        return gap == null ? null : new GroupReply.Lost(member, gap);
    }

    private static GroupReply.@Nullable Managed managed(long id, ByteBuf in) {
        long offset = in.readLong();
        return offset < 0 ? null : new GroupReply.Managed(id, offset);
    }

    private static GroupReply.@Nullable Listed listed(long id, ByteBuf in) {
        int count = in.readInt();
        if (count < 0 || count > in.readableBytes() / LinkFormat.STATUS_BYTES) {
            return null;
        }
        List<GroupStatus> groups = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            GroupSettings settings = GroupCodec.listed(in);
            GroupStatus status = settings == null ? null : status(settings, in);
            if (status == null) {
                return null;
            }
            groups.add(status);
        }
        return new GroupReply.Listed(id, groups);
    }

    private static @Nullable GroupStatus status(GroupSettings settings, ByteBuf in) {
        long offset = in.readLong();
        long lag = in.readLong();
        int inFlight = in.readInt();
        int delayed = in.readInt();
        int parked = in.readInt();
        long dead = in.readLong();
        int members = in.readInt();
        boolean possible = (offset | lag | dead) >= 0 && (inFlight | delayed | parked | members) >= 0;
        return possible ? new GroupStatus(settings, offset, lag, inFlight, delayed, parked, dead, members) : null;
    }

    /** Looks at the batch before it copies it: what is told holds a batch that is whole, and nothing else holds one. */
    private static GroupReply.@Nullable Delivery delivery(ByteBuf in) {
        long member = in.readLong();
        int count = in.readInt();
        if (member < 1
                || count < 1
                || count > GroupSettings.IN_FLIGHT_MAX
                || count > in.readableBytes() / LinkFormat.TAG_BYTES) {
            return null;
        }
        List<GroupReply.Tag> tags = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            GroupReply.Tag tag = new GroupReply.Tag(in.readLong(), in.readInt(), in.readBoolean());
            if (tag.tag() < 1 || tag.attempt() < 1) {
                return null;
            }
            tags.add(tag);
        }
        if (BatchCheck.problem(in, LinkFormat.MESSAGE_BYTES_MAX) != null || new BatchView(in).count() != count) {
            return null;
        }
        BatchView batch = LinkDecoder.copy(in);
        in.skipBytes(in.readableBytes());
        return new GroupReply.Delivery(member, tags, batch);
    }
}
