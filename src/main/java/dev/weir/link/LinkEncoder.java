package dev.weir.link;

import dev.weir.message.BatchView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

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
        return frame(LinkFormat.HELLO, LinkFormat.HELLO_BYTES)
                .writeLong(hello.link().high())
                .writeLong(hello.link().low())
                .writeBoolean(hello.receives())
                .writeLong(hello.nextSeq())
                .writeLong(hello.epoch())
                .writeLong(hello.next());
    }

    /** Copies the batch, since a client's frame is masked anyway; takes the reference over. */
    ByteBuf batch(BatchView batch) {
        ByteBuf out = frame(LinkFormat.BATCH, batch.length());
        out.writeBytes(batch.bytes(), batch.start(), batch.length());
        batch.release();
        return out;
    }

    ByteBuf interest(long version, List<byte[]> added, List<byte[]> removed) {
        ByteBuf out = frame(LinkFormat.INTEREST, LinkFormat.INTEREST_BYTES)
                .writeLong(version)
                .writeInt(added.size())
                .writeInt(removed.size());
        topics(out, added);
        topics(out, removed);
        return out;
    }

    private static void topics(ByteBuf out, List<byte[]> topics) {
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

    ByteBuf welcome(long epoch, long next) {
        return frame(LinkFormat.WELCOME, LinkFormat.WELCOME_BYTES)
                .writeLong(epoch)
                .writeLong(next);
    }

    ByteBuf result(long batchSeq, long base, int count) {
        return frame(LinkFormat.RESULT, LinkFormat.RESULT_BYTES)
                .writeLong(batchSeq)
                .writeLong(base)
                .writeInt(count);
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
        ByteBuf body = batch.retainedSlice();
        batch.release();
        return alloc.compositeDirectBuffer(2).addComponents(true, head, body);
    }
}
