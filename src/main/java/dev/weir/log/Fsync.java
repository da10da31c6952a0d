package dev.weir.log;

/** When the log is synced. A segment that is left and a clean stop are synced in any case. */
public enum Fsync {
    /** Before anything is committed. */
    ALWAYS(0),
    /** Every so many milliseconds; committed is what was written. */
    INTERVAL(1),
    /** Only where a segment ends; committed is what was written. */
    NEVER(2);

    private final int number;

    Fsync(int number) {
        this.number = number;
    }

    /** What stands for it on disk. */
    int number() {
        return number;
    }
}
