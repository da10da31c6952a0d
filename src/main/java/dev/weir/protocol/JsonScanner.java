package dev.weir.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks JSON text (RFC 8259) in a byte array without building anything. Total: bad text makes a method answer
 * false or a negative length, never throw. The text is known to be valid UTF-8. Owned by one loop, reused.
 */
final class JsonScanner {
    /** As deep as the original's decoder goes; deeper text is not read. */
    static final int DEPTH_MAX = 10_000;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = ONES << 7;

    private final long[] arrays = new long[DEPTH_MAX / 64 + 1];
    private byte[] text = new byte[0];
    private int end;
    private int at;

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
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
            at++;
        }
        return -1;
    }

    /**
     * Decodes the string whose opening quote was just taken. Returns its length in bytes, at most one more than
     * fits into {@code target} (its rest is checked, not kept), or -1 when it is no string.
     */
    int string(byte[] target) {
        int length = 0;
        while (at < end) {
            byte b = text[at++];
            if (b == '"') {
                return length;
            }
            if (b == '\\') {
                length = escape(target, length);
                if (length < 0) {
                    return -1;
                }
            } else if (b >= 0 && b < 0x20) {
                return -1;
            } else {
                length = put(target, length, b);
            }
        }
        return -1;
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
        while (at < end) {
            while (end - at >= 8 && isPlain((long) EIGHT.get(text, at))) {
                at += 8;
            }
            if (at == end) {
                return false;
            }
            byte b = text[at++];
            if (b == '"') {
                return true;
            }
            if (b == '\\') {
                if (escape(NOTHING, 0) < 0) {
                    return false;
                }
            } else if (b >= 0 && b < 0x20) {
                return false;
            }
        }
        return false;
    }

    /** Whether none of eight bytes is a quote, a backslash or a control character. */
    private static boolean isPlain(long eight) {
        long quote = eight ^ ONES * '"';
        long backslash = eight ^ ONES * '\\';
        long special = ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((eight - ONES * 0x20) & ~eight);
        return (special & HIGHS) == 0;
    }

    private static final byte[] NOTHING = new byte[0];

    /** As {@link #skipValue(int)}, as deep as we go. */
    boolean skipValue() {
        return skipValue(DEPTH_MAX);
    }

    /**
     * Skips one value of any kind in constant stack; false when it is none.
     *
     * @param depthMax arrays and objects within each other, at most {@link #DEPTH_MAX}
     */
    boolean skipValue(int depthMax) {
        int depth = 0;
        while (true) {
            int c = peek();
            if (c == '{' || c == '[') {
                if (++depth > depthMax) {
                    return false;
                }
                at++;
                mark(depth, c == '[');
                if (take(c == '[' ? ']' : '}')) {
                    depth--;
                } else if (c == '{' && !memberName()) {
                    return false;
                } else {
                    continue;
                }
            } else if (!scalar(c)) {
                return false;
            }
            depth = afterValue(depth);
            if (depth <= 0) {
                return depth == 0;
            }
        }
    }

    /** Behind a value: closes what ends here. The depth that remains to be read in, 0 when all is read, or -1. */
    private int afterValue(int depth) {
        int d = depth;
        while (d > 0) {
            boolean array = isArray(d);
            if (take(',')) {
                return array || memberName() ? d : -1;
            }
            if (!take(array ? ']' : '}')) {
                return -1;
            }
            d--;
        }
        return 0;
    }

    private boolean memberName() {
        return take('"') && skipString() && take(':');
    }

    private void mark(int depth, boolean array) {
        long bit = 1L << (depth & 63);
        arrays[depth >> 6] = array ? arrays[depth >> 6] | bit : arrays[depth >> 6] & ~bit;
    }

    private boolean isArray(int depth) {
        return (arrays[depth >> 6] >> (depth & 63) & 1) != 0;
    }

    private boolean scalar(int c) {
        return switch (c) {
            case '"' -> take('"') && skipString();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean word(String word) {
        if (end - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (text[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    private boolean number() {
        if (at < end && text[at] == '-') {
            at++;
        }
        int from = at;
        if (!digits() || (text[from] == '0' && at - from > 1)) {
            return false;
        }
        if (at < end && text[at] == '.') {
            at++;
            if (!digits()) {
                return false;
            }
        }
        if (at < end && (text[at] | 0x20) == 'e') {
            at++;
            if (at < end && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int from = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at > from;
    }
}
