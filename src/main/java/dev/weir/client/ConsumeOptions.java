package dev.weir.client;

import dev.weir.message.GroupAsk;
import dev.weir.message.GroupMode;
import dev.weir.message.GroupSettings;
import dev.weir.message.Topic;
import dev.weir.message.TopicFilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which group to consume from, and how.
 *
 * @param ask the group; a setting that is not said is the default of a new group, or as the group has it
 * @param from where a new group begins; {@link From.Last} is not for groups
 * @param maxInFlight deliveries in hand at once, and handlers at once; 1 to 10,000
 * @param extendMsMax how long after its arrival a delivery's lease is still extended
 * @param closeMsMax how long a close waits for handlers
 */
public record ConsumeOptions(GroupAsk ask, From from, int maxInFlight, long extendMsMax, long closeMsMax) {
    /** Checks what is given. */
    public ConsumeOptions {
        checkGroup(ask.name());
        Topic deadLetter = ask.deadLetter();
        List<Integer> backoffs = ask.backoffMs();
        in("leaseMs", ask.leaseMs(), GroupSettings.LEASE_MS_MIN, GroupSettings.LEASE_MS_MAX);
        in("maxAttempts", ask.maxAttempts(), 1, GroupSettings.ATTEMPTS_MAX);
        if (backoffs != null) {
            in("the number of back-offs", backoffs.size(), 0, GroupSettings.BACKOFFS_MAX);
            backoffs.forEach(ms -> in("a back-off", ms, 0, GroupSettings.DELAY_MS_MAX));
        }
        check(
                deadLetter == null || GroupSettings.isDeadLetter(deadLetter),
                "deadLetter is a topic without '+' and '#', and '$' at the start only as \"$dead/\"");
        checkFrom(from);
        in("maxInFlight", maxInFlight, 1, GroupSettings.IN_FLIGHT_MAX);
        check(extendMsMax >= 0 && closeMsMax >= 0, "time limits are not negative");
    }

    /** For that group, with everything as usual. */
    public static Builder builder(String group) {
        return new Builder(group);
    }

    static void checkGroup(String name) {
        check(GroupSettings.isName(name), "a group's name is 1 to 64 of A-Z a-z 0-9 . _ - and no dot first");
    }

    static void checkFrom(From from) {
        check(!(from instanceof From.Last), "a group cannot begin at the last so many messages");
    }

    private static void in(String what, @Nullable Integer value, int min, int max) {
        check(value == null || (value >= min && value <= max), what + " is " + min + " to " + max);
    }

    private static void check(boolean good, String words) {
        if (!good) {
            throw new IllegalArgumentException(words);
        }
    }

    /** Collects options; not thread safe. Names and units are those of the record and of {@link GroupSettings}. */
    public static final class Builder {
        private final String group;
        private @Nullable TopicFilter filter;
        private @Nullable GroupMode mode;
        private @Nullable Integer leaseMs;
        private @Nullable Integer maxAttempts;
        private @Nullable List<Integer> backoffMs;
        private @Nullable Topic deadLetter;
        private From from = From.newest();
        private int maxInFlight = GroupSettings.IN_FLIGHT;
        private long extendMsMax = GroupSettings.LEASE_MS_MAX;
        private long closeMsMax = 10_000;

        private Builder(String group) {
            this.group = group;
        }

        /** Needed where the group is new. */
        public Builder filter(String text) {
            filter = TopicFilter.parse(text);
            check(filter != null, "not a filter: levels by '/', '+' for one, a last '#' for the rest");
            return this;
        }

        public Builder mode(GroupMode how) {
            mode = how;
            return this;
        }

        public Builder leaseMs(int ms) {
            leaseMs = ms;
            return this;
        }

        public Builder maxAttempts(int count) {
            maxAttempts = count;
            return this;
        }

        public Builder backoffMs(List<Integer> ms) {
            backoffMs = ms;
            return this;
        }

        public Builder deadLetter(String topic) {
            deadLetter = Topic.parse(topic);
            check(deadLetter != null, "deadLetter is a topic: 1 to 255 bytes without control characters");
            return this;
        }

        public Builder from(From place) {
            from = place;
            return this;
        }

        public Builder maxInFlight(int count) {
            maxInFlight = count;
            return this;
        }

        public Builder extendMsMax(long ms) {
            extendMsMax = ms;
            return this;
        }

        public Builder closeMsMax(long ms) {
            closeMsMax = ms;
            return this;
        }

        /**
         * The settings alone, as for {@link WeirClient#alterGroup}.
         *
         * @throws IllegalArgumentException if one is out of its limits
         */
        public GroupAsk ask() {
            return build().ask();
        }

        /**
         * Makes the options.
         *
         * @throws IllegalArgumentException if one is out of its limits
         */
        public ConsumeOptions build() {
            GroupAsk ask = new GroupAsk(group, filter, mode, leaseMs, maxAttempts, backoffMs, deadLetter);
            return new ConsumeOptions(ask, from, maxInFlight, extendMsMax, closeMsMax);
        }
    }
}
