package dev.weir.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.GroupSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields that the frames of groups share, as {@link LinkFormat} draws them. Reading what is cut short throws {@link
 * IndexOutOfBoundsException}, for the reader of the frame to catch.
 */
final class GroupFields {
    private GroupFields() {}

    static ByteBuf tags(ByteBuf out, List<Long> tags) {
        out.writeInt(tags.size());
        for (long tag : tags) {
            out.writeLong(tag);
        }
        return out;
    }

    /** Null when one of them is none, or there are too many. */
    static @Nullable List<Long> tags(ByteBuf in) {
        int count = in.readInt();
        if (count < 0 || count > GroupSettings.IN_FLIGHT_MAX || count > in.readableBytes() / Long.BYTES) {
            return null;
        }
        List<Long> tags = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long tag = in.readLong();
            if (tag < 1) {
                return null;
            }
            tags.add(tag);
        }
        return tags;
    }

    /** A text of at most 255 bytes, behind its length in one. */
    static ByteBuf text(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return out.writeByte(bytes.length).writeBytes(bytes);
    }

    static @Nullable String text(ByteBuf in) {
        return text(in, in.readUnsignedByte());
    }

    /** Null when it is no UTF-8. */
    static @Nullable String text(ByteBuf in, int length) {
        ByteBuf bytes = in.readSlice(length);
        return ByteBufUtil.isText(bytes, UTF_8) ? bytes.toString(UTF_8) : null;
    }

    /** The name of a group that there may be; null when it is none. */
    static @Nullable String name(ByteBuf in) {
        String name = text(in);
        return name != null && GroupSettings.isAnyName(name) ? name : null;
    }
}
