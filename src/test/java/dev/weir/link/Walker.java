package dev.weir.link;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.TopicFilter;
import java.util.List;

/** Both ports of a link at once: reads every part of every batch it is told, as queue and edge will. */
final class Walker implements QueuePort, EdgePort {
    private static void walk(BatchView batch) {
        long read = 0;
        for (int m = batch.first(); m < batch.end(); m = batch.next(m)) {
            for (int i = batch.topicAt(m); i < batch.topicAt(m) + batch.topicLength(m); i++) {
                read += batch.bytes().getByte(i);
            }
            for (int i = batch.payloadAt(m); i < batch.payloadAt(m) + batch.payloadLength(m); i++) {
                read += batch.bytes().getByte(i);
            }
        }
        batch.release();
        if (read == Long.MIN_VALUE) {
            throw new AssertionError("so that nothing is left out as unused");
        }
    }

    @Override
    public void batch(BatchView batch) {
        walk(batch);
    }

    @Override
    public void range(long from, long to, BatchView batch) {
        walk(batch);
    }

    @Override
    public void fetched(long id, Fetched fetched) {
        fetched.batches().forEach(Walker::walk);
    }

    @Override
    public void group(GroupReply reply) {
        if (reply instanceof GroupReply.Delivery delivery) {
            walk(delivery.batch());
        }
    }

    @Override
    public void hello(EdgeHello hello) {}

    @Override
    public void hello(QueueHello hello) {}

    @Override
    public void interest(long version, List<byte[]> added, List<byte[]> removed) {}

    @Override
    public void filters(long version, List<TopicFilter> added, List<TopicFilter> removed) {}

    @Override
    public void interestAt(long version, long offset) {}

    @Override
    public void credit(long bytes, long next) {}

    @Override
    public void result(long batchSeq, BatchResult result) {}

    @Override
    public void bye() {}

    @Override
    public void close() {}

    @Override
    public void closed(String why) {}
}
