package dev.weir.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a seed client says on /subscribe: {@code {"Topic":"t","Content":"sub"}} or {@code "unsub"}, or the plain
 * forms {@code sub t} and {@code unsub t}, where the topic is everything behind the first space.
 */
public record SeedCommand(boolean subscribe, byte[] topic) {
    private static final byte[] SUB = "sub ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNSUB = "unsub ".getBytes(StandardCharsets.US_ASCII);

    /** The command in this text, or null when there is none in it. */
    public static @Nullable SeedCommand read(SeedDocument document, byte[] text, int length) {
        if (startsWith(text, length, SUB)) {
            return plain(true, text, SUB.length, length);
        }
        if (startsWith(text, length, UNSUB)) {
            return plain(false, text, UNSUB.length, length);
        }
        if (!document.read(text, 0, length)) {
            return null;
        }
        boolean subscribe = document.contentIs("sub");
        if (!subscribe && !document.contentIs("unsub")) {
            return null;
        }
        return new SeedCommand(subscribe, Arrays.copyOf(document.topic(), document.topicLength()));
    }

    private static boolean startsWith(byte[] text, int length, byte[] prefix) {
        return length > prefix.length && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static @Nullable SeedCommand plain(boolean subscribe, byte[] text, int from, int length) {
        byte[] topic = Arrays.copyOfRange(text, from, length);
        return SeedDocument.legal(topic, topic.length) ? new SeedCommand(subscribe, topic) : null;
    }
}
