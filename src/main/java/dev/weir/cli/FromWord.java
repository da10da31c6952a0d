package dev.weir.cli;

import dev.weir.client.From;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** What {@code --from} may say. */
final class FromWord {
    private FromWord() {}

    /** For a group, which cannot begin at the last so many messages. */
    static From parseForGroup(String word) throws UsageError {
        if (word.startsWith("last:")) {
            throw new UsageError("--from must be new, earliest, an offset, or a time like 2026-01-31T08:00:00Z");
        }
        return parse(word);
    }

    static From parse(String word) throws UsageError {
        try {
            if (word.equals("new")) {
                return From.newest();
            }
            if (word.equals("earliest")) {
                return From.earliest();
            }
            if (word.matches("[0-9]{1,16}")) {
                return From.offset(Long.parseLong(word), null);
            }
            if (word.matches("last:[0-9]{1,9}")) {
                return From.last(Long.parseLong(word.substring(5)));
            }
            return From.time(Instant.parse(word).toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new UsageError("--from must be new, earliest, an offset, last:N or a time like 2026-01-31T08:00:00Z");
        }
    }
}
