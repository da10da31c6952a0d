package dev.weir.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.BatchCheck;
import dev.weir.message.BatchResult;
import dev.weir.message.BatchView;
import dev.weir.message.Durability;
import dev.weir.message.Epoch;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import dev.weir.message.TopicFilter;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the frames that {@link LinkFormat} draws and tells them to a port. Total: answers what is wrong, never throws. */
final class LinkDecoder {
    private static final int TOPIC_BYTES_MAX = 255;
    private static final int KIND_UNREAD = -1;

    private static int kind(ByteBuf in) {
        return in.readableBytes() < LinkFormat.HEAD || in.readByte() != LinkFormat.VERSION
                ? KIND_UNREAD
                : in.readByte();
    }

    /** A frame from an edge: null when it was told, else what is wrong with it. */
    @Nullable
    String toQueue(ByteBuf in, QueuePort queue) {
        int kind = kind(in);
        int bytes = in.readableBytes();
        if (kind == LinkFormat.BATCH) {
            String problem = BatchCheck.problem(in, LinkFormat.MESSAGE_BYTES_MAX);
            if (problem == null) {
                queue.batch(copy(in));
            }
            return problem;
        } else if (kind == LinkFormat.CREDIT && bytes == LinkFormat.CREDIT_BYTES) {
            return credit(in, queue);
        } else if (kind == LinkFormat.INTEREST && bytes >= LinkFormat.INTEREST_BYTES) {
            return interest(in, queue, false);
        } else if (kind == LinkFormat.FILTERS && bytes >= LinkFormat.INTEREST_BYTES) {
            return interest(in, queue, true);
        } else if (kind == LinkFormat.HELLO && bytes == LinkFormat.HELLO_BYTES) {
            return hello(in, queue);
        } else if (kind == LinkFormat.START && bytes > LinkFormat.START_BYTES) {
            return ReaderFrames.start(in, queue);
        } else if (kind == LinkFormat.FETCH && bytes >= LinkFormat.FETCH_BYTES) {
            return ReaderFrames.fetch(in, queue);
        } else if (GroupCallFrames.isKind(kind)) {
            return GroupCallFrames.read(kind, in, queue);
        } else if (kind == LinkFormat.BYE && bytes == 0) {
            queue.bye();
            return null;
        }
        return "unknown or cut link frame";
    }

    private static @Nullable String hello(ByteBuf in, QueuePort queue) {
        EdgeHello hello = new EdgeHello(
                new LinkId(in.readLong(), in.readLong()), in.readBoolean(), in.readLong(), epoch(in), in.readLong());
        if (hello.nextSeq() < 1 || hello.next() < 0) {
            return "hello with impossible numbers";
        }
        queue.hello(hello);
        return null;
    }

    /** Null for none, which is also what a negative number is read as. */
    static @Nullable Epoch epoch(ByteBuf in) {
        long logId = in.readLong();
        int generation = in.readInt();
        return logId < 0 || generation < 0 || (logId == 0 && generation == 0) ? null : new Epoch(logId, generation);
    }

    private static @Nullable String credit(ByteBuf in, QueuePort queue) {
        long bytes = in.readLong();
        long next = in.readLong();
        if (bytes < 0 || next < 0) {
            return "negative credit";
        }
        queue.credit(bytes, next);
        return null;
    }

    private static @Nullable String interest(ByteBuf in, QueuePort queue, boolean filters) {
        long version = in.readLong();
        int added = in.readInt();
        int removed = in.readInt();
        List<byte[]> adds = topics(in, added);
        List<byte[]> removes = adds == null ? null : topics(in, removed);
        if (adds == null || removes == null || in.isReadable()) {
            return "interest with topics that cannot be read";
        }
        if (!filters) {
            queue.interest(version, adds, removes);
            return null;
        }
        List<TopicFilter> addedFilters = filters(adds);
        List<TopicFilter> removedFilters = filters(removes);
        if (addedFilters == null || removedFilters == null) {
            return "filters that are none";
        }
        queue.filters(version, addedFilters, removedFilters);
        return null;
    }

    static @Nullable List<TopicFilter> filters(List<byte[]> texts) {
        List<TopicFilter> filters = new ArrayList<>(texts.size());
        for (byte[] text : texts) {
            TopicFilter filter = TopicFilter.parse(new String(text, UTF_8));
            if (filter == null) {
                return null;
            }
            filters.add(filter);
        }
        return filters;
    }

    static @Nullable List<byte[]> topics(ByteBuf in, int count) {
        if (count < 0 || count > in.readableBytes() / 3) {
            return null;
        }
        List<byte[]> topics = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int length = in.readableBytes() < 2 ? 0 : in.readUnsignedShort();
            if (length < 1 || length > TOPIC_BYTES_MAX || length > in.readableBytes()) {
                return null;
            }
            byte[] topic = new byte[length];
            in.readBytes(topic);
            topics.add(topic);
        }
        return topics;
    }

    /** A frame from the queue: null when it was told, else what is wrong with it. */
    @Nullable
    String toEdge(ByteBuf in, EdgePort edge) {
        int kind = kind(in);
        int bytes = in.readableBytes();
        if (kind == LinkFormat.RANGE && bytes > LinkFormat.RANGE_BYTES) {
            long from = in.readLong();
            long to = in.readLong();
            String problem = BatchCheck.problem(in, LinkFormat.MESSAGE_BYTES_MAX);
            if (problem == null) {
                edge.range(from, to, copy(in));
            }
            return problem;
        } else if (kind == LinkFormat.RESULT && bytes >= LinkFormat.RESULT_BYTES) {
            return result(in, edge);
        } else if (kind == LinkFormat.INTEREST_AT && bytes == LinkFormat.INTEREST_AT_BYTES) {
            edge.interestAt(in.readLong(), in.readLong());
        } else if (kind == LinkFormat.WELCOME && bytes == LinkFormat.WELCOME_BYTES) {
            return welcome(in, edge);
        } else if (kind == LinkFormat.STARTED && bytes == LinkFormat.STARTED_BYTES) {
            return ReaderFrames.started(in, edge);
        } else if (kind == LinkFormat.FETCHED && bytes >= LinkFormat.FETCHED_BYTES) {
            return ReaderFrames.fetched(in, edge);
        } else if (kind == LinkFormat.LOST && bytes == LinkFormat.LOST_BYTES) {
            return ReaderFrames.lost(in, edge);
        } else if (GroupReplyFrames.isKind(kind)) {
            return GroupReplyFrames.read(kind, in, edge);
        } else {
            return "unknown or cut link frame";
        }
        return null;
    }

    private static @Nullable String welcome(ByteBuf in, EdgePort edge) {
        Epoch epoch = epoch(in);
        Durability durability = Durability.of(in.readByte());
        long next = in.readLong();
        if (epoch == null || durability == null || next < 0) {
            return "welcome with impossible numbers";
        }
        edge.hello(new QueueHello(epoch, durability, next));
        return null;
    }

    private static @Nullable String result(ByteBuf in, EdgePort edge) {
        long batchSeq = in.readLong();
        long base = in.readLong();
        int count = in.readInt();
        int odd = in.readInt();
        if (count < 1 || odd < 0 || odd > count || in.readableBytes() != (long) odd * LinkFormat.ODD_BYTES) {
            return "result with impossible numbers";
        }
        List<BatchResult.Odd> members = new ArrayList<>(odd);
        int lowest = 0;
        for (int i = 0; i < odd; i++) {
            int member = in.readInt();
            MemberStatus status = MemberStatus.of(in.readByte());
            long offset = in.readLong();
            if (member < lowest || member >= count || status == null || status == MemberStatus.STORED) {
                return "result with impossible members";
            }
            members.add(new BatchResult.Odd(member, status, offset));
            lowest = member + 1;
        }
        edge.result(batchSeq, new BatchResult(base, count, members));
        return null;
    }

    /** The bytes are lent; a batch outlives the frame it came in. */
    static BatchView copy(ByteBuf in) {
        return new BatchView(
                in.alloc().directBuffer(in.readableBytes()).writeBytes(in, in.readerIndex(), in.readableBytes()));
    }
}
