package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Where the values of an object's known members lie. Members are named by their index in the list of names, each of
 * at most eight ASCII letters; others are skipped. Owned by one loop, reused.
 */
final class JsonMembers {
    /** Deeper than anybody writes, and well within what clients' own parsers can take. */
    static final int DEPTH_MAX = 256;

    private final JsonScanner json;
    private final long[] names;
    private final int[] from;
    private final int[] to;
    private int twice;

    JsonMembers(JsonScanner json, String... names) {
        this.json = json;
        this.names = Arrays.stream(names)
                .mapToLong(n -> packed(n.getBytes(US_ASCII)))
                .toArray();
        this.from = new int[names.length];
        this.to = new int[names.length];
    }

    /** Reads the object that comes next. False when it is none, or too deep; what was found until then is kept. */
    boolean read() {
        Arrays.fill(from, -1);
        twice = 0;
        if (!json.take('{')) {
            return false;
        }
        if (json.take('}')) {
            return true;
        }
        do {
            if (!json.take('"')) {
                return false;
            }
            long name = json.name();
            if (name == JsonScanner.BROKEN || !json.take(':') || !value(index(name))) {
                return false;
            }
        } while (json.take(','));
        return json.take('}');
    }

    private boolean value(int member) {
        json.peek();
        int begin = json.at();
        if (!json.skipValue(DEPTH_MAX)) {
            return false;
        }
        if (member >= 0) {
            twice |= from[member] >= 0 ? 1 << member : 0;
            from[member] = begin;
            to[member] = json.at();
        }
        return true;
    }

    private int index(long name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        return -1;
    }

    private static long packed(byte[] name) {
        long packed = 0;
        for (byte b : name) {
            packed = packed << 8 | b;
        }
        return packed;
    }

    /** Whether a known member was there more than once. */
    boolean twice() {
        return twice != 0;
    }

    boolean twice(int member) {
        return (twice >> member & 1) != 0;
    }

    boolean has(int member) {
        return from[member] >= 0;
    }

    int from(int member) {
        return from[member];
    }

    int to(int member) {
        return to[member];
    }
}
