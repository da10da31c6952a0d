package dev.weir.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code meta}.
 *
 * @param lowest segment that is kept
 * @param highest segment that was made
 * @param fsyncNumber how the last run synced
 */
record LogMeta(long logId, long lowest, long highest, int fsyncNumber, List<Generation> generations) {
    private static final long MAGIC = 0x57454952_4D455441L;
    private static final int FIXED = 56;
    private static final int GENERATIONS_MAX = 1_000;

    LogMeta {
        generations = List.copyOf(generations);
    }

    LogMeta withSegments(long newLowest, long newHighest) {
        return new LogMeta(logId, newLowest, newHighest, fsyncNumber, generations);
    }

    LogMeta withFsync(Fsync fsync) {
        return new LogMeta(logId, lowest, highest, fsync.number(), generations);
    }

    Generation newest() {
        return generations.get(generations.size() - 1);
    }

    /** With one more generation, from this offset on. */
    LogMeta next(long first) {
        List<Generation> more = new ArrayList<>(generations);
        more.add(new Generation(newest().generation() + 1, first));
        int surplus = Math.max(0, more.size() - GENERATIONS_MAX);
        return new LogMeta(logId, lowest, highest, fsyncNumber, more.subList(surplus, more.size()));
    }

    ByteBuffer encode() {
        ByteBuffer b = ByteBuffer.allocate(FIXED + 16 * generations.size());
        b.putLong(MAGIC).putInt(LogFormat.VERSION).putInt(0);
        b.putLong(logId).putLong(0).putLong(lowest).putLong(highest);
        b.putInt(fsyncNumber).putInt(generations.size());
        for (Generation g : generations) {
            b.putLong(g.generation()).putLong(g.first());
        }
        return b.putInt(LogFormat.CRC_AT, Checksum.around(b, LogFormat.CRC_AT, b.capacity()))
                .flip();
    }

    static LogMeta read(Path file) throws IOException, LogRefused {
        ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(file));
        int length = b.capacity();
        if (length < FIXED
                || b.getLong(0) != MAGIC
                || b.getInt(LogFormat.CRC_AT) != Checksum.around(b, LogFormat.CRC_AT, length)) {
            throw new LogDamaged(file, "not whole");
        }
        LogFormat.checkVersion(file, b.getInt(8));
        if (length != FIXED + 16L * b.getInt(52) || b.getInt(52) < 1) {
            throw new LogDamaged(file, "its list of generations is not whole");
        }
        List<Generation> generations = new ArrayList<>();
        for (int at = FIXED; at < length; at += 16) {
            generations.add(new Generation(b.getLong(at), b.getLong(at + 8)));
        }
        return new LogMeta(b.getLong(16), b.getLong(32), b.getLong(40), b.getInt(48), generations);
    }
}
