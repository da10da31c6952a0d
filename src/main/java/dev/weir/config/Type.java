package dev.weir.config;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What one JSON value may be and what it becomes. The same object reads the value, says what was wanted, and describes
 * itself in the JSON Schema, so the three cannot drift apart.
 */
interface Type<T> {
    /** The value, or null if the JSON is not of this type. Nothing is converted, rounded or clamped. */
    @Nullable
    T read(Object json);

    /** Completes the sentence "70000 is not …". */
    String wanted();

    /** Stands in for a value that was wrong, until the problems found are thrown. */
    T placeholder();

    /** The type and its bounds in the words of JSON Schema 2020-12. */
    JsonObject schema();

    /** A value of this type as JSON has it, for the schema and the reference. */
    default Object toJson(T value) {
        return value;
    }

    /** Whether a wrong value may be repeated in a message. */
    default boolean isSecret() {
        return false;
    }
}
