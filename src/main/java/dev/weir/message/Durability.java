package dev.weir.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a confirm promises. The number goes over links and is never given another meaning. */
public enum Durability {
    /** Nothing: an original queue, which confirms nothing. */
    NONE(0),
    /** Held in memory, gone with the process. */
    MEMORY(1),
    /** Written to the log's file, and with the operating system: it outlives the process, not a power cut. */
    STORED(2),
    /** Written and synced to the disk. */
    SYNCED(3);

    private final int number;

    Durability(int number) {
        this.number = number;
    }

    /** The word that confirms carry. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int number() {
        return number;
    }

    /** Whether what was committed can be had again later. */
    public boolean isKept() {
        return this == STORED || this == SYNCED;
    }

    /** Null for a number nobody has given. */
    public static @Nullable Durability of(int number) {
        return number >= 0 && number < values().length ? values()[number] : null;
    }
}
