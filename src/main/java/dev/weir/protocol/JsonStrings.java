package dev.weir.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A place in JSON text (RFC 8259) that lies in a byte array, and the strings there. Total: bad text makes a method answer
 * false or a negative length, never throw. The text is known to be valid UTF-8. Owned by one loop, reused.
 */
sealed class JsonStrings permits JsonScanner {
    /** A name longer than sixteen bytes, or with something in it that no name of ours has. */
    static final long OTHER = 0;

    /** No string. */
    static final long BROKEN = -1;

    private static final byte[] NOTHING = new byte[0];
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = ONES << 7;

    private final byte[] sixteen = new byte[16];
    private long nameRest;
    byte[] text = new byte[0];
    int end;
    int at;

    void start(byte[] text, int from, int end) {
        this.text = text;
        this.at = from;
        this.end = end;
    }

    /** Where it stands; behind white space only after {@link #peek}. */
    int at() {
        return at;
    }

    /** Skips white space and takes {@code c} if it comes next. */
    boolean take(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    /** The next byte behind white space, -1 at the end; it is not taken. */
    int peek() {
        while (at < end) {
            byte b = text[at];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                return b;
            }
            at++;
        }
        return -1;
    }

    /**
     * Reads the name whose opening quote was just taken: its first eight ASCII bytes as a number, or one of the above; {@link
     * #nameRest} is what is behind them.
     */
    long name() {
        nameRest = 0;
        int begin = at;
        long packed = 0;
        for (int limit = Math.min(end, at + 9); at < limit; at++) {
            byte b = text[at];
            if (b == '"') {
                at++;
                return packed;
            }
            if (b < ' ' || b == '\\') {
                break;
            }
            packed = packed << 8 | b;
        }
        at = begin;
        return longName();
    }

    /** Up to eight more bytes of the name that was read last, as a number; 0 for none. */
    long nameRest() {
        return nameRest;
    }

    private long longName() {
        int length = string(sixteen);
        if (length < 0 || length > sixteen.length) {
            return length < 0 ? BROKEN : OTHER;
        }
        for (int i = 0; i < length; i++) {
            if (sixteen[i] <= 0) {
                return OTHER;
            }
        }
        int first = Math.min(length, 8);
        nameRest = packed(sixteen, first, length);
        return packed(sixteen, 0, first);
    }

    /** At most eight bytes as a number. */
    static long packed(byte[] name, int from, int to) {
        long packed = 0;
        for (int i = from; i < to; i++) {
            packed = packed << 8 | name[i];
        }
        return packed;
    }

    /**
     * Decodes the string whose opening quote was just taken. Returns its length in bytes, at most one more than
     * fits into {@code target} (its rest is checked, not kept), or -1 when it is no string.
     */
    int string(byte[] target) {
        int length = 0;
        while (true) {
            int run = at;
            skipPlain();
            int plain = Math.min(at - run, target.length + 1 - length);
            if (length < target.length) {
                System.arraycopy(text, run, target, length, Math.min(plain, target.length - length));
            }
            length += plain;
            if (at == end) {
                return -1;
            }
            byte b = text[at++];
            if (b == '"') {
                return length;
            }
            length = b == '\\' ? escape(target, length) : -1;
            if (length < 0) {
                return -1;
            }
        }
    }

    /** Goes on to the next quote, backslash or control character, or the end. */
    private void skipPlain() {
        while (end - at >= 8) {
            long special = special((long) EIGHT.get(text, at));
            if (special != 0) {
                at += Long.numberOfTrailingZeros(special) >> 3;
                return;
            }
            at += 8;
        }
        while (at < end && text[at] != '"' && text[at] != '\\' && (text[at] >= ' ' || text[at] < 0)) {
            at++;
        }
    }

    /**
     * Of eight bytes, the highest bit of each that is a quote, a backslash or a control character. (Bytes behind the first such
     * may be marked wrongly, since a subtraction borrows from them.)
     */
    private static long special(long eight) {
        long quote = eight ^ ONES * '"';
        long backslash = eight ^ ONES * '\\';
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((eight - ONES * 0x20) & ~eight))
                & HIGHS;
    }

    private static int put(byte[] target, int length, int b) {
        if (length < target.length) {
            target[length] = (byte) b;
            return length + 1;
        }
        return target.length + 1;
    }

    private int escape(byte[] target, int length) {
        if (at == end) {
            return -1;
        }
        return switch (text[at++]) {
            case '"' -> put(target, length, '"');
            case '\\' -> put(target, length, '\\');
            case '/' -> put(target, length, '/');
            case 'b' -> put(target, length, '\b');
            case 'f' -> put(target, length, '\f');
            case 'n' -> put(target, length, '\n');
            case 'r' -> put(target, length, '\r');
            case 't' -> put(target, length, '\t');
            case 'u' -> unicode(target, length);
            default -> -1;
        };
    }

    /**
     * A \\u escape; a pair of surrogates is one character. Half a pair is legal JSON (RFC 8259 §8.2) but no character: it
     * becomes the three bytes that UTF-8 forbids, so it equals nothing and is no topic.
     */
    private int unicode(byte[] target, int length) {
        int c = hex();
        if (c < 0) {
            return -1;
        }
        if (c >= 0xD800 && c <= 0xDBFF) {
            c = pair(c);
        }
        if (c < 0x80) {
            return put(target, length, c);
        }
        int n = length;
        if (c < 0x800) {
            n = put(target, n, 0xC0 | c >> 6);
        } else if (c < 0x10000) {
            n = put(target, n, 0xE0 | c >> 12);
            n = put(target, n, 0x80 | (c >> 6 & 0x3F));
        } else {
            n = put(target, n, 0xF0 | c >> 18);
            n = put(target, n, 0x80 | (c >> 12 & 0x3F));
            n = put(target, n, 0x80 | (c >> 6 & 0x3F));
        }
        return put(target, n, 0x80 | (c & 0x3F));
    }

    /** The character that a high surrogate makes with the escape behind it; itself when that is no low one. */
    private int pair(int high) {
        int behindHigh = at;
        if (end - at >= 6 && text[at] == '\\' && text[at + 1] == 'u') {
            at += 2;
            int low = hex();
            if (low >= 0xDC00 && low <= 0xDFFF) {
                return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            }
            at = behindHigh;
        }
        return high;
    }

    private int hex() {
        if (end - at < 4) {
            return -1;
        }
        int c = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(text[at++], 16);
            if (digit < 0) {
                return -1;
            }
            c = c << 4 | digit;
        }
        return c;
    }

    /** Skips the string whose opening quote was just taken; false when it is none. */
    boolean skipString() {
        while (true) {
            skipPlain();
            if (at == end) {
                return false;
            }
            byte b = text[at++];
            if (b == '"') {
                return true;
            }
            if (b != '\\' || escape(NOTHING, 0) < 0) {
                return false;
            }
        }
    }
}
