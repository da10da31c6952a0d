package dev.weir.config;

/** When the log's files are synced. */
public enum FsyncMode {
    /** Before anything is confirmed. */
    ALWAYS,
    /** Now and then; what is confirmed outlives the process, not a power cut. */
    INTERVAL,
    /** At the end of a file; likewise. */
    NEVER
}
