package dev.weir.client;

/** How safe a confirmed message is. */
public enum Durability {
    /** In the memory of the queue process. */
    MEMORY,
    /** Written to a file, not yet forced to the disk. */
    STORED,
    /** On the disk: survives a power cut. */
    SYNCED
}
