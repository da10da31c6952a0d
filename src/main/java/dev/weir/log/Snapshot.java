package dev.weir.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The state of the core behind a closed segment.
 *
 * @param index of the last frame in it
 * @param segment to go on with, from its start
 */
record Snapshot(long index, long segment, long nextOffset) {
    private static final long MAGIC = 0x57454952_534E4150L;
    private static final int HEADER = 64;

    /** The whole file; {@code state} is read from its position to its limit. */
    ByteBuffer encode(long logId, ByteBuffer state) {
        ByteBuffer b = ByteBuffer.allocate(HEADER + state.remaining());
        b.putLong(MAGIC).putInt(LogFormat.VERSION).putInt(0);
        b.putLong(logId).putLong(index).putLong(0).putLong(segment).putLong(nextOffset);
        b.putLong(state.remaining()).put(state);
        return b.putInt(LogFormat.CRC_AT, Checksum.around(b, LogFormat.CRC_AT, b.capacity()))
                .flip();
    }

    /** Null when the file is not whole, or of another log. */
    static @Nullable Snapshot read(ByteBuffer b, long logId, Path file) throws LogRefused {
        if (b.capacity() < HEADER
                || b.getLong(0) != MAGIC
                || b.getInt(LogFormat.CRC_AT) != Checksum.around(b, LogFormat.CRC_AT, b.capacity())) {
            return null;
        }
        LogFormat.checkVersion(file, b.getInt(8));
        if (b.getLong(16) != logId || b.getLong(56) != b.capacity() - HEADER) {
            return null;
        }
        return new Snapshot(b.getLong(24), b.getLong(40), b.getLong(48));
    }

    static ByteBuffer bytes(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    static ByteBuffer state(ByteBuffer file) {
        return file.duplicate().position(HEADER).slice();
    }
}
