package dev.weir.config;

import org.jspecify.annotations.Nullable;

/**
 * One key of a section: the single source for the reader, the JSON Schema and the reference in the docs.
 *
 * @param fallback the default, or null if there is none or it depends
 * @param fallbackSaid the default in words, for the reference; empty if {@code fallback} says it
 * @param required whether leaving it out is a problem
 * @param about one sentence for the reference
 */
record Key<T>(String name, Type<T> type, @Nullable T fallback, String fallbackSaid, boolean required, String about) {

    static <T> Key<T> of(String name, Type<T> type, T fallback, String about) {
        return new Key<>(name, type, fallback, "", false, about);
    }

    static <T> Key<T> required(String name, Type<T> type, String about) {
        return new Key<>(name, type, null, "", true, about);
    }

    /** A key that may be left out; {@code said} tells what happens then. */
    static <T> Key<T> optional(String name, Type<T> type, String said, String about) {
        return new Key<>(name, type, null, said, false, about);
    }

    static Key<Long> bytes(String name, long fallback, long min, long max, String about) {
        return of(name, WholeType.bytes(min, max), fallback, about);
    }

    static Key<Long> millis(String name, long fallback, long min, long max, String about) {
        return of(name, WholeType.millis(min, max), fallback, about);
    }

    static Key<Long> count(String name, long fallback, long min, long max, String about) {
        return of(name, WholeType.count(min, max), fallback, about);
    }
}
