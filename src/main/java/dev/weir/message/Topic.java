package dev.weir.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The name of a topic: 1 to 255 bytes of UTF-8 without characters that could garble a log or a terminal.
 *
 * <p>Two topics are the same when their bytes are; look-alikes of Unicode are different topics. The characters
 * {@code + # $ / . *} and the space are ordinary here, because the seed's protocol publishes to such topics;
 * native publishers are held to {@link #isNativePublishable()} as well. Immutable, so any thread may use it.
 */
public final class Topic {
    public static final int BYTES_MAX = 255;

    private final byte[] bytes;
    private final int hash;

    private Topic(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** The topic of this text, or null when it cannot be one. */
    public static @Nullable Topic parse(String text) {
        if (text.length() > BYTES_MAX || hasForbidden(text)) {
            return null;
        }
        byte[] bytes = text.getBytes(UTF_8);
        return bytes.length == 0 || bytes.length > BYTES_MAX ? null : new Topic(bytes);
    }

    /** The topic in {@code length} bytes at {@code from}, which the caller has checked to be inside the array; or null. */
    public static @Nullable Topic parse(byte[] utf8, int from, int length) {
        if (length < 1 || length > BYTES_MAX) {
            return null;
        }
        for (int i = from; i < from + length; i++) {
            if (utf8[i] < 0x20 || utf8[i] == 0x7f) { // a control character, or the start of more than ASCII
                return parseDecoded(utf8, from, length);
            }
        }
        return new Topic(Arrays.copyOfRange(utf8, from, from + length));
    }

    private static @Nullable Topic parseDecoded(byte[] utf8, int from, int length) {
        try {
            // A fresh decoder reports what is malformed (overlong, surrogates) instead of replacing it.
            return parse(UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(utf8, from, length))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    /** Whether the text holds a character that topics and user names must not have. */
    public static boolean hasForbidden(String text) {
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (isForbidden(codePoint)) {
                return true;
            }
        }
        return false;
    }

    /**
     * C0, DEL and C1 controls, lone surrogates, the Unicode line separators, and the characters that turn the
     * reading direction (UAX #9 §2): all of them make a log show something else than what is there.
     */
    public static boolean isForbidden(int codePoint) {
        return codePoint < 0x20
                || (codePoint >= 0x7f && codePoint <= 0x9f)
                || (codePoint >= 0xd800 && codePoint <= 0xdfff)
                || codePoint == 0x061c
                || codePoint == 0x200e
                || codePoint == 0x200f
                || (codePoint >= 0x2028 && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    /** Native publishing keeps {@code +} and {@code #} for filters and a leading {@code $} for the server's own topics. */
    public boolean isNativePublishable() {
        for (byte b : bytes) {
            if (b == '+' || b == '#') {
                return false;
            }
        }
        return !isServerOwned();
    }

    /** Topics with a leading {@code $}, which filters that begin with a wildcard do not match. */
    public boolean isServerOwned() {
        return bytes[0] == '$';
    }

    public int length() {
        return bytes.length;
    }

    public byte byteAt(int index) {
        return bytes[index];
    }

    /** A copy, which the caller may keep and change. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Where the level that starts at {@code from} ends: at the next slash, else at the end. */
    int levelEnd(int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '/') {
            end++;
        }
        return end;
    }

    boolean regionIs(byte[] level, int from, int to) {
        return Arrays.equals(level, 0, level.length, bytes, from, to);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Topic topic && hash == topic.hash && Arrays.equals(bytes, topic.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return new String(bytes, UTF_8);
    }
}
