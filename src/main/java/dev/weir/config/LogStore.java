package dev.weir.config;

/** Where messages are kept. */
public enum LogStore {
    /** In files; what is confirmed outlives the process. */
    FILE,
    /** In memory, until the process ends. */
    MEMORY
}
