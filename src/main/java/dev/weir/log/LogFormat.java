package dev.weir.log;

/** Numbers of the log's files; docs/log-format.md draws them. */
final class LogFormat {
    static final int VERSION = 1;
    static final int HEADER = 64;
    static final int CRC_AT = 12;
    static final int ALIGN = 8;

    static final int KIND_MESSAGES = 1;
    static final int KIND_ENTRY = 2;
    static final int KIND_MARK = 3;
    static final int KIND_CONFIG = 4;

    static final int FLAG_CLEAN = 1;

    private LogFormat() {}

    static long mark(long segment, long position) {
        return (segment << 32) | position;
    }

    static long markSegment(long mark) {
        return mark >>> 32;
    }

    static long markPosition(long mark) {
        return mark & 0xffff_ffffL;
    }

    /** Refuses what this program cannot read; there has been no older version yet. */
    static void checkVersion(Object where, int version) throws LogRefused {
        if (version != VERSION) {
            throw new LogRefused(where + ": format version " + version + " is "
                    + (version > VERSION ? "newer than" : "unknown to") + " this program, which reads " + VERSION);
        }
    }

    /** The length of a frame with its padding. */
    static int aligned(int length) {
        return (length + ALIGN - 1) & -ALIGN;
    }
}
