package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The {@code id} of a client's frame, as the client wrote it: a string with its quotes, or an integer. It goes back in the
 * answer byte for byte. Immutable.
 */
public final class FrameId {
    /** Bytes of a string, without its quotes, as written. */
    public static final int BYTES_MAX = 128;

    private final byte[] written;

    private FrameId(byte[] written) {
        this.written = written;
    }

    /** What lies there, which the caller has found to be an id. */
    static FrameId of(byte[] text, int from, int to) {
        return new FrameId(Arrays.copyOfRange(text, from, to));
    }

    /** Whether the JSON value that lies there may be an id. */
    static boolean isId(byte[] text, int from, int to) {
        if (text[from] == '"') {
            return to - from - 2 <= BYTES_MAX;
        }
        return JsonInteger.read(text, text[from] == '-' ? from + 1 : from, to) >= 0;
    }

    int length() {
        return written.length;
    }

    byte[] written() {
        return written;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FrameId id && Arrays.equals(written, id.written);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(written);
    }

    @Override
    public String toString() {
        return new String(written, UTF_8);
    }
}
