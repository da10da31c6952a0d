package dev.weir.subscriber;

import dev.weir.auth.User;
import dev.weir.link.GroupCall;
import dev.weir.link.GroupReply;
import dev.weir.link.NativeOutput;
import dev.weir.link.NativeScratch;
import dev.weir.link.QueueHello;
import dev.weir.message.GroupAsk;
import dev.weir.message.GroupSettings;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import dev.weir.protocol.ClientFrame;
import dev.weir.protocol.CloseCode;
import dev.weir.protocol.ErrorCode;
import dev.weir.protocol.FrameId;
import dev.weir.protocol.GroupStatus;
import dev.weir.protocol.NativeError;
import dev.weir.protocol.ServerGroupFrames.Ended;
import dev.weir.protocol.Verb;
import dev.weir.web.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one native client has to do with groups. It may take part in a group if one of its rights covers the group's whole filter.
 * Owned by the connection's loop.
 */
final class GroupSession implements Membership.Listener {
    /** Tags, and frames, that wait for their answers. */
    private static final int UNSETTLED_MAX = 50_000;

    /** Calls about groups that wait for their answers. One that lists them all counts for {@link #LISTS_ALL}. */
    private static final int UNANSWERED_MAX = 256;

    private static final int LISTS_ALL = 64;

    private record Joined(Membership member, @Nullable FrameId id) {}

    private final Connection connection;
    private final int membershipsMax;
    private final QueueFeed feed;
    private final GroupDesk desk;
    private final User user;
    private final NativeScratch scratch;
    private final NativeOutput output;
    private final GroupDeliveries deliveries;
    private boolean closed;
    private int unsettled;
    private int unanswered;
    private final Map<String, Joined> joined = new HashMap<>();

    GroupSession(
            Connection connection,
            int membershipsMax,
            QueueFeed feed,
            User user,
            NativeScratch scratch,
            NativeOutput output) {
        this.connection = connection;
        this.membershipsMax = membershipsMax;
        this.feed = feed;
        this.desk = feed.groups();
        this.user = user;
        this.scratch = scratch;
        this.output = output;
        this.deliveries = new GroupDeliveries(connection, output, desk.encoder());
    }

    // ---- what the client says

    void frame(ClientFrame.OfGroups frame) {
        if (feed.isOriginal()) {
            error(ErrorCode.UNAVAILABLE, GroupDesk.ORIGINAL, frame.id());
        } else if (frame instanceof ClientFrame.Settle settle) {
            settle(settle);
        } else if (frame instanceof ClientFrame.Consume consume) {
            consume(consume);
        } else if (frame instanceof ClientFrame.Leave leave) {
            leave(leave);
        } else if (frame instanceof ClientFrame.Groups groups) {
            int weight = groups.group() == null ? LISTS_ALL : 1;
            ask(
                    weight,
                    id -> new GroupCall.ListGroups(id, groups.group()),
                    groups.id(),
                    reply -> list(reply, groups.id()));
        } else if (frame instanceof ClientFrame.AlterGroup alter) {
            alter(alter);
        } else if (frame instanceof ClientFrame.ResetGroup reset) {
            managed(
                    reset.group(),
                    id -> new GroupCall.Reset(id, reset.group(), reset.from()),
                    reset.id(),
                    done -> output.add(scratch.groupFrames().groupReset(reset.id(), reset.group(), done.offset())));
        }
    }

    private void consume(ClientFrame.Consume frame) {
        GroupAsk ask = frame.ask();
        TopicFilter filter = ask.filter();
        Topic deadLetter = ask.deadLetter();
        if (joined.containsKey(ask.name())) {
            error(ErrorCode.BAD_FRAME, "this connection consumes from " + ask.name() + " already", frame.id());
        } else if (joined.size() >= membershipsMax) {
            error(ErrorCode.FORBIDDEN, "over " + membershipsMax + " groups", frame.id());
        } else if (filter != null && !user.rights().mayConsume(filter)) {
            forbidden(frame.id());
        } else if (deadLetter != null && !mayBury(deadLetter)) {
            error(ErrorCode.FORBIDDEN, "no right to publish to " + deadLetter, frame.id());
        } else {
            Membership member = desk.consume(this, ask, frame.from(), frame.maxInFlight());
            joined.put(ask.name(), new Joined(member, frame.id()));
        }
    }

    private boolean mayBury(Topic deadLetter) {
        return deadLetter.isServerOwned() || user.rights().mayPublish(deadLetter);
    }

    private void forbidden(@Nullable FrameId id) {
        error(ErrorCode.FORBIDDEN, "no right to consume all that the group's filter matches", id);
    }

    private void settle(ClientFrame.Settle frame) {
        Joined in = joined.get(frame.group());
        if (in == null) {
            error(ErrorCode.UNKNOWN_GROUP, "this connection does not consume from " + frame.group(), frame.id());
            return;
        }
        int weight = 1 + frame.tags().size();
        if (unsettled + weight > UNSETTLED_MAX) {
            error(ErrorCode.RATE_LIMITED, "wait for the answers to what you said before", frame.id());
            return;
        }
        unsettled += weight;
        Verb verb = frame.verb();
        FrameId id = frame.id();
        desk.settle(in.member(), verb, frame.tags(), frame.upTo(), frame.ms(), frame.dead(), frame.reason(), reply -> {
            unsettled -= weight;
            if (closed) {
                return;
            }
            if (reply instanceof GroupReply.Settled settled && id != null) {
                output.add(scratch.groupFrames().settled(verb, id, frame.group(), settled.stale()));
                output.send();
            } else if (reply instanceof GroupReply.Refused refused) {
                refused(refused, id);
            }
        });
    }

    private void leave(ClientFrame.Leave frame) {
        Joined in = joined.remove(frame.group());
        if (in != null) {
            if (!in.member().isIn()) {
                error(ErrorCode.UNKNOWN_GROUP, "left before it was in", in.id());
            }
            forget(in.member());
        } else if (!frame.delete()) {
            error(ErrorCode.UNKNOWN_GROUP, "this connection does not consume from " + frame.group(), frame.id());
            return;
        }
        if (frame.delete()) {
            managed(
                    frame.group(),
                    id -> new GroupCall.Delete(id, frame.group()),
                    frame.id(),
                    done -> output.add(scratch.groupFrames().left(frame.id(), frame.group(), true)));
        } else {
            output.add(scratch.groupFrames().left(frame.id(), frame.group(), false));
        }
    }

    private void forget(Membership member) {
        deliveries.forget(member);
        desk.leave(member);
    }

    // ---- management

    private void alter(ClientFrame.AlterGroup alter) {
        Topic deadLetter = alter.ask().deadLetter();
        if (deadLetter != null && !mayBury(deadLetter)) {
            error(ErrorCode.FORBIDDEN, "no right to publish to " + deadLetter, alter.id());
            return;
        }
        managed(
                alter.ask().name(),
                id -> new GroupCall.Alter(id, alter.ask()),
                alter.id(),
                done -> output.add(scratch.groupFrames()
                        .groupAltered(alter.id(), alter.ask().name())));
    }

    /** Asks first what the group's filter is, since that says who may do this. */
    private void managed(
            String group, LongFunction<GroupCall> call, @Nullable FrameId frameId, Consumer<GroupReply.Managed> then) {
        ask(1, id -> new GroupCall.ListGroups(id, group), frameId, listed -> {
            List<GroupStatus> found = ((GroupReply.Listed) listed).groups();
            if (found.isEmpty()) {
                error(ErrorCode.UNKNOWN_GROUP, "there is no group " + group, frameId);
            } else if (!user.rights().mayConsume(found.get(0).settings().filter())) {
                forbidden(frameId);
            } else {
                ask(1, call, frameId, done -> then.accept((GroupReply.Managed) done));
            }
        });
    }

    private void list(GroupReply reply, @Nullable FrameId id) {
        List<GroupStatus> all = ((GroupReply.Listed) reply).groups();
        List<GroupStatus> mine = all.stream()
                .filter(group -> user.rights().mayConsume(group.settings().filter()))
                .toList();
        output.add(scratch.groupFrames().groups(id, mine));
    }

    /** Sends the call; what is refused is told the client. */
    private void ask(int weight, LongFunction<GroupCall> call, @Nullable FrameId id, Consumer<GroupReply> then) {
        if (unanswered + weight > UNANSWERED_MAX) {
            error(ErrorCode.RATE_LIMITED, "wait for the answers to what you asked for", id);
            return;
        }
        unanswered += weight;
        desk.ask(call, reply -> {
            unanswered -= weight;
            if (closed) {
                return;
            }
            if (reply instanceof GroupReply.Refused refused) {
                refused(refused, id);
            } else {
                then.accept(reply);
                output.send();
            }
        });
    }

    private void refused(GroupReply.Refused refused, @Nullable FrameId id) {
        error(refused.code(), refused.message(), id);
        output.send();
    }

    private void error(ErrorCode code, String message, @Nullable FrameId id) {
        output.add(scratch.frames().error(new NativeError(code, message, id)));
    }

    // ---- what the queue says

    @Override
    public void consuming(Membership member, GroupReply.Consuming reply) {
        Joined in = Objects.requireNonNull(joined.get(member.group()));
        GroupSettings settings = reply.settings();
        QueueHello queue = feed.queue();
        if (!user.rights().mayConsume(settings.filter())) {
            joined.remove(member.group());
            forget(member);
            forbidden(in.id());
        } else if (queue != null) {
            output.add(scratch.groupFrames()
                    .consuming(in.id(), reply.created(), settings, queue.epoch(), reply.offset(), member.maxInFlight));
        }
        output.send();
    }

    @Override
    public void refused(Membership member, GroupReply.Refused reply) {
        Joined in = joined.remove(member.group());
        refused(reply, in == null ? null : in.id());
    }

    @Override
    public void delivery(Membership member, GroupReply.Delivery delivery) {
        deliveries.add(member, delivery);
    }

    @Override
    public void lost(Membership member, GroupReply.Lost lost) {
        output.add(scratch.groupFrames().gap(member.group(), lost.gap()));
        output.send();
    }

    @Override
    public void left(Membership member) {
        joined.remove(member.group());
        deliveries.forget(member);
        output.add(scratch.groupFrames().left(member.group(), Ended.DELETED));
        output.send();
    }

    // ---- the socket

    void writable() {
        deliveries.pump();
    }

    /** The client is gone, without having left; which is a failure of its own unless the service has closed for reasons of the service's. */
    void closed() {
        closed = true;
        CloseCode code = connection.closedWith();
        boolean lost = code == null || code.isClientsFault();
        deliveries.close();
        joined.values().forEach(in -> desk.gone(in.member(), lost));
        joined.clear();
    }
}
