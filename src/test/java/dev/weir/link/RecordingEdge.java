package dev.weir.link;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.protocol.Gap;
import java.util.ArrayList;
import java.util.List;

/** The edge's side of a link as lines of text; ranges are shown with the payloads that the batch holds. */
public final class RecordingEdge implements Edge {
    public final List<String> lines = new ArrayList<>();
    public final List<BatchView> kept = new ArrayList<>();
    public boolean keeps;
    public QueuePort queue;

    @Override
    public void linked(QueuePort to) {
        queue = to;
        lines.add("linked");
    }

    @Override
    public void hello(QueueHello hello) {
        lines.add("hello next " + hello.next());
    }

    @Override
    public void result(long batchSeq, BatchResult result) {
        lines.add("result " + batchSeq + " " + result.base() + "+" + result.count());
    }

    @Override
    public void interestAt(long version, long offset) {
        lines.add("interestAt " + version + " " + offset);
    }

    @Override
    public void range(long from, long to, BatchView batch) {
        lines.add("range " + from + ".." + to + " " + Batches.payloads(batch));
        keepOrRelease(batch);
    }

    private void keepOrRelease(BatchView batch) {
        if (keeps) {
            kept.add(batch);
        } else {
            batch.release();
        }
    }

    @Override
    public void lost(Gap gap) {
        lines.add("lost " + gap.from() + ".." + gap.to() + " " + gap.reason().word());
    }

    @Override
    public void started(long id, Started started) {
        Gap gap = started.gap();
        lines.add("started " + id + " at " + started.offset()
                + (gap == null
                        ? ""
                        : " gap " + gap.from() + ".." + gap.to() + " "
                                + gap.reason().word()));
    }

    @Override
    public void fetched(long id, Fetched fetched) {
        Gap.Reason lost = fetched.lost();
        lines.add("fetched " + id + " " + fetched.from() + ".." + fetched.to() + (lost == null ? "" : " " + lost.word())
                + " " + fetched.batches().stream().map(Batches::payloads).toList());
        fetched.release();
    }

    @Override
    public void group(GroupReply reply) {
        if (reply instanceof GroupReply.Delivery delivery) {
            lines.add(
                    "delivery " + delivery.member() + " " + delivery.tags() + " " + Batches.payloads(delivery.batch()));
            keepOrRelease(delivery.batch());
        } else {
            lines.add(reply.toString());
        }
    }

    @Override
    public void closed(String why) {
        lines.add("closed: " + why);
    }

    /** What came since the last call. */
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
