package dev.weir.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Epoch;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.protocol.StartFrom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the frames that {@link LinkFormat} draws; {@link LinkDecoder} reads them. */
final class LinkEncoder {
    private final ByteBufAllocator alloc;

    LinkEncoder(ByteBufAllocator alloc) {
        this.alloc = alloc;
    }

    private ByteBuf frame(int kind, int bytes) {
        return alloc.directBuffer(LinkFormat.HEAD + bytes)
                .writeByte(LinkFormat.VERSION)
                .writeByte(kind);
    }

    ByteBuf hello(EdgeHello hello) {
        ByteBuf out = frame(LinkFormat.HELLO, LinkFormat.HELLO_BYTES)
                .writeLong(hello.link().high())
                .writeLong(hello.link().low())
                .writeBoolean(hello.receives())
                .writeLong(hello.nextSeq());
        return epoch(out, hello.epoch()).writeLong(hello.next());
    }

    static ByteBuf epoch(ByteBuf out, @Nullable Epoch epoch) {
        return out.writeLong(epoch == null ? 0 : epoch.logId()).writeInt(epoch == null ? 0 : epoch.generation());
    }

    /** Copies the batch, since a client's frame is masked anyway; takes the reference over. */
    ByteBuf batch(BatchView batch) {
        ByteBuf out = frame(LinkFormat.BATCH, batch.length());
        out.writeBytes(batch.bytes(), batch.start(), batch.length());
        batch.release();
        return out;
    }

    ByteBuf interest(long version, List<byte[]> added, List<byte[]> removed) {
        return wanted(LinkFormat.INTEREST, version, added, removed);
    }

    ByteBuf filters(long version, List<TopicFilter> added, List<TopicFilter> removed) {
        return wanted(LinkFormat.FILTERS, version, texts(added), texts(removed));
    }

    static List<byte[]> texts(List<TopicFilter> filters) {
        return filters.stream().map(filter -> filter.toString().getBytes(UTF_8)).toList();
    }

    private ByteBuf wanted(int kind, long version, List<byte[]> added, List<byte[]> removed) {
        ByteBuf out = frame(kind, LinkFormat.INTEREST_BYTES)
                .writeLong(version)
                .writeInt(added.size())
                .writeInt(removed.size());
        topics(out, added);
        topics(out, removed);
        return out;
    }

    static void topics(ByteBuf out, List<byte[]> topics) {
        for (byte[] topic : topics) {
            out.writeShort(topic.length).writeBytes(topic);
        }
    }

    ByteBuf credit(long bytes, long next) {
        return frame(LinkFormat.CREDIT, LinkFormat.CREDIT_BYTES)
                .writeLong(bytes)
                .writeLong(next);
    }

    ByteBuf bye() {
        return frame(LinkFormat.BYE, 0);
    }

    ByteBuf welcome(QueueHello hello) {
        return epoch(frame(LinkFormat.WELCOME, LinkFormat.WELCOME_BYTES), hello.epoch())
                .writeByte(hello.durability().number())
                .writeLong(hello.next());
    }

    ByteBuf result(long batchSeq, BatchResult result) {
        int odd = result.odd().size();
        ByteBuf out = frame(LinkFormat.RESULT, LinkFormat.RESULT_BYTES + odd * LinkFormat.ODD_BYTES)
                .writeLong(batchSeq)
                .writeLong(result.base())
                .writeInt(result.count())
                .writeInt(odd);
        for (BatchResult.Odd o : result.odd()) {
            out.writeInt(o.member()).writeByte(o.status().number()).writeLong(o.offset());
        }
        return out;
    }

    ByteBuf interestAt(long version, long offset) {
        return frame(LinkFormat.INTEREST_AT, LinkFormat.INTEREST_AT_BYTES)
                .writeLong(version)
                .writeLong(offset);
    }

    /** Takes the reference over; the batch's bytes are not copied. */
    ByteBuf range(long from, long to, BatchView batch) {
        ByteBuf head =
                frame(LinkFormat.RANGE, LinkFormat.RANGE_BYTES).writeLong(from).writeLong(to);
        return followed(head, batch);
    }

    ByteBuf start(long id, StartFrom from, TopicFilter filter) {
        return ReaderFrames.start(frame(LinkFormat.START, LinkFormat.START_BYTES), id, from, filter);
    }

    ByteBuf fetch(Fetch fetch) {
        return ReaderFrames.fetch(frame(LinkFormat.FETCH, LinkFormat.FETCH_BYTES), fetch);
    }

    ByteBuf started(long id, Started started) {
        return ReaderFrames.started(frame(LinkFormat.STARTED, LinkFormat.STARTED_BYTES), id, started);
    }

    /** Takes the batches over; their bytes are not copied. */
    ByteBuf fetched(long id, Fetched fetched) {
        ByteBuf head = ReaderFrames.fetched(frame(LinkFormat.FETCHED, LinkFormat.FETCHED_BYTES), id, fetched);
        CompositeByteBuf out = alloc.compositeDirectBuffer(1 + fetched.batches().size());
        out.addComponent(true, head);
        for (BatchView batch : fetched.batches()) {
            out.addComponent(true, batch.retainedSlice());
            batch.release();
        }
        return out;
    }

    ByteBuf lost(Gap gap) {
        return ReaderFrames.lost(frame(LinkFormat.LOST, LinkFormat.LOST_BYTES), gap);
    }

    ByteBuf group(GroupCall call) {
        return GroupCallFrames.write(frame(GroupCallFrames.kind(call), GroupCallFrames.bytes(call)), call);
    }

    /** Takes a delivery's batch over; its bytes are not copied. */
    ByteBuf group(GroupReply reply) {
        ByteBuf head =
                GroupReplyFrames.write(frame(GroupReplyFrames.kind(reply), GroupReplyFrames.bytes(reply)), reply);
        return reply instanceof GroupReply.Delivery delivery ? followed(head, delivery.batch()) : head;
    }

    private ByteBuf followed(ByteBuf head, BatchView batch) {
        ByteBuf body = batch.retainedSlice();
        batch.release();
        return alloc.compositeDirectBuffer(2).addComponents(true, head, body);
    }
}
