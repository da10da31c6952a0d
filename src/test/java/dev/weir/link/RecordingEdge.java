package dev.weir.link;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import java.util.ArrayList;
import java.util.List;

/** The edge's side of a link as lines of text; ranges are shown with the payloads that the batch holds. */
public final class RecordingEdge implements Edge {
    public final List<String> lines = new ArrayList<>();
    public final List<BatchView> kept = new ArrayList<>();
    public boolean keeps;

    @Override
    public void linked(QueuePort queue) {
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
        if (keeps) {
            kept.add(batch);
        } else {
            batch.release();
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
