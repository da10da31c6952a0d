package dev.weir.queue;

import dev.weir.message.LinkId;
import dev.weir.queue.group.GroupStates;
import java.util.HashMap;
import java.util.Map;

/**
 * All of the core that a log and a snapshot give back. It changes by {@link BatchWalk} and {@link Entries} only, live and
 * in recovery alike, so it follows from the log alone.
 */
final class CoreState {
    final LastOnTopic topics = new LastOnTopic();
    final Producers producers = new Producers();

    /** Of links with at least one batch in the log. */
    final Map<LinkId, LinkLedger> ledgers = new HashMap<>();

    final GroupStates groups = new GroupStates();

    long nextOffset = 1;
    long firstHeld = 1;
}
