package dev.weir.queue;

import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import java.util.ArrayList;
import java.util.List;

/** Effects as lines of text, and the batches that were logged. */
final class Recorded implements Effects {
    final List<String> lines = new ArrayList<>();
    final List<BatchView> logged = new ArrayList<>();

    @Override
    public void append(BatchView batch, long first, long last) {
        logged.add(batch);
        lines.add("append " + first + ".." + last + " " + Batches.payloads(batch));
    }

    @Override
    public void confirm(LinkId link, long batchSeq, long base, int count) {
        lines.add("confirm " + link.low() + "/" + batchSeq + " " + base + "+" + count);
    }

    @Override
    public void refuse(LinkId link, long batchSeq, String why) {
        lines.add("refuse " + link.low() + "/" + batchSeq);
    }

    @Override
    public void free(long below) {
        lines.add("free " + below);
    }

    /** What came since the last call. */
    List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    void release() {
        logged.forEach(BatchView::release);
    }
}
