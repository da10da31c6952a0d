package dev.weir.msgqueue;

import dev.weir.link.GroupCall;
import dev.weir.link.GroupReply;
import dev.weir.log.Room;
import dev.weir.message.GroupAsk;
import dev.weir.message.GroupSettings;
import dev.weir.message.LinkId;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.ErrorCode;
import dev.weir.protocol.GroupStatus;
import dev.weir.protocol.StartFrom;
import dev.weir.queue.group.Group;
import dev.weir.queue.group.Groups;
import dev.weir.queue.group.Member;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What one edge's clients ask of groups. Whatever changes a group for good is refused while the log takes no entry. Owned by the
 * queue's loop.
 */
final class GroupService {
    /** Groups that one queue has. */
    static final int GROUPS_MAX = 10_000;

    private final QueueLoop loop;
    private final Groups groups;
    private final Starts starts;
    private final LinkId link;

    /** Members whose group is on its way. */
    private final Set<Long> creating = new HashSet<>();

    private boolean closed;

    GroupService(QueueLoop loop, LinkId link) {
        this.loop = loop;
        this.groups = loop.groups();
        this.starts = new Starts(loop);
        this.link = link;
    }

    void call(GroupCall call) {
        if (call instanceof GroupCall.Settles settles) {
            settle(settles.all());
        } else if (call instanceof GroupCall.Consume consume) {
            consume(consume);
        } else if (call instanceof GroupCall.Leave leave) {
            leave(leave);
        } else if (call instanceof GroupCall.ListGroups list) {
            list(list);
        } else if (call instanceof GroupCall.Alter alter) {
            alter(alter);
        } else if (call instanceof GroupCall.Reset reset) {
            reset(reset);
        } else if (call instanceof GroupCall.Delete delete) {
            delete(delete);
        }
        loop.deliverAtEnd();
    }

    private void reply(long id, GroupReply reply) {
        loop.feeds().reply(link, id, reply);
    }

    private void refuse(long id, ErrorCode code, String message) {
        reply(id, new GroupReply.Refused(id, code, message));
    }

    /** Whether there is room to note it; else it is refused. */
    private boolean hasRoom(long id, Room room) {
        String failed = loop.unready();
        if (failed != null) {
            refuse(id, ErrorCode.UNAVAILABLE, "the log has failed: " + failed);
        } else if (room == Room.FULL) {
            refuse(id, ErrorCode.STORAGE_FULL, "the log is full");
        } else if (room == Room.LATER) {
            refuse(id, ErrorCode.RATE_LIMITED, "the log is behind: try again");
        }
        return failed == null && room == Room.YES;
    }

    // ---- members

    private void consume(GroupCall.Consume consume) {
        Member member = groups.member(link, consume.member());
        Group group = groups.find(consume.ask().name());
        if (member != null) {
            groups.resumed(member, consume.held());
            consuming(consume, member.group(), false);
        } else if (group != null) {
            join(consume, group);
        } else {
            create(consume);
        }
    }

    private void join(GroupCall.Consume consume, Group group) {
        String differs = consume.ask().differsFrom(group.settings());
        if (differs != null) {
            refuse(
                    consume.member(),
                    ErrorCode.GROUP_DIFFERS,
                    "the group's " + differs + " is another: leave it out, or alter the group");
            return;
        }
        if (hasRoom(consume.member(), Room.YES)) {
            groups.join(group, link, consume.member(), consume.maxInFlight());
            consuming(consume, group, false);
        }
    }

    /** It is sent nothing before it hears that it is in. */
    private void consuming(GroupCall.Consume consume, Group group, boolean created) {
        loop.fence(group);
        reply(
                consume.member(),
                new GroupReply.Consuming(consume.member(), group.id(), created, group.settings(), group.floor()));
    }

    private void create(GroupCall.Consume consume) {
        long id = consume.member();
        GroupSettings settings = consume.ask().settings();
        if (settings == null) {
            refuse(
                    id,
                    ErrorCode.UNKNOWN_GROUP,
                    "there is no group " + consume.ask().name() + "; with a filter it would be created");
        } else if (isOwnDeadLetter(settings)) {
            refuse(id, ErrorCode.BAD_FILTER, "the filter matches the group's own dead letters");
        } else if (groups.all().size() >= GROUPS_MAX) {
            refuse(id, ErrorCode.FORBIDDEN, "over " + GROUPS_MAX + " groups");
        } else {
            creating.add(id);
            place(consume.from(), settings.filter(), offset -> created(consume, settings, offset));
        }
    }

    private static boolean isOwnDeadLetter(GroupSettings settings) {
        return settings.filter().matches(settings.deadLetter());
    }

    private void place(StartFrom from, TopicFilter filter, LongConsumer then) {
        starts.find(from, filter, start -> {
            if (!closed) {
                then.accept(start.offset());
            }
        });
    }

    /** Meanwhile another one may have created it, or the client may have left. */
    private void created(GroupCall.Consume consume, GroupSettings settings, long offset) {
        Group there = groups.find(settings.name());
        if (!creating.remove(consume.member())) {
            return;
        }
        if (there != null) {
            join(consume, there);
        } else if (hasRoom(consume.member(), loop.roomForGroups())) {
            Group group = groups.create(settings, offset, loop.nowMs(), loop);
            groups.join(group, link, consume.member(), consume.maxInFlight());
            consuming(consume, group, true);
        }
    }

    private void leave(GroupCall.Leave leave) {
        creating.remove(leave.member());
        Member member = groups.member(link, leave.member());
        if (member != null) {
            groups.leave(member, leave.lost() && loop.canNote(), loop.nowMs(), loop);
        }
    }

    // ---- what they say of deliveries

    private void settle(List<GroupCall.Settle> all) {
        Group open = null;
        for (GroupCall.Settle settle : all) {
            Member member = groups.member(link, settle.member());
            List<Long> before = member == null ? null : member.answered(settle.id());
            if (open != null && (member == null || member.group() != open)) {
                open.flush(loop);
                open = null;
            }
            if (before != null) {
                reply(settle.id(), new GroupReply.Settled(settle.id(), before));
            } else if (member == null) {
                reply(settle.id(), new GroupReply.Settled(settle.id(), settle.tags()));
            } else if (hasRoom(settle.id(), loop.roomForGroups())) {
                open = member.group();
                settle(member, settle);
            }
        }
        if (open != null) {
            open.flush(loop);
        }
    }

    private void settle(Member member, GroupCall.Settle s) {
        Group group = member.group();
        switch (s.verb()) {
            case ACK -> group.ack(member, s.id(), s.tags(), s.upTo(), loop.nowMs());
            case NACK ->
                group.nack(member, s.id(), s.tags(), s.upTo(), s.ms(), s.dead(), s.reason(), loop.nowMs(), loop);
            case EXTEND -> group.extend(member, s.id(), s.tags(), s.upTo(), s.ms(), loop.nowMs());
        }
    }

    // ---- management

    private void list(GroupCall.ListGroups list) {
        String name = list.group();
        Group one = name == null ? null : groups.find(name);
        List<Group> wanted = name == null ? groups.all() : one == null ? List.of() : List.of(one);
        List<GroupStatus> found = wanted.stream().map(this::status).toList();
        reply(list.id(), new GroupReply.Listed(list.id(), found));
    }

    private GroupStatus status(Group group) {
        return new GroupStatus(
                group.settings(),
                group.floor(),
                group.lag(loop.log().committed()),
                group.inFlight(),
                group.delayed(),
                group.parked(),
                group.dead(),
                group.memberCount());
    }

    private void alter(GroupCall.Alter alter) {
        Group group = find(alter.id(), alter.ask().name());
        if (group == null || !hasRoom(alter.id(), loop.roomForLittle())) {
            return;
        }
        GroupAsk ask = alter.ask();
        GroupSettings settings = ask.over(group.settings());
        if (ask.filter() != null || ask.mode() != null) {
            refuse(alter.id(), ErrorCode.BAD_FRAME, "filter and mode of a group stay: create another one");
        } else if (isOwnDeadLetter(settings)) {
            refuse(alter.id(), ErrorCode.BAD_FILTER, "the filter matches the group's own dead letters");
        } else {
            groups.alter(group, settings, loop);
            reply(alter.id(), new GroupReply.Managed(alter.id(), group.floor()));
        }
    }

    private void reset(GroupCall.Reset reset) {
        Group group = find(reset.id(), reset.group());
        if (group != null) {
            place(reset.from(), group.settings().filter(), offset -> {
                Group now = find(reset.id(), reset.group());
                if (now != null && now != group) {
                    refuse(reset.id(), ErrorCode.UNKNOWN_GROUP, "the group was deleted, and there is another");
                } else if (now != null && hasRoom(reset.id(), loop.roomForLittle())) {
                    groups.reset(group, offset, loop);
                    reply(reset.id(), new GroupReply.Managed(reset.id(), group.floor()));
                }
            });
        }
    }

    private void delete(GroupCall.Delete delete) {
        Group group = find(delete.id(), delete.group());
        if (group != null && hasRoom(delete.id(), loop.roomForLittle())) {
            groups.delete(group, loop);
            reply(delete.id(), new GroupReply.Managed(delete.id(), group.floor()));
        }
    }

    /** The group; else that is refused. */
    private @Nullable Group find(long id, String name) {
        Group group = groups.find(name);
        if (group == null) {
            refuse(id, ErrorCode.UNKNOWN_GROUP, "there is no group " + name);
        }
        return group;
    }

    void close() {
        closed = true;
    }
}
