package dev.weir.message;

import org.jspecify.annotations.Nullable;

/**
 * Which life of the log an offset belongs to: the log's own random id and its generation, which rises when messages that
 * somebody may have seen can be gone. Written {@code id.generation} in base 36.
 */
public record Epoch(long logId, int generation) {
    public Epoch {
        if (logId < 0 || generation < 0) {
            throw new IllegalArgumentException("negative epoch");
        }
    }

    /** The epoch of this text, or null when it is none. */
    public static @Nullable Epoch parse(String text) {
        int dot = text.indexOf('.');
        if (dot < 1 || text.length() > 20) {
            return null;
        }
        try {
            long id = Long.parseLong(text, 0, dot, 36);
            int generation = Integer.parseInt(text, dot + 1, text.length(), 36);
            Epoch epoch = id < 0 || generation < 0 ? null : new Epoch(id, generation);
            return epoch != null && epoch.toString().equals(text) ? epoch : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return Long.toString(logId, 36) + "." + Integer.toString(generation, 36);
    }
}
