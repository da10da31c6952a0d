package dev.weir.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchCheck;
import dev.weir.message.BatchView;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.Gap;
import dev.weir.protocol.StartFrom;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames by which readers ask for what is no longer live, written and read, as {@link LinkFormat} draws them. Reading tells
 * a port and answers null, or answers what is wrong; it never throws.
 */
final class ReaderFrames {
    private ReaderFrames() {}

    // ---- START

    static ByteBuf start(ByteBuf out, long id, StartFrom from, TopicFilter filter) {
        byte[] text = filter.toString().getBytes(UTF_8);
        return StartCodec.write(out.writeLong(id), from).writeShort(text.length).writeBytes(text);
    }

    static @Nullable String start(ByteBuf in, QueuePort queue) {
        long id = in.readLong();
        StartFrom from = StartCodec.read(in);
        List<byte[]> texts = LinkDecoder.topics(in, 1);
        List<TopicFilter> filters = texts == null ? null : LinkDecoder.filters(texts);
        if (from == null || filters == null || in.isReadable()) {
            return "a start that is none";
        }
        if (from instanceof StartFrom.Last && !filters.get(0).isExact()) {
            return "the last of a filter with wildcards";
        }
        queue.start(id, from, filters.get(0));
        return null;
    }

    // ---- FETCH

    static ByteBuf fetch(ByteBuf out, Fetch fetch) {
        out.writeLong(fetch.id())
                .writeLong(fetch.from())
                .writeInt(fetch.bytesMax())
                .writeInt(fetch.topics().size())
                .writeInt(fetch.filters().size());
        LinkEncoder.topics(out, fetch.topics());
        LinkEncoder.topics(out, LinkEncoder.texts(fetch.filters()));
        return out;
    }

    static @Nullable String fetch(ByteBuf in, QueuePort queue) {
        long id = in.readLong();
        long from = in.readLong();
        int bytes = in.readInt();
        int topicCount = in.readInt();
        int filterCount = in.readInt();
        List<byte[]> topics = LinkDecoder.topics(in, topicCount);
        List<byte[]> texts = topics == null ? null : LinkDecoder.topics(in, filterCount);
        List<TopicFilter> filters = texts == null ? null : LinkDecoder.filters(texts);
        if (topics == null || filters == null || in.isReadable()) {
            return "a fetch of what cannot be read";
        }
        if (from < 1 || bytes < 1 || bytes > Fetch.BYTES_MAX) {
            return "a fetch with impossible numbers";
        }
        queue.fetch(new Fetch(id, from, bytes, topics, filters));
        return null;
    }

    // ---- STARTED

    static ByteBuf started(ByteBuf out, long id, Started started) {
        Gap gap = started.gap();
        out.writeLong(id).writeLong(started.offset()).writeLong(started.next());
        return out.writeByte(gap == null ? 0 : gap.reason().number())
                .writeLong(gap == null ? 0 : gap.from())
                .writeLong(gap == null ? 0 : gap.to());
    }

    static @Nullable String started(ByteBuf in, EdgePort edge) {
        long id = in.readLong();
        long offset = in.readLong();
        long next = in.readLong();
        int number = in.readByte();
        long from = in.readLong();
        long to = in.readLong();
        Gap.Reason reason = Gap.Reason.of(number);
        if (offset < 1 || next < offset || from < 0 || to < from || (reason == null && number != 0)) {
            return "a start with impossible numbers";
        }
        edge.started(id, new Started(offset, next, reason == null ? null : new Gap(from, to, reason)));
        return null;
    }

    // ---- FETCHED

    /** All but the batches. */
    static ByteBuf fetched(ByteBuf out, long id, Fetched fetched) {
        Gap.Reason lost = fetched.lost();
        return out.writeLong(id)
                .writeLong(fetched.from())
                .writeLong(fetched.to())
                .writeByte(lost == null ? 0 : lost.number())
                .writeInt(fetched.batches().size());
    }

    static @Nullable String fetched(ByteBuf in, EdgePort edge) {
        long id = in.readLong();
        long from = in.readLong();
        long to = in.readLong();
        int number = in.readByte();
        int count = in.readInt();
        Gap.Reason lost = Gap.Reason.of(number);
        if (from < 1 || to < from - 1 || count < 0 || (lost == null ? number != 0 : count > 0)) {
            return "a piece with impossible numbers";
        }
        List<BatchView> batches = new ArrayList<>();
        String problem = null;
        while (problem == null && batches.size() < count) {
            int length = in.readableBytes() < Integer.BYTES ? 0 : in.getInt(in.readerIndex());
            if (length <= 0 || length > in.readableBytes()) {
                problem = "a piece with a cut batch";
            } else {
                ByteBuf one = in.readSlice(length);
                problem = BatchCheck.problem(one, LinkFormat.MESSAGE_BYTES_MAX);
                if (problem == null) {
                    batches.add(LinkDecoder.copy(one));
                }
            }
        }
        problem = problem == null && in.isReadable() ? "bytes behind the last batch of a piece" : problem;
        Fetched fetched = new Fetched(from, to, lost, batches);
        if (problem == null) {
            edge.fetched(id, fetched);
        } else {
            fetched.release();
        }
        return problem;
    }

    // ---- LOST

    static ByteBuf lost(ByteBuf out, Gap gap) {
        return out.writeLong(gap.from())
                .writeLong(gap.to())
                .writeByte(gap.reason().number());
    }

    static @Nullable String lost(ByteBuf in, EdgePort edge) {
        Gap gap = gap(in);
        if (gap == null) {
            return "a loss with impossible numbers";
        }
        edge.lost(gap);
        return null;
    }

    static @Nullable Gap gap(ByteBuf in) {
        long from = in.readLong();
        long to = in.readLong();
        Gap.Reason reason = Gap.Reason.of(in.readByte());
        return from < 0 || to < from || reason == null ? null : new Gap(from, to, reason);
    }
}
