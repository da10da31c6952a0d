package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Where the values of an object's known members lie. Members are named by their index in the list of names, at most {@link
 * #COUNT_MAX}, each of at most sixteen ASCII letters; others are skipped. Names that come often stand first in the list. Owned
 * by one loop, reused.
 */
final class JsonMembers {
    /** Deeper than anybody writes, and well within what clients' own parsers can take. */
    static final int DEPTH_MAX = 256;

    /** One bit for each. */
    private static final int COUNT_MAX = Integer.SIZE;

    private final JsonScanner json;
    private final long[] names;
    private final long[] rests;
    private final int[] from;
    private final int[] to;
    private int there;
    private int twice;

    JsonMembers(JsonScanner json, String... names) {
        if (names.length > COUNT_MAX) {
            throw new IllegalArgumentException(names.length + " names");
        }
        this.json = json;
        this.names = new long[names.length];
        this.rests = new long[names.length];
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i].getBytes(US_ASCII);
            int first = Math.min(name.length, 8);
            this.names[i] = JsonStrings.packed(name, 0, first);
            this.rests[i] = JsonStrings.packed(name, first, name.length);
        }
        this.from = new int[names.length];
        this.to = new int[names.length];
    }

    /** Reads the object that comes next. False when it is none, or too deep; what was found until then is kept. */
    boolean read() {
        there = 0;
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
            twice |= there & (1 << member);
            there |= 1 << member;
            from[member] = begin;
            to[member] = json.at();
        }
        return true;
    }

    private int index(long name) {
        long rest = json.nameRest();
        for (int i = 0; i < names.length; i++) {
            if (names[i] == name && rests[i] == rest) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a known member was there more than once. */
    boolean twice() {
        return twice != 0;
    }

    boolean twice(int member) {
        return (twice >>> member & 1) != 0;
    }

    boolean has(int member) {
        return (there >>> member & 1) != 0;
    }

    /** Where its value begins; only of one that is there, as its end. */
    int from(int member) {
        return from[member];
    }

    int to(int member) {
        return to[member];
    }
}
