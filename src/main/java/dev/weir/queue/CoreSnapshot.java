package dev.weir.queue;

import dev.weir.message.BatchResult;
import dev.weir.message.BatchResult.Odd;
import dev.weir.message.LinkId;
import dev.weir.message.MemberStatus;
import dev.weir.queue.group.GroupSnapshot;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The core's durable state as bytes. All integers are big-endian; the same state always gives the same bytes.
 *
 * <pre>
 *   0  u8   version     3; 1 and 2 are read, and have u64 floor of the pop group (0 = none) at 24; 1 ends before the groups
 *   1  u24  reserved    0
 *   4  u32  sweepAt     topics at which those without a message are forgotten
 *   8  u64  nextOffset
 *  16  u64  firstHeld
 *  24  u32  topics, u32 links, u32 producers, then so many of each:
 *
 * topic, by rising bytes
 *   u16 length, u64 last offset, the topic
 * link, by rising id, both halves signed
 *   u128 linkId, u64 next number, u32 results, then by rising number:
 *   u64 number, u64 base, u32 count, u32 odd, then for each that was not stored:
 *     u32 member, u32 status, u64 offset
 * producer, by rising bytes
 *   u16 length, u8 1 = with bitmap, u8 offsets, u64 highest number, u64 lowest of a run without gaps (0 with a bitmap),
 *   u64 next offset when last used, the producer, 512 bytes of bitmap if any, and of the last 64 numbers that are known,
 *   from the highest down:
 *     u64 distance to the highest, u64 offset
 * groups
 *   as {@link GroupSnapshot} draws them
 * </pre>
 */
final class CoreSnapshot {
    static final int VERSION = 3;
    private static final int WITHOUT_GROUPS = 1;
    private static final int POP_APART = 2;

    static final Comparator<LinkId> BY_ID =
            Comparator.comparingLong(LinkId::high).thenComparingLong(LinkId::low);

    private CoreSnapshot() {}

    static void save(CoreState state, ByteBuf out) {
        out.writeByte(VERSION).writeMedium(0).writeInt(state.topics.sweepAt());
        out.writeLong(state.nextOffset).writeLong(state.firstHeld);
        out.writeInt(state.topics.size()).writeInt(state.ledgers.size()).writeInt(state.producers.size());
        TreeMap<byte[], long[]> topics = new TreeMap<>(Arrays::compareUnsigned);
        state.topics.forEach(topics::put);
        topics.forEach(
                (topic, last) -> out.writeShort(topic.length).writeLong(last[0]).writeBytes(topic));
        TreeMap<LinkId, LinkLedger> links = new TreeMap<>(BY_ID);
        links.putAll(state.ledgers);
        links.forEach((link, ledger) -> saveLink(link, ledger, out));
        TreeMap<byte[], ProducerWindow> producers = new TreeMap<>(Arrays::compareUnsigned);
        state.producers.forEach(producers::put);
        producers.forEach((key, window) -> saveProducer(key, window, out));
        GroupSnapshot.save(state.groups, out);
    }

    private static void saveLink(LinkId link, LinkLedger ledger, ByteBuf out) {
        List<Long> known = ledger.known();
        out.writeLong(link.high()).writeLong(link.low()).writeLong(ledger.nextSeq());
        out.writeInt(known.size());
        for (long seq : known) {
            BatchResult result = Objects.requireNonNull(ledger.result(seq));
            out.writeLong(seq).writeLong(result.base()).writeInt(result.count());
            out.writeInt(result.odd().size());
            for (Odd odd : result.odd()) {
                out.writeInt(odd.member()).writeInt(odd.status().number()).writeLong(odd.offset());
            }
        }
    }

    private static void saveProducer(byte[] key, ProducerWindow window, ByteBuf out) {
        SequenceBits seen = window.seen;
        long[] words = seen.words();
        out.writeShort(key.length).writeByte(words == null ? 0 : 1);
        int countAt = out.writerIndex();
        out.writeByte(0).writeLong(seen.highest()).writeLong(seen.low()).writeLong(window.touched());
        out.writeBytes(key);
        if (words != null) {
            for (long word : words) {
                out.writeLong(word);
            }
        }
        int count = 0;
        for (int distance = 0; distance < RecentOffsets.KEPT; distance++) {
            long offset = window.offsets.of(seen.highest() - distance);
            if (offset != 0) {
                out.writeLong(distance).writeLong(offset);
                count++;
            }
        }
        out.setByte(countAt, count);
    }

    /** Fills an empty state from exactly the readable bytes. */
    static void load(ByteBuf in, CoreState state) {
        try {
            int version = in.readByte();
            if (version < WITHOUT_GROUPS || version > VERSION || in.readMedium() != 0) {
                throw new ReplayMismatch("a snapshot in an unknown version");
            }
            state.topics.sweepAt(in.readInt());
            state.nextOffset = in.readLong();
            state.firstHeld = in.readLong();
            long popFloor = version <= POP_APART ? in.readLong() : 0;
            int topics = in.readInt();
            int links = in.readInt();
            int producers = in.readInt();
            for (int i = 0; i < topics; i++) {
                int length = in.readUnsignedShort();
                long last = in.readLong();
                state.topics.put(bytes(in, length), last);
            }
            for (int i = 0; i < links; i++) {
                state.ledgers.put(new LinkId(in.readLong(), in.readLong()), loadLedger(in));
            }
            for (int i = 0; i < producers; i++) {
                loadProducer(in, state.producers);
            }
            boolean groups = version == WITHOUT_GROUPS || GroupSnapshot.load(in, state.groups);
            if (!groups || (popFloor > 0 && !state.groups.createPop(popFloor, state.firstHeld, state.nextOffset))) {
                throw new ReplayMismatch("a snapshot with a group that cannot be");
            }
        } catch (IndexOutOfBoundsException e) {
            throw new ReplayMismatch("a snapshot cut short");
        }
        ReplayMismatch.same("bytes behind a snapshot,", in.readableBytes(), 0);
    }

    private static LinkLedger loadLedger(ByteBuf in) {
        LinkLedger ledger = new LinkLedger();
        long nextSeq = in.readLong();
        int known = in.readInt();
        for (int i = 0; i < known; i++) {
            long seq = in.readLong();
            long base = in.readLong();
            int count = in.readInt();
            int odds = in.readInt();
            List<Odd> odd = new ArrayList<>();
            for (int o = 0; o < odds; o++) {
                int member = in.readInt();
                MemberStatus status = MemberStatus.of(in.readInt());
                if (status == null) {
                    throw new ReplayMismatch("a snapshot with an unknown status");
                }
                odd.add(new Odd(member, status, in.readLong()));
            }
            ReplayMismatch.check(seq >= ledger.nextSeq(), "a result of batch", seq, ledger.nextSeq());
            ledger.record(seq, new BatchResult(base, count, odd));
        }
        ReplayMismatch.same("a ledger that goes on at", ledger.nextSeq(), nextSeq);
        return ledger;
    }

    private static void loadProducer(ByteBuf in, Producers producers) {
        int length = in.readUnsignedShort();
        boolean bitmap = in.readByte() != 0;
        int known = in.readUnsignedByte();
        long highest = in.readLong();
        long low = in.readLong();
        long touched = in.readLong();
        byte[] key = bytes(in, length);
        long[] words = bitmap ? new long[SequenceBits.WORDS] : null;
        for (int i = 0; words != null && i < words.length; i++) {
            words[i] = in.readLong();
        }
        RecentOffsets offsets = new RecentOffsets();
        offsets.highest(highest);
        for (int i = 0; i < known; i++) {
            offsets.put(highest - in.readLong(), in.readLong());
        }
        producers.put(key, new ProducerWindow(SequenceBits.of(highest, low, words), offsets, touched));
    }

    private static byte[] bytes(ByteBuf in, int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    /** A number for the state, the same wherever the state is the same. */
    static long hash(ByteBuf saved) {
        long h = saved.readableBytes();
        while (saved.readableBytes() >= 8) {
            h = mix(h ^ saved.readLong());
        }
        while (saved.isReadable()) {
            h = mix(h ^ saved.readByte());
        }
        return h;
    }

    private static long mix(long x) {
        long m = x * 0x9e3779b97f4a7c15L;
        return Math.multiplyHigh(x, 0x9e3779b97f4a7c15L) ^ m ^ m >>> 29;
    }
}
