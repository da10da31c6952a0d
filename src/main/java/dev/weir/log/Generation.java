package dev.weir.log;

/** From this offset on, the log is in this generation. */
record Generation(long generation, long first) {}
