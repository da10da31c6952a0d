package dev.weir.queue.group;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.stream.LongStream;

/** Entries of the log as text, for tests; it moves no index. */
final class EntryText {
    private EntryText() {}

    static String of(ByteBuf entry) {
        int kind = entry.getByte(1);
        ByteBuf in = entry.slice(4, entry.readableBytes() - 4);
        if (kind < GroupEntries.CREATED) {
            return "kind " + kind + " " + in.readLong();
        }
        in.readLong();
        return switch (kind) {
            case GroupEntries.CREATED -> "created " + in.readLong();
            case GroupEntries.ALTERED -> "altered";
            case GroupEntries.DELETED -> "deleted";
            case GroupEntries.DONE -> "done" + ranges(in);
            case GroupEntries.FAILED -> failed(in);
            case GroupEntries.RESERVED -> "reserved " + in.readLong() + " #" + in.readLong();
            case GroupEntries.PASSED -> "passed " + in.readLong();
            default -> "reset " + in.readLong();
        };
    }

    private static String ranges(ByteBuf in) {
        StringBuilder ranges = new StringBuilder();
        for (int n = in.readInt(); n > 0; n--) {
            ranges.append(' ').append(in.readLong()).append('-').append(in.readLong());
        }
        return ranges.toString();
    }

    private static String failed(ByteBuf in) {
        String how =
                in.readInt() + (in.readBoolean() ? " dead " : " ") + in.readCharSequence(in.readUnsignedByte(), UTF_8);
        List<Long> offsets = LongStream.range(0, in.readInt())
                .map(i -> in.readLong())
                .boxed()
                .toList();
        return "failed " + offsets + " " + how;
    }
}
