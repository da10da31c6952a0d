package dev.weir.link;

import dev.weir.message.Durability;
import dev.weir.message.Epoch;

/**
 * How a queue answers a hello.
 *
 * @param epoch this life of the log; offsets of another mean nothing here
 * @param durability what its results promise
 * @param next the offset the first range begins with
 */
public record QueueHello(Epoch epoch, Durability durability, long next) {
    private static final Epoch NO_EPOCH = new Epoch(0, 0);

    /** What an original queue would say: it knows no epochs, confirms nothing, and counts nothing. */
    static QueueHello seed(long next) {
        return new QueueHello(NO_EPOCH, Durability.NONE, next);
    }
}
