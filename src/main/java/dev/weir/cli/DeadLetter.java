package dev.weir.cli;

import dev.weir.client.Message;
import dev.weir.client.Publication;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message on a group's dead-letter topic, and what the group wrote into its headers.
 *
 * @param topic where it was published first
 * @param offset of the original
 */
record DeadLetter(Message message, String topic, String offset, String attempts, String reason) {
    private static final String PREFIX = "weir-dead-";

    /** Null if it is not of that group: others may use the same topic. */
    static @Nullable DeadLetter of(Message message, String group) {
        Map<String, String> headers = message.headers();
        String topic = headers.get(PREFIX + "topic");
        if (topic == null || !group.equals(headers.get(PREFIX + "group"))) {
            return null;
        }
        return new DeadLetter(
                message,
                topic,
                headers.getOrDefault(PREFIX + "offset", "?"),
                headers.getOrDefault(PREFIX + "attempts", "?"),
                headers.getOrDefault(PREFIX + "reason", ""));
    }

    static boolean isOwnHeader(String name) {
        return name.startsWith(PREFIX);
    }

    String time() {
        return Instant.ofEpochMilli(message.timeMs()).toString();
    }

    /** For people, in one line. */
    String line() {
        String why = reason.isEmpty() ? "" : ": " + reason;
        return Screen.escaped(message.offset() + " [" + topic + "] " + offset + ", " + attempts
                + (attempts.equals("1") ? " attempt, " : " attempts, ") + time() + why);
    }

    /** As it was published first, and numbered by its place among the dead letters: so it is stored once. */
    Publication again(String to) {
        Publication made =
                message.isBinary() ? Publication.binary(to, message.data()) : Publication.json(to, message.data());
        String key = message.key();
        if (key != null) {
            made = made.withKey(key);
        }
        for (Map.Entry<String, String> header : message.headers().entrySet()) {
            if (!isOwnHeader(header.getKey())) {
                made = made.withHeader(header.getKey(), header.getValue());
            }
        }
        return made.withSeq(message.offset());
    }
}
