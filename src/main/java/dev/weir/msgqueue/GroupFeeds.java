package dev.weir.msgqueue;

import dev.weir.link.GroupReply;
import dev.weir.log.LogEntry;
import dev.weir.log.MessageLog;
import dev.weir.log.Room;
import dev.weir.message.BatchView;
import dev.weir.message.BatchWriter;
import dev.weir.message.LinkId;
import dev.weir.protocol.DeadLetterHeaders;
import dev.weir.protocol.ErrorCode;
import dev.weir.protocol.Gap;
import dev.weir.protocol.SeedContent;
import dev.weir.queue.QueueCore;
import dev.weir.queue.group.Group;
import dev.weir.queue.group.GroupEffects;
import dev.weir.queue.group.Groups;
import dev.weir.queue.group.Member;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers groups what they want, and takes what they decide to their members' links. At the end of a turn:
 *
 * <pre>
 *   group wants an offset ─▶ cursor: recent window or disk ─▶ group is offered the batch ─▶ one delivery per member
 *        ▲                                                              │
 *        └──────────────── until nobody has credit, a fence, or all is read ◀──┘
 * </pre>
 *
 * Replies wait until all that was noted before them is committed; if the log fails they say so. Owned by the queue's loop.
 */
final class GroupFeeds {
    private static final Logger LOG = LoggerFactory.getLogger(GroupFeeds.class);

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    /** Bytes of the log looked at for one group in one turn. */
    private static final long SCAN_BYTES_MAX = 4 << 20;

    /** What of the log a group is at. */
    private static final class Feed {
        final LogCursor cursor;
        long fence;

        Feed(LogCursor cursor) {
            this.cursor = cursor;
        }
    }

    /** What one member is sent in this turn. */
    private record Parcel(Member member, BatchWriter writer, List<GroupReply.Tag> tags) {}

    /** @param id what the edge called it; 0 for what is no answer */
    private record Held(long index, LinkId link, long id, GroupReply reply) {}

    private final QueueLoop loop;
    private final MessageLog log;
    private final QueueCore core;
    private final Map<Group, Feed> feeds = new HashMap<>();
    private final Map<Member, Parcel> parcels = new LinkedHashMap<>();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final DeadLetterHeaders letterHeaders = new DeadLetterHeaders();
    private final SeedContent content = new SeedContent();

    GroupFeeds(QueueLoop loop, MessageLog log, QueueCore core) {
        this.loop = loop;
        this.log = log;
        this.core = core;
    }

    // ---- feeding

    void feed() {
        Groups groups = core.groups();
        List<Group> busy = groups.busy();
        for (Group group : busy) {
            feed(group, feed(group));
            groups.rest(group);
        }
        parcels.values().forEach(this::send);
        parcels.clear();
        if (feeds.size() > busy.size()) {
            forgetIdle();
        }
    }

    private void forgetIdle() {
        for (Map.Entry<Group, Feed> each : List.copyOf(feeds.entrySet())) {
            if (!core.groups().isBusy(each.getKey()) && each.getValue().fence <= log.committedIndex()) {
                forget(each.getKey());
            }
        }
    }

    private Feed feed(Group group) {
        return feeds.computeIfAbsent(group, none -> new Feed(new LogCursor(log, loop::deliverAtEnd)));
    }

    private void feed(Group group, Feed feed) {
        long scanned = 0;
        long before = 0;
        while (feed.fence <= log.committedIndex() && (!group.needsRoom() || loop.canNote())) {
            long fence = feed.fence;
            long wanted = group.wants(log.committed());
            LogEntry entry = wanted == 0 || wanted == before ? null : feed.cursor.at(wanted);
            if (entry == null) {
                return;
            }
            if (scanned >= SCAN_BYTES_MAX) {
                loop.deliverSoon();
                return;
            }
            before = wanted;
            if (entry.first() > wanted) {
                if (!loop.canNote()) {
                    return;
                }
                LOG.error(
                        "group {} will not get offsets {} to {}: they cannot be read",
                        group.settings().name(),
                        wanted,
                        entry.first() - 1);
                group.unreadable(wanted, entry.first() - 1, loop.nowMs(), loop);
            } else {
                group.offer(entry.batch(), wanted, loop.nowMs(), loop);
                scanned += entry.batch().length();
            }
            if (feed.fence != fence) {
                before = 0; // it may want the same again, behind the fence
            }
        }
    }

    private void forget(Group group) {
        Feed feed = feeds.remove(group);
        if (feed != null) {
            feed.cursor.close();
        }
    }

    // ---- what groups decide

    void fence(Group group) {
        feed(group).fence = log.appendedIndex();
        loop.deliverAtEnd();
    }

    void deliver(Member member, long tag, int attempt, boolean redelivered, BatchView batch, int m) {
        Parcel parcel = parcels.computeIfAbsent(member, GroupFeeds::parcel);
        BatchWriter writer = parcel.writer();
        if (!writer.fits(0, batch.messageLength(m))) {
            send(parcel);
            parcel = parcel(member);
            parcels.put(member, parcel);
        }
        parcel.writer().copy(batch, m);
        parcel.tags().add(new GroupReply.Tag(tag, attempt, redelivered));
    }

    private static Parcel parcel(Member member) {
        return new Parcel(member, new BatchWriter(PooledByteBufAllocator.DEFAULT, member.link()), new ArrayList<>());
    }

    private void send(Parcel parcel) {
        Member member = parcel.member();
        BatchView batch = parcel.writer().finish(0, 0);
        LinkSession session = loop.session(member.link());
        if (session == null) {
            batch.release(); // its link has just gone: what it was given goes to others when that is noticed
        } else {
            session.reply(new GroupReply.Delivery(member.number(), parcel.tags(), batch));
        }
    }

    void letter(Group group, long offset, int attempts, String reason, BatchView batch, int m) {
        String name = group.settings().name();
        byte[] topic = group.settings().deadLetter().toBytes();
        BatchWriter writer = new BatchWriter(PooledByteBufAllocator.DEFAULT, LinkId.ofGroup(group.id()));
        letter(batch, m, topic, letterHeaders.of(name, attempts, reason, batch, m), writer);
        BatchView letter = writer.finish(0, 0);
        // It may use the reserve: with it the group is done with a message that holds back what could be freed.
        if (log.roomForEntry(letter.length() + GroupEffects.BYTES_MAX) == Room.YES) {
            core.bury(group, letter, loop.timeMs(), loop.nowMs(), loop);
        } else {
            letter.release();
            group.buryLater(offset, loop.nowMs());
        }
    }

    /** A document of the seed's protocol names its own topic, which is not that of the letter: only its content becomes one. */
    private void letter(BatchView batch, int m, byte[] topic, byte[] headers, BatchWriter writer) {
        if (!batch.seed(m)) {
            writer.letter(batch, m, topic, headers);
        } else if (content.read(batch.bytes(), batch.payloadAt(m), batch.payloadLength(m))) {
            ByteBuf text = Unpooled.wrappedBuffer(content.text());
            writer.letter(batch, m, topic, headers, text, content.from(), content.to() - content.from());
        } else {
            writer.letter(batch, m, topic, headers, Unpooled.wrappedBuffer(NULL), 0, NULL.length);
        }
    }

    void settled(Member member, long id, List<Long> stale) {
        reply(member.link(), id, new GroupReply.Settled(id, stale));
    }

    void lost(Group group, Gap gap) {
        group.members().forEach(member -> reply(member.link(), 0, new GroupReply.Lost(member.number(), gap)));
    }

    void left(Member member) {
        reply(member.link(), 0, new GroupReply.Left(member.number()));
    }

    // ---- replies

    /** Sends it once all that is noted by now is committed. {@code id}: what is refused if that fails. */
    void reply(LinkId link, long id, GroupReply reply) {
        held.add(new Held(log.appendedIndex(), link, id, reply));
        loop.deliverAtEnd();
    }

    void answer() {
        long committed = log.committedIndex();
        String failed = log.failed();
        for (Held h = held.peek(); h != null && (failed != null || h.index() <= committed); h = held.peek()) {
            held.remove();
            LinkSession session = loop.session(h.link());
            if (session == null) {
                continue;
            }
            if (h.index() <= committed) {
                session.reply(h.reply());
            } else if (h.id() != 0) {
                session.reply(new GroupReply.Refused(h.id(), ErrorCode.UNAVAILABLE, "the log has failed: " + failed));
            }
        }
    }

    void close() {
        feeds.values().forEach(feed -> feed.cursor.close());
        feeds.clear();
        held.clear();
    }
}
