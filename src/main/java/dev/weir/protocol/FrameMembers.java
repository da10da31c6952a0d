package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The members of one client frame, where they lie in its text. Owned by one loop, reused. */
final class FrameMembers {
    static final int TYPE = 0;
    static final int ID = 1;
    static final int TOPIC = 2;
    static final int DATA = 3;
    static final int DATA_B64 = 4;
    static final int KEY = 5;
    static final int HEADERS = 6;
    static final int PRODUCER = 7;
    static final int SEQ = 8;
    static final int FILTER = 9;
    static final int FROM = 10;
    static final int ON_SLOW = 11;
    static final int GROUP = 12;
    static final int TAGS = 13;
    static final int UP_TO = 14;
    static final int DELAY_MS = 15;
    static final int DEAD = 16;
    static final int REASON = 17;
    static final int BY_MS = 18;
    static final int MODE = 19;
    static final int MAX_IN_FLIGHT = 20;
    static final int LEASE_MS = 21;
    static final int MAX_ATTEMPTS = 22;
    static final int BACKOFF_MS = 23;
    static final int DEAD_LETTER = 24;
    static final int DELETE = 25;

    private final JsonScanner walk;
    private final JsonMembers members;
    /** For values of which {@link #walk} has found the ends. */
    private final JsonScanner look = new JsonScanner();

    private byte[] text = new byte[0];

    FrameMembers(JsonScanner walk) {
        this.walk = walk;
        this.members = new JsonMembers(
                walk,
                "type",
                "id",
                "topic",
                "data",
                "dataB64",
                "key",
                "headers",
                "producer",
                "seq",
                "filter",
                "from",
                "onSlow",
                "group",
                "tags",
                "upTo",
                "delayMs",
                "dead",
                "reason",
                "byMs",
                "mode",
                "maxInFlight",
                "leaseMs",
                "maxAttempts",
                "backoffMs",
                "deadLetter",
                "delete");
    }

    void start(byte[] text, int from, int end) {
        this.text = text;
        walk.start(text, from, end);
    }

    byte[] text() {
        return text;
    }

    /** Reads the object that comes next; false when it is none, or too deep. */
    boolean read() {
        return members.read();
    }

    boolean twice() {
        return members.twice();
    }

    boolean has(int member) {
        return members.has(member);
    }

    int from(int member) {
        return members.from(member);
    }

    int to(int member) {
        return members.to(member);
    }

    /**
     * Decodes a string into {@code target}. Its length, at most one more than fits; -1 when the member is missing, no string
     * or no text (half a surrogate pair).
     */
    int string(int member, byte[] target) {
        if (!has(member) || text[from(member)] != '"') {
            return -1;
        }
        look.start(text, from(member) + 1, to(member));
        int length = look.string(target);
        return length <= target.length && hasHalfPair(target, length) ? -1 : length;
    }

    /** A string that fits into {@code scratch}, in bytes; null when the member is missing or anything else. */
    @Nullable
    String text(int member, byte[] scratch) {
        int length = string(member, scratch);
        return length < 0 || length > scratch.length ? null : new String(scratch, 0, length, UTF_8);
    }

    /** Whether a member is the string with these bytes, escaped or not. */
    boolean is(int member, byte[] word, byte[] scratch) {
        int length = string(member, scratch);
        return length == word.length && Arrays.equals(scratch, 0, length, word, 0, length);
    }

    /** Whether a member is there, and its JSON is just this. */
    boolean isWritten(int member, byte[] json) {
        return has(member) && Arrays.equals(text, from(member), to(member), json, 0, json.length);
    }

    /** An integer, 0 to 2^53 - 1; -1 when the member is missing or something else. */
    long integer(int member) {
        return has(member) ? JsonInteger.read(text, from(member), to(member)) : -1;
    }

    /** A scanner that stands before this member. */
    JsonScanner at(int member) {
        look.start(text, from(member), to(member));
        return look;
    }

    /** The id, if there is one that can be read. */
    @Nullable
    FrameId id() {
        boolean readable = has(ID) && !members.twice(ID) && FrameId.isId(text, from(ID), to(ID));
        return readable ? FrameId.of(text, from(ID), to(ID)) : null;
    }

    /** What the scanner makes of half a surrogate pair: the bytes that UTF-8 has no use for (RFC 3629 §3). */
    private static boolean hasHalfPair(byte[] utf8, int length) {
        for (int i = 0; i + 1 < length; i++) {
            if (utf8[i] == (byte) 0xED && (utf8[i + 1] & 0xff) >= 0xA0) {
                return true;
            }
        }
        return false;
    }
}
