package dev.weir.queue;

import java.util.ArrayDeque;

/**
 * Which offset was next when, an eighth of the idle time apart: by that a producer that was last used at an offset is
 * known to be idle, without a time of its own. Volatile: starts anew with the process.
 */
final class UseMarks {
    private static final int PARTS = 8;

    private record Mark(long atMs, long nextOffset) {}

    private final long idleMs;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    UseMarks(long idleMs) {
        this.idleMs = idleMs;
    }

    /** Sets a mark if one is due. The offset that was next when the idle time began, once for each mark; else 0. */
    long tick(long nowMs, long nextOffset) {
        Mark last = marks.peekLast();
        if (last == null || nowMs - last.atMs() >= idleMs / PARTS) {
            marks.add(new Mark(nowMs, nextOffset));
        }
        long idle = 0;
        while (!marks.isEmpty() && nowMs - marks.element().atMs() >= idleMs) {
            idle = marks.remove().nextOffset();
        }
        return idle;
    }
}
