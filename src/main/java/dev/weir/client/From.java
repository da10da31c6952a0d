package dev.weir.client;

import org.jspecify.annotations.Nullable;

/** Where a subscription starts. */
public sealed interface From {
    /** Only what comes from now on. */
    record Newest() implements From {}

    /** Everything that is kept. */
    record Earliest() implements From {}

    /** That offset and what follows; without epoch, in the life of the log that the server has now. */
    record Offset(long offset, @Nullable String epoch) implements From {}

    /** The first message of that time, in ms since 1970, and what follows. */
    record Time(long epochMs) implements From {}

    /** The last so many messages, for a filter without wildcards. */
    record Last(long count) implements From {}

    static From newest() {
        return new Newest();
    }

    static From earliest() {
        return new Earliest();
    }

    static From offset(long offset, @Nullable String epoch) {
        return new Offset(offset, epoch);
    }

    static From after(Position position) {
        return new Offset(position.offset() + 1, position.epoch());
    }

    static From time(long epochMs) {
        return new Time(epochMs);
    }

    static From last(long count) {
        return new Last(count);
    }
}
