package dev.weir.protocol;

import dev.weir.message.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a seed client says on /subscribe: {@code {"Topic":"t","Content":"sub"}} or {@code "unsub"}, or the plain
 * forms {@code sub t} and {@code unsub t}, where the topic is everything behind the first space.
 */
public record SeedCommand(boolean subscribe, Topic topic) {
    private static final byte[] SUB = "sub ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNSUB = "unsub ".getBytes(StandardCharsets.US_ASCII);

    /** The command in this text, or null when there is none in it. */
    public static @Nullable SeedCommand read(SeedDocument document, byte[] text, int length) {
        if (startsWith(text, length, SUB)) {
            return of(true, text, SUB.length, length - SUB.length);
        }
        if (startsWith(text, length, UNSUB)) {
            return of(false, text, UNSUB.length, length - UNSUB.length);
        }
        if (!document.read(text, 0, length)) {
            return null;
        }
        boolean subscribe = document.contentIs("sub");
        if (!subscribe && !document.contentIs("unsub")) {
            return null;
        }
        return of(subscribe, document.topic(), 0, document.topicLength());
    }

    private static boolean startsWith(byte[] text, int length, byte[] prefix) {
        return length > prefix.length && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static @Nullable SeedCommand of(boolean subscribe, byte[] text, int from, int length) {
        Topic topic = Topic.parse(text, from, length);
        return topic == null || topic.isServerOwned() ? null : new SeedCommand(subscribe, topic);
    }
}
