package dev.weir.log;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A segment in use, and its header.
 *
 * @param syncedMark what was known synced when it was begun: the end of the segment before
 * @param timeBeforeMs time of the last message before it
 * @param end where its frames end; {@link #OPEN} while it is written
 */
record Segment(long number, long firstIndex, long firstOffset, long syncedMark, long timeBeforeMs, int end) {
    static final int OPEN = -1;
    static final long MAGIC = 0x57454952_5345474DL;

    Segment closed(int at) {
        return new Segment(number, firstIndex, firstOffset, syncedMark, timeBeforeMs, at);
    }

    ByteBuffer header(long logId) {
        ByteBuffer b = ByteBuffer.allocateDirect(LogFormat.HEADER);
        b.putLong(0, MAGIC).putInt(8, LogFormat.VERSION);
        b.putLong(16, number).putLong(24, logId).putLong(32, firstIndex).putLong(40, firstOffset);
        b.putLong(48, syncedMark).putLong(56, timeBeforeMs);
        return b.putInt(LogFormat.CRC_AT, Checksum.around(b, LogFormat.CRC_AT, LogFormat.HEADER));
    }

    /** Whether these 64 bytes are those of a spare. */
    static boolean blank(ByteBuffer b) {
        for (int i = 0; i < LogFormat.HEADER; i += 8) {
            if (b.getLong(b.position() + i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Null when the header is not whole. */
    static @Nullable Segment read(ByteBuffer at) {
        ByteBuffer b = at.slice();
        if (b.getLong(0) != MAGIC
                || b.getInt(LogFormat.CRC_AT) != Checksum.around(b, LogFormat.CRC_AT, LogFormat.HEADER)) {
            return null;
        }
        return new Segment(b.getLong(16), b.getLong(32), b.getLong(40), b.getLong(48), b.getLong(56), OPEN);
    }

    static int version(ByteBuffer at) {
        return at.getInt(at.position() + 8);
    }

    static long logId(ByteBuffer at) {
        return at.getLong(at.position() + 24);
    }
}
