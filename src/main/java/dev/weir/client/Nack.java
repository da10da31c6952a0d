package dev.weir.client;

import dev.weir.message.GroupSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failure of a {@link DeliveryHandler} that says when the message is to come again, or that it is not to.
 *
 * <p>The reason is cut to 255 bytes of UTF-8, at the border of a character.
 */
public final class Nack extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long delayMs;
    private final boolean dead;

    private Nack(@Nullable String reason, long delayMs, boolean dead) {
        super(reason);
        this.delayMs = delayMs;
        this.dead = dead;
    }

    /** Comes again when the group's back-off says so. */
    public static Nack because(String reason) {
        return new Nack(reason, -1, false);
    }

    /** Comes again after that time, in place of the group's back-off; 0 to 24 hours. */
    public static Nack after(Duration delay) {
        return after(delay, "");
    }

    /** As {@link #after(Duration)}, with a reason. */
    public static Nack after(Duration delay, String reason) {
        if (delay.isNegative() || delay.compareTo(Duration.ofMillis(GroupSettings.DELAY_MS_MAX)) > 0) {
            throw new IllegalArgumentException("a delay is 0 to 24 hours");
        }
        return new Nack(reason, delay.toMillis(), false);
    }

    /** Goes to the dead letters at once, whatever attempts are left. */
    public static Nack dead(String reason) {
        return new Nack(reason, -1, true);
    }

    /** In ms; -1 for the group's back-off. */
    long delayMs() {
        return delayMs;
    }

    boolean isDead() {
        return dead;
    }
}
