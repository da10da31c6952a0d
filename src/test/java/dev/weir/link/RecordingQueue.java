package dev.weir.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchView;
import dev.weir.message.Batches;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.StartFrom;
import java.util.ArrayList;
import java.util.List;

/** The queue's side of a link as lines of text; it welcomes nobody by itself. */
public final class RecordingQueue implements QueuePort {
    public final List<String> lines = new ArrayList<>();
    public final List<BatchView> kept = new ArrayList<>();
    public boolean keeps;
    public EdgeHello hello;

    @Override
    public void hello(EdgeHello said) {
        hello = said;
        lines.add("hello " + said.nextSeq() + " next " + said.next());
    }

    @Override
    public void batch(BatchView batch) {
        lines.add("batch " + batch.batchSeq() + " " + Batches.payloads(batch));
        if (keeps) {
            kept.add(batch);
        } else {
            batch.release();
        }
    }

    @Override
    public void interest(long version, List<byte[]> added, List<byte[]> removed) {
        lines.add("interest " + version + " +" + texts(added) + " -" + texts(removed));
    }

    @Override
    public void filters(long version, List<TopicFilter> added, List<TopicFilter> removed) {
        lines.add("filters " + version + " +" + added + " -" + removed);
    }

    private static List<String> texts(List<byte[]> topics) {
        return topics.stream().map(topic -> new String(topic, UTF_8)).sorted().toList();
    }

    @Override
    public void credit(long bytes, long next) {
        lines.add("credit " + bytes + " below " + next);
    }

    @Override
    public void start(long id, StartFrom from, TopicFilter filter) {
        lines.add("start " + id + " " + from.getClass().getSimpleName() + " " + filter);
    }

    @Override
    public void fetch(Fetch fetch) {
        lines.add("fetch " + fetch.id() + " from " + fetch.from() + " " + texts(fetch.topics()) + fetch.filters());
    }

    @Override
    public void group(GroupCall call) {
        lines.add(call.toString());
    }

    @Override
    public void bye() {
        lines.add("bye");
    }

    @Override
    public void close() {
        lines.add("close");
    }

    /** What came since the last call. */
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
