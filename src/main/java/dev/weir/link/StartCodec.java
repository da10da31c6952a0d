package dev.weir.link;

import dev.weir.message.Epoch;
import dev.weir.protocol.StartFrom;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Where something starts, as {@link LinkFormat} draws it. */
final class StartCodec {
    static final int BYTES = 1 + 8 + 12;

    private static final int EARLIEST = 1;
    private static final int OFFSET = 2;
    private static final int TIME = 3;
    private static final int LAST = 4;
    private static final int NEW = 5;

    private StartCodec() {}

    static ByteBuf write(ByteBuf out, StartFrom from) {
        if (from instanceof StartFrom.Offset offset) {
            return LinkEncoder.epoch(out.writeByte(OFFSET).writeLong(offset.offset()), Epoch.parse(offset.epoch()));
        } else if (from instanceof StartFrom.Time time) {
            return LinkEncoder.epoch(out.writeByte(TIME).writeLong(time.epochMs()), null);
        } else if (from instanceof StartFrom.Last last) {
            return LinkEncoder.epoch(out.writeByte(LAST).writeLong(last.count()), null);
        }
        return LinkEncoder.epoch(
                out.writeByte(from instanceof StartFrom.New ? NEW : EARLIEST).writeLong(0), null);
    }

    /** Reads {@link #BYTES}, which are there; null when they are no place. */
    static @Nullable StartFrom read(ByteBuf in) {
        int way = in.readByte();
        long n = in.readLong();
        Epoch epoch = LinkDecoder.epoch(in);
        if (n < (way == LAST ? 1 : 0)) {
            return null;
        }
        return switch (way) {
            case EARLIEST -> new StartFrom.Earliest();
            case OFFSET -> new StartFrom.Offset(n, epoch == null ? "" : epoch.toString());
            case TIME -> new StartFrom.Time(n);
            case LAST -> new StartFrom.Last((int) Math.min(n, StartFrom.LAST_MAX));
            case NEW -> new StartFrom.New();
            default -> null;
        };
    }
}
