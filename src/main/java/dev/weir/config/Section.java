package dev.weir.config;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one section's keys. A wrong value is noted as a problem and a stand-in returned, so that reading goes on and all
 * problems come out together; nothing read may be used once there is a problem.
 */
final class Section {
    private final KeyTable table;
    private final JsonObject json;
    private final List<Problem> problems;
    private final boolean used;
    private final Set<Key<?>> wrong = new HashSet<>();

    /** Notes the keys that {@code table} does not have. {@code problems} is shared by all sections of a config. */
    Section(KeyTable table, JsonObject json, List<Problem> problems) {
        this(table, json, problems, true);
        Strangers.note(table, json, problems);
    }

    private Section(KeyTable table, JsonObject json, List<Problem> problems, boolean used) {
        this.table = table;
        this.json = json;
        this.problems = problems;
        this.used = used;
    }

    /** A section that is not there and need not be: it gives defaults and stand-ins, and its problems are nobody's. */
    static Section unused(KeyTable table) {
        return new Section(table, new JsonObject(), new ArrayList<>(), false);
    }

    /** The value, its default, or a problem if it is required and missing. */
    <T> T get(Key<T> key) {
        T value = find(key);
        if (value != null) {
            return value;
        }
        if (key.required() && !json.containsKey(key.name())) {
            complain(key, "missing; it must be " + key.type().wanted());
        }
        T fallback = key.fallback();
        return fallback == null ? key.type().placeholder() : fallback;
    }

    /** The value, or a default that depends on something else. */
    <T> T get(Key<T> key, T fallback) {
        T value = find(key);
        return value == null ? fallback : value;
    }

    /** The value, or null if the key is left out (or wrong, which is noted). */
    <T> @Nullable T find(Key<T> key) {
        if (!json.containsKey(key.name())) {
            return null;
        }
        Object raw = json.getValue(key.name());
        T value = raw == null ? null : key.type().read(raw);
        if (value == null) {
            complain(key, Shown.of(raw, key.type()) + " is not " + key.type().wanted());
        }
        return value;
    }

    /** As {@link #get(Key)}, for keys whose upper bound is within an int. */
    int integer(Key<Long> key) {
        return Math.toIntExact(get(key));
    }

    /** As {@link #find}, resolved against the directory that relative paths start from. */
    @Nullable
    Path findPath(Key<Path> key, Path baseDir) {
        Path path = find(key);
        return path == null ? null : baseDir.resolve(path).normalize();
    }

    boolean isUsed() {
        return used;
    }

    boolean has(Key<?> key) {
        return json.containsKey(key.name());
    }

    /** Notes a problem of one key, or of one in its relation to others. */
    void complain(Key<?> key, String message) {
        wrong.add(key);
        problems.add(new Problem(pathOf(key), message));
    }

    /** Whether this key was read without a problem: what depends on several keys is judged only then. */
    boolean isGood(Key<?> key) {
        return !wrong.contains(key);
    }

    private String pathOf(Key<?> key) {
        return table.name().isEmpty() ? key.name() : table.name() + "." + key.name();
    }
}
