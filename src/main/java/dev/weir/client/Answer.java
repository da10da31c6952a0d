package dev.weir.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.message.GroupSettings;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the group is told of a delivery. Those that are equal go out in one frame.
 *
 * @param ack whether it is done; the rest is for failures
 * @param delayMs -1 for the group's back-off
 * @param reason empty for none
 */
record Answer(boolean ack, long delayMs, boolean dead, String reason) {
    static final Answer ACK = new Answer(true, -1, false, "");

    /** What a handler's end means; null if it says nothing. */
    static @Nullable Answer of(@Nullable Throwable problem) {
        Throwable cause = problem;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause == null) {
            return ACK;
        } else if (cause instanceof CancellationException) {
            return null;
        }
        String words = cause.getMessage();
        if (cause instanceof Nack nack) {
            return new Answer(false, nack.delayMs(), nack.isDead(), cut(words == null ? "" : words));
        }
        String name = cause.getClass().getSimpleName();
        return new Answer(false, -1, false, cut(words == null || words.isEmpty() ? name : words));
    }

    /** At most so many bytes as a reason may have, without half a character at the end. */
    private static String cut(String words) {
        byte[] bytes = words.getBytes(UTF_8);
        int end = Math.min(bytes.length, GroupSettings.REASON_BYTES_MAX);
        while (end > 0 && end < bytes.length && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, UTF_8);
    }
}
