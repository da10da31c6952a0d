package dev.weir.log;

/** Whether something can be appended now. */
public enum Room {
    YES,
    /** The writer is behind, or the next segment is being made: ask again after progress. */
    LATER,
    /** No disk space, the hard byte limit, or the log has failed. */
    FULL
}
