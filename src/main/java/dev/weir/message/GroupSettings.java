package dev.weir.message;

import java.util.List;

/**
 * What a group is, as long as nobody alters it. Immutable.
 *
 * @param name as {@link #isName} wants it
 * @param leaseMs how long a delivery may stay without an answer
 * @param maxAttempts the failure with this number makes a message a dead letter
 * @param backoffMs how long a message waits after its first failure, its second, …; the last for all further ones, empty for not at all
 * @param deadLetter where dead letters are published
 */
public record GroupSettings(
        String name,
        TopicFilter filter,
        GroupMode mode,
        int leaseMs,
        int maxAttempts,
        List<Integer> backoffMs,
        Topic deadLetter) {
    public static final int NAME_CHARS_MAX = 64;
    public static final int LEASE_MS_MIN = 100;
    public static final int LEASE_MS_MAX = 12 * 60 * 60 * 1000;
    public static final int ATTEMPTS_MAX = 1_000;
    public static final int BACKOFFS_MAX = 16;
    public static final int DELAY_MS_MAX = 24 * 60 * 60 * 1000;
    public static final int IN_FLIGHT_MAX = 10_000;
    public static final int IN_FLIGHT = 100;
    public static final int REASON_BYTES_MAX = 255;

    static final int LEASE_MS = 30_000;
    static final int ATTEMPTS = 5;
    static final List<Integer> BACKOFF_MS = List.of(1_000, 5_000, 30_000);

    private static final String DEAD = "$dead/";

    /**
     * The group of the seed's poppers. It gets everything, also what has no topic, and what its members have is theirs until their
     * sockets are gone: the last four say nothing. It is in logs and snapshots as it is, so it stays so.
     */
    public static final GroupSettings POP = new GroupSettings(
            "$pop", everything(), GroupMode.SHARED, LEASE_MS_MAX, ATTEMPTS_MAX, List.of(), deadLetterOf("$pop"));

    public GroupSettings {
        backoffMs = List.copyOf(backoffMs);
    }

    /** Letters, digits, {@code . _ -}, 1 to {@link #NAME_CHARS_MAX} of them, no dot first: good in a topic, a URL and a shell. */
    public static boolean isName(String name) {
        if (name.isEmpty() || name.length() > NAME_CHARS_MAX || name.charAt(0) == '.') {
            return false;
        }
        return name.chars()
                .allMatch(c -> (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || "._-".indexOf(c) >= 0);
    }

    /** Whether it is the name of a group that there may be: one of the users', or {@link #POP}. */
    public static boolean isAnyName(String name) {
        return isName(name) || name.equals(POP.name());
    }

    /** Whether it is {@link #POP}, of which leases, attempts and dead letters say nothing. */
    public boolean isPop() {
        return name.equals(POP.name());
    }

    private static TopicFilter everything() {
        TopicFilter all = TopicFilter.parse("#");
        if (all == null) {
            throw new IllegalStateException("#");
        }
        return all;
    }

    /** Whether dead letters may be published to this topic. */
    public static boolean isDeadLetter(Topic topic) {
        String text = topic.toString();
        return topic.isNativePublishable() || (text.startsWith(DEAD) && text.indexOf('+') < 0 && text.indexOf('#') < 0);
    }

    /** Where the dead letters of a group go if nobody says otherwise. */
    static Topic deadLetterOf(String name) {
        Topic topic = Topic.parse(DEAD + name);
        if (topic == null) {
            throw new IllegalArgumentException(name);
        }
        return topic;
    }

    /** How long a message waits after so many failures. */
    public int backoffMs(int failures) {
        return backoffMs.isEmpty() ? 0 : backoffMs.get(Math.min(failures, backoffMs.size()) - 1);
    }
}
