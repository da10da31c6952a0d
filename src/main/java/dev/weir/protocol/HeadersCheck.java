package dev.weir.protocol;

import java.util.Arrays;

/** Whether a value is what headers have to be: an object of strings, no name twice. Owned by one loop. */
final class HeadersCheck {
    static final int COUNT_MAX = 64;

    private final byte[] name = new byte[PublishFrame.HEADERS_BYTES_MAX];
    private final byte[] names = new byte[PublishFrame.HEADERS_BYTES_MAX];
    private final int[] ends = new int[COUNT_MAX];
    private int count;

    /** The value is JSON, and at most {@link PublishFrame#HEADERS_BYTES_MAX} long. */
    boolean good(JsonScanner json) {
        count = 0;
        if (!json.take('{')) {
            return false;
        }
        if (json.take('}')) {
            return true;
        }
        do {
            json.take('"');
            if (!isNew(json.string(name)) || !json.take(':') || !json.take('"') || !json.skipString()) {
                return false;
            }
        } while (json.take(','));
        return json.take('}');
    }

    /** Keeps the name that was read last; false when it is there already, or one too many. */
    private boolean isNew(int length) {
        if (length < 0 || count == COUNT_MAX) {
            return false;
        }
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (Arrays.equals(names, from, ends[i], name, 0, length)) {
                return false;
            }
            from = ends[i];
        }
        System.arraycopy(name, 0, names, from, length);
        ends[count++] = from + length;
        return true;
    }
}
