package dev.weir.log;

import dev.weir.message.BatchView;

/** One batch in the log with the offsets of its first and last message; they are {@code first..last}, without holes. */
public record LogEntry(long first, long last, BatchView batch) {}
