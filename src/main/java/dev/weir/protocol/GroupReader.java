package dev.weir.protocol;

import dev.weir.message.GroupAsk;
import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the frames about groups say beside their type. Owned by one loop. */
final class GroupReader {
    private static final Problem GROUP = Problem.frame("group: 1 to " + GroupSettings.NAME_CHARS_MAX
            + " characters of A-Z a-z 0-9 . _ -, of which the first is no dot");
    private static final Problem LISTED = Problem.frame("group: a string of 1 to 64 bytes, or leave it out for all");
    private static final Problem LOOP = Problem.frame("deadLetter: a topic that the filter does not match");
    private static final Problem IN_FLIGHT = range("maxInFlight", 1, GroupSettings.IN_FLIGHT_MAX);
    private static final Problem LEASE = range("leaseMs", GroupSettings.LEASE_MS_MIN, GroupSettings.LEASE_MS_MAX);
    private static final Problem ATTEMPTS = range("maxAttempts", 1, GroupSettings.ATTEMPTS_MAX);
    private static final Problem BACKOFF = Problem.frame("backoffMs: an array of 0 to " + GroupSettings.BACKOFFS_MAX
            + " integers from 0 to " + GroupSettings.DELAY_MS_MAX);
    private static final Problem FROM =
            Problem.frame("from: \"new\", \"earliest\", {\"offset\":n,\"epoch\":\"e\"} or {\"time\":epochMs}");
    private static final Problem ONE_OF = Problem.frame("tags or upTo, just one of them");
    private static final Problem TAGS =
            Problem.frame("tags: an array of 1 to " + ClientFrame.Settle.TAGS_MAX + " integers from 1 on");
    private static final Problem UP_TO = Problem.frame("upTo: an integer from 1 on");
    private static final Problem DELAY = range("delayMs", 0, GroupSettings.DELAY_MS_MAX);
    private static final Problem DEAD = Problem.frame("dead: true or false");
    private static final Problem REASON =
            Problem.frame("reason: a string of at most " + GroupSettings.REASON_BYTES_MAX + " bytes");
    private static final Problem BY = range("byMs", GroupSettings.LEASE_MS_MIN, GroupSettings.LEASE_MS_MAX);
    private static final Problem DELETE = Problem.frame("delete: true or false");
    private static final Problem FIXED = Problem.frame("filter and mode of a group cannot be altered: leave them out");
    private static final Problem NOTHING =
            Problem.frame("one at least of leaseMs, maxAttempts, backoffMs and deadLetter is needed");

    private final FrameMembers in;
    private final GroupFields fields;
    private final StartReader start;
    private final byte[] name = new byte[GroupSettings.NAME_CHARS_MAX];
    private final byte[] reason = new byte[GroupSettings.REASON_BYTES_MAX];

    GroupReader(FrameMembers in, StartReader start) {
        this.in = in;
        this.fields = new GroupFields(in);
        this.start = start;
    }

    private static Problem range(String member, int min, int max) {
        return Problem.frame(member + ": " + min + " to " + max);
    }

    /** The frame of this type, or the error it is; null when the type is none of ours. */
    @Nullable
    ClientFrame read(String type, @Nullable FrameId id) {
        fields.begin();
        ClientFrame frame =
                switch (type) {
                    case "ack" -> settle(Verb.ACK, id);
                    case "nack" -> settle(Verb.NACK, id);
                    case "extend" -> settle(Verb.EXTEND, id);
                    case "consume" -> consume(id);
                    case "leave" -> new ClientFrame.Leave(anyGroup(), fields.bool(FrameMembers.DELETE, DELETE), id);
                    case "groups" -> new ClientFrame.Groups(listed(), id);
                    case "alterGroup" -> new ClientFrame.AlterGroup(alter(), id);
                    case "resetGroup" -> new ClientFrame.ResetGroup(anyGroup(), from(), id);
                    default -> null;
                };
        Problem problem = fields.problem();
        return problem == null ? frame : new ClientFrame.BadFrame(problem.with(id));
    }

    private String group() {
        String group = fields.text(FrameMembers.GROUP, name, GROUP);
        if (!GroupSettings.isName(group)) {
            fields.wrong(GROUP);
        }
        return group;
    }

    /** May also be the poppers'. */
    private String anyGroup() {
        String group = fields.text(FrameMembers.GROUP, name, GROUP);
        if (!GroupSettings.isAnyName(group)) {
            fields.wrong(GROUP);
        }
        return group;
    }

    private @Nullable String listed() {
        String group = in.has(FrameMembers.GROUP) ? fields.text(FrameMembers.GROUP, name, LISTED) : null;
        if (group != null && group.isEmpty()) {
            fields.wrong(LISTED);
        }
        return group;
    }

    private ClientFrame consume(@Nullable FrameId id) {
        GroupAsk ask = ask(group(), fields.filter(), fields.mode());
        StartFrom from = in.has(FrameMembers.FROM) ? from() : new StartFrom.New();
        int maxInFlight = fields.integer(
                FrameMembers.MAX_IN_FLIGHT, 1, GroupSettings.IN_FLIGHT_MAX, GroupSettings.IN_FLIGHT, IN_FLIGHT);
        return new ClientFrame.Consume(ask, from, maxInFlight, id);
    }

    private GroupAsk alter() {
        GroupAsk ask = ask(group(), null, null);
        if (in.has(FrameMembers.FILTER) || in.has(FrameMembers.MODE)) {
            fields.wrong(FIXED);
        }
        if (ask.equals(GroupAsk.of(ask.name()))) {
            fields.wrong(NOTHING);
        }
        return ask;
    }

    private GroupAsk ask(String group, @Nullable TopicFilter filter, @Nullable GroupMode mode) {
        Integer leaseMs =
                fields.integer(FrameMembers.LEASE_MS, GroupSettings.LEASE_MS_MIN, GroupSettings.LEASE_MS_MAX, LEASE);
        Integer maxAttempts = fields.integer(FrameMembers.MAX_ATTEMPTS, 1, GroupSettings.ATTEMPTS_MAX, ATTEMPTS);
        List<Integer> backoffMs = in.has(FrameMembers.BACKOFF_MS) ? backoffMs() : null;
        Topic deadLetter = fields.deadLetter();
        if (filter != null && deadLetter != null && filter.matches(deadLetter)) {
            fields.wrong(LOOP);
        }
        return new GroupAsk(group, filter, mode, leaseMs, maxAttempts, backoffMs, deadLetter);
    }

    private List<Integer> backoffMs() {
        return fields
                .integers(
                        FrameMembers.BACKOFF_MS, 0, GroupSettings.BACKOFFS_MAX, 0, GroupSettings.DELAY_MS_MAX, BACKOFF)
                .stream()
                .map(Long::intValue)
                .toList();
    }

    /** A place that is no {@link StartFrom.Last}: a group has no topic of its own to count on. */
    private StartFrom from() {
        StartFrom from = in.has(FrameMembers.FROM) ? start.read(in) : null;
        if (from == null || from instanceof StartFrom.Last) {
            fields.wrong(FROM);
            return new StartFrom.New();
        }
        return from;
    }

    private ClientFrame settle(Verb verb, @Nullable FrameId id) {
        String group = group();
        boolean hasTags = in.has(FrameMembers.TAGS);
        if (hasTags == in.has(FrameMembers.UP_TO)) {
            fields.wrong(ONE_OF);
        }
        List<Long> tags = hasTags
                ? fields.integers(FrameMembers.TAGS, 1, ClientFrame.Settle.TAGS_MAX, 1, JsonInteger.MAX, TAGS)
                : List.of();
        long upTo = hasTags ? 0 : fields.positive(FrameMembers.UP_TO, UP_TO);
        boolean nack = verb == Verb.NACK;
        boolean dead = nack && fields.bool(FrameMembers.DEAD, DEAD);
        boolean why = nack && in.has(FrameMembers.REASON);
        return new ClientFrame.Settle(
                verb,
                group,
                tags,
                upTo,
                ms(verb),
                dead,
                why ? fields.text(FrameMembers.REASON, reason, REASON) : "",
                id);
    }

    private int ms(Verb verb) {
        return switch (verb) {
            case ACK -> -1;
            case NACK -> fields.integer(FrameMembers.DELAY_MS, 0, GroupSettings.DELAY_MS_MAX, -1, DELAY);
            case EXTEND -> {
                if (!in.has(FrameMembers.BY_MS)) {
                    fields.wrong(BY);
                }
                yield fields.integer(FrameMembers.BY_MS, GroupSettings.LEASE_MS_MIN, GroupSettings.LEASE_MS_MAX, 0, BY);
            }
        };
    }
}
