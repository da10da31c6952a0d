package dev.weir.log;

/** What it means that something is committed. */
public enum Durability {
    /** It is on disk, synced. */
    SYNCED,
    /** The operating system has it: it outlives the process, not the machine. */
    STORED,
    /** It ends with the process. */
    MEMORY
}
