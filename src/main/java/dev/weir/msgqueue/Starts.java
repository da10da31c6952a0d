package dev.weir.msgqueue;

import dev.weir.log.MessageLog;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.StartFrom;
import java.util.function.Consumer;

/** Finds out where a subscription or a new group begins. Owned by the queue's loop. */
final class Starts {
    private final QueueLoop loop;
    private final MessageLog log;

    Starts(QueueLoop loop) {
        this.loop = loop;
        this.log = loop.log();
    }

    /** Answers on the loop, maybe at once. */
    void find(StartFrom from, TopicFilter filter, Consumer<Start> then) {
        if (from instanceof StartFrom.Offset offset) {
            then.accept(Start.atOffset(log, offset));
        } else if (from instanceof StartFrom.Time time) {
            log.offsetAtTime(time.epochMs(), offset -> then.accept(Start.at(offset)));
        } else if (from instanceof StartFrom.Last last) {
            long newest = loop.lastOn(
                    filter); // of now: by the time this one is committed there may be newer ones that are not
            loop.whenCommitted(() -> last(newest, last.count(), then));
        } else {
            then.accept(from instanceof StartFrom.Earliest ? Start.at(log.first()) : Start.at(log.committed() + 1));
        }
    }

    private void last(long newest, int count, Consumer<Start> then) {
        if (newest < log.first() || newest > log.committed()) {
            then.accept(Start.at(log.committed() + 1));
        } else {
            log.chain(newest, count - 1, offset -> then.accept(Start.at(offset)));
        }
    }
}
