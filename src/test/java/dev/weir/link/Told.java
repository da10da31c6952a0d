package dev.weir.link;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.protocol.StartFrom;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Both ports of a link at once: writes down what it is told. */
final class Told implements QueuePort, EdgePort {
    final List<String> calls = new ArrayList<>();

    @Override
    public void hello(EdgeHello hello) {
        calls.add(hello.toString());
    }

    @Override
    public void batch(BatchView batch) {
        calls.add("batch " + hex(batch));
    }

    @Override
    public void interest(long version, List<byte[]> added, List<byte[]> removed) {
        calls.add("interest " + version + " " + topics(added) + " " + topics(removed));
    }

    @Override
    public void filters(long version, List<TopicFilter> added, List<TopicFilter> removed) {
        calls.add("filters " + version + " " + added + " " + removed);
    }

    private static List<String> topics(List<byte[]> topics) {
        return topics.stream().map(HexFormat.of()::formatHex).toList();
    }

    @Override
    public void credit(long bytes, long next) {
        calls.add("credit " + bytes + " " + next);
    }

    @Override
    public void bye() {
        calls.add("bye");
    }

    @Override
    public void close() {
        calls.add("close");
    }

    @Override
    public void hello(QueueHello hello) {
        calls.add(hello.toString());
    }

    @Override
    public void result(long batchSeq, BatchResult result) {
        calls.add("result " + batchSeq + " " + result);
    }

    @Override
    public void interestAt(long version, long offset) {
        calls.add("interestAt " + version + " " + offset);
    }

    @Override
    public void range(long from, long to, BatchView batch) {
        calls.add("range " + from + " " + to + " " + hex(batch));
    }

    @Override
    public void start(long id, StartFrom from, TopicFilter filter) {
        calls.add("start " + id + " " + from + " " + filter);
    }

    @Override
    public void fetch(Fetch fetch) {
        calls.add("fetch " + fetch.id() + " " + fetch.from() + " " + fetch.bytesMax() + " " + topics(fetch.topics())
                + " " + fetch.filters());
    }

    @Override
    public void lost(Gap gap) {
        calls.add("lost " + gap);
    }

    @Override
    public void started(long id, Started started) {
        calls.add("started " + id + " " + started);
    }

    @Override
    public void fetched(long id, Fetched fetched) {
        calls.add("fetched " + id + " " + fetched.from() + " " + fetched.to() + " " + fetched.lost() + " "
                + fetched.batches().stream().map(Told::hex).toList());
    }

    @Override
    public void group(GroupCall call) {
        calls.add(call.toString());
    }

    @Override
    public void group(GroupReply reply) {
        calls.add(
                reply instanceof GroupReply.Delivery delivery
                        ? "delivery " + delivery.member() + " " + delivery.tags() + " " + hex(delivery.batch())
                        : reply.toString());
    }

    @Override
    public void closed(String why) {
        calls.add("closed " + why);
    }

    private static String hex(BatchView batch) {
        String hex = ByteBufUtil.hexDump(batch.bytes(), batch.start(), batch.length());
        batch.release();
        return hex;
    }
}
