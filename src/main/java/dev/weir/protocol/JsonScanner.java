package dev.weir.protocol;

/**
 * Walks JSON text (RFC 8259) in a byte array without building anything. Total, as {@link JsonStrings}. Owned by one loop,
 * reused.
 */
final class JsonScanner extends JsonStrings {
    /** As deep as the original's decoder goes; deeper text is not read. */
    static final int DEPTH_MAX = 10_000;

    private final long[] arrays = new long[DEPTH_MAX / 64 + 1];

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
