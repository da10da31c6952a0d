package dev.weir.queue;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.LinkId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/** Effects as lines of text, the batches that were logged, and the other entries as hexadecimal digits. */
final class Recorded implements WithoutGroups {
    final List<String> lines = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final List<BatchView> logged = new ArrayList<>();

    @Override
    public void append(BatchView batch, long first, long last) {
        logged.add(batch);
        lines.add("append " + first + ".." + last + " " + Batches.payloads(batch));
    }

    @Override
    public void note(ByteBuf entry) {
        notes.add(ByteBufUtil.hexDump(entry));
        entry.release();
    }

    @Override
    public void confirm(LinkId link, long batchSeq, BatchResult result) {
        StringBuilder odd = new StringBuilder();
        result.odd().forEach(o -> odd.append(" ")
                .append(o.member())
                .append(":")
                .append(o.status())
                .append(":")
                .append(o.offset()));
        lines.add("confirm " + link.low() + "/" + batchSeq + " " + result.base() + "+" + result.count() + odd);
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
