package dev.weir.queue;

/**
 * What is replayed does not follow from what was replayed before: the log or the snapshot is damaged, or not whole. The
 * core that threw this is half changed and must be thrown away.
 */
public final class ReplayMismatch extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReplayMismatch(String why) {
        super(why);
    }

    static void check(boolean holds, String what, long found, long expected) {
        if (!holds) {
            throw new ReplayMismatch(what + " " + found + " in place of " + expected);
        }
    }

    static void same(String what, long found, long expected) {
        check(found == expected, what, found, expected);
    }
}
