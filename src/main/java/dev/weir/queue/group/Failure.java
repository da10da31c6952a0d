package dev.weir.queue.group;

/**
 * How often a message has failed, and how it did so last. Immutable.
 *
 * @param delayMs how long it waits, anew after a restart
 * @param dead whether it is to become a dead letter however few its failures are
 * @param reason for people, at most {@link dev.weir.message.GroupSettings#REASON_BYTES_MAX} bytes
 */
record Failure(int count, int delayMs, boolean dead, String reason) {
    static final Failure NONE = new Failure(0, 0, false, "");
}
