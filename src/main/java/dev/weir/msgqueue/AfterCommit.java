package dev.weir.msgqueue;

import dev.weir.log.MessageLog;
import dev.weir.message.BatchResult;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import java.util.ArrayDeque;
import java.util.Map;

/**
 * What waits until all that was decided before it is committed: answers to links, permissions to free, and questions. Each waits
 * for a log index, since a batch of duplicates has no offset of its own. Owned by the queue's loop.
 */
final class AfterCommit {
    private record Confirm(long index, boolean seeds, LinkId link, long batchSeq, BatchResult result) {}

    private record Free(long index, long below) {}

    private record Task(long index, Runnable task) {}

    private final MessageLog log;
    private final ArrayDeque<Confirm> confirms = new ArrayDeque<>();
    private final ArrayDeque<Free> frees = new ArrayDeque<>();
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();

    AfterCommit(MessageLog log) {
        this.log = log;
    }

    /** @param seeds whether a publisher of the seed's protocol is among those that wait for it */
    void confirm(boolean seeds, LinkId link, long batchSeq, BatchResult result) {
        confirms.add(new Confirm(log.appendedIndex(), seeds, link, batchSeq, result));
    }

    void free(long below) {
        frees.add(new Free(log.appendedIndex(), below));
    }

    void run(Runnable task) {
        tasks.add(new Task(log.appendedIndex(), task));
    }

    /** Answers what is committed, or never will be, and runs the tasks that waited for that. */
    void answer(Map<LinkId, LinkSession> links) {
        long committed = log.committedIndex();
        boolean failed = log.failed() != null;
        for (Confirm c = confirms.peek(); c != null && (failed || c.index() <= committed); c = confirms.peek()) {
            confirms.remove();
            LinkSession session = links.get(c.link());
            if (session == null) {
                continue;
            }
            if (c.index() <= committed) {
                session.confirmed(c.batchSeq(), c.result());
            } else if (!c.seeds()) {
                session.confirmed(c.batchSeq(), BatchResult.refused(c.result().count(), MemberStatus.UNAVAILABLE));
            } // Seed publishers cannot be told: their batches stay with the edge until the queue is back.
        }
        for (Task t = tasks.peek(); t != null && (failed || t.index() <= committed); t = tasks.peek()) {
            tasks.remove().task().run();
        }
    }

    void freeCommitted() {
        long committed = log.committedIndex();
        for (Free f = frees.peek(); f != null && f.index() <= committed; f = frees.peek()) {
            frees.remove();
            log.free(f.below());
        }
    }
}
