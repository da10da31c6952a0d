package dev.weir.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a group to be; null where nothing is said. The values are within the limits of {@link GroupSettings}.
 * Immutable.
 */
public record GroupAsk(
        String name,
        @Nullable TopicFilter filter,
        @Nullable GroupMode mode,
        @Nullable Integer leaseMs,
        @Nullable Integer maxAttempts,
        @Nullable List<Integer> backoffMs,
        @Nullable Topic deadLetter) {
    public GroupAsk {
        backoffMs = backoffMs == null ? null : List.copyOf(backoffMs);
    }

    /** Says nothing but the name. */
    public static GroupAsk of(String name) {
        return new GroupAsk(name, null, null, null, null, null, null);
    }

    /** A group that is to be just so. */
    public static GroupAsk of(GroupSettings is) {
        return new GroupAsk(
                is.name(), is.filter(), is.mode(), is.leaseMs(), is.maxAttempts(), is.backoffMs(), is.deadLetter());
    }

    /** The settings of a new group; null without a filter. */
    public @Nullable GroupSettings settings() {
        return filter == null
                ? null
                : over(new GroupSettings(
                        name,
                        filter,
                        GroupMode.SHARED,
                        GroupSettings.LEASE_MS,
                        GroupSettings.ATTEMPTS,
                        GroupSettings.BACKOFF_MS,
                        GroupSettings.deadLetterOf(name)));
    }

    /** Those settings, with what is said here in their place. */
    public GroupSettings over(GroupSettings is) {
        return new GroupSettings(
                is.name(),
                filter == null ? is.filter() : filter,
                mode == null ? is.mode() : mode,
                leaseMs == null ? is.leaseMs() : leaseMs,
                maxAttempts == null ? is.maxAttempts() : maxAttempts,
                backoffMs == null ? is.backoffMs() : backoffMs,
                deadLetter == null ? is.deadLetter() : deadLetter);
    }

    /** The first setting in which the group is not what is wanted; null when it is. */
    public @Nullable String differsFrom(GroupSettings is) {
        GroupSettings wanted = over(is);
        if (!wanted.filter().equals(is.filter())) {
            return "filter";
        } else if (wanted.mode() != is.mode()) {
            return "mode";
        } else if (wanted.leaseMs() != is.leaseMs()) {
            return "leaseMs";
        } else if (wanted.maxAttempts() != is.maxAttempts()) {
            return "maxAttempts";
        } else if (!wanted.backoffMs().equals(is.backoffMs())) {
            return "backoffMs";
        }
        return wanted.deadLetter().equals(is.deadLetter()) ? null : "deadLetter";
    }
}
