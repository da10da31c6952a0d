package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The text of one frame, built in an array so that its length is known before the header that precedes it on the wire is
 * written. Good until whoever handed it out makes the next. Owned by one loop.
 */
public final class FrameText {
    private static final int KEPT_BYTES_MAX = 256 * 1024;
    private static final int FIRST_BYTES = 1024;
    private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
    private static final byte[] PAIRS = new byte[200];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    FrameText() {}

    /** Bytes of the whole text. */
    public int length() {
        return length;
    }

    /** Appends the text to a buffer. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    /** A copy of the text. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, UTF_8);
    }

    FrameText clear() {
        length = 0;
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[FIRST_BYTES];
        }
        return this;
    }

    private void room(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, Math.min(2 * bytes.length, length + KEPT_BYTES_MAX)));
        }
    }

    FrameText raw(byte[] text) {
        return raw(text, 0, text.length);
    }

    FrameText raw(byte[] text, int from, int count) {
        room(count);
        System.arraycopy(text, from, bytes, length, count);
        length += count;
        return this;
    }

    FrameText raw(ByteBuf buf, int at, int count) {
        room(count);
        buf.getBytes(at, bytes, length, count);
        length += count;
        return this;
    }

    /** Text without anything to escape or to encode. */
    FrameText ascii(String written) {
        int count = written.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) written.charAt(i);
        }
        length += count;
        return this;
    }

    /** An integer that is not negative. */
    FrameText number(long n) {
        int digits = 1;
        for (long power = 10; digits < 19 && n >= power; power *= 10) {
            digits++;
        }
        room(digits);
        int at = length + digits;
        long rest = n;
        while (rest >= 10) {
            int pair = (int) (rest % 100) * 2;
            bytes[--at] = PAIRS[pair + 1];
            bytes[--at] = PAIRS[pair];
            rest /= 100;
        }
        if (at > length) {
            bytes[--at] = (byte) ('0' + rest);
        }
        length += digits;
        return this;
    }

    /** A string, with its quotes. */
    FrameText quoted(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        quote();
        raw(utf8);
        escape(length - utf8.length);
        return quote();
    }

    /** A string of these bytes of UTF-8, with its quotes. */
    FrameText quoted(ByteBuf buf, int at, int count) {
        quote();
        raw(buf, at, count);
        escape(length - count);
        return quote();
    }

    private FrameText quote() {
        room(1);
        bytes[length++] = '"';
        return this;
    }

    /** Escapes what was written from {@code from} on; nearly always there is nothing to escape (RFC 8259 §7). */
    private void escape(int from) {
        int more = 0;
        for (int i = from; i < length; i++) {
            more += escapeBytes(bytes[i]);
        }
        if (more == 0) {
            return;
        }
        room(more);
        int to = length + more;
        for (int i = length - 1; i >= from; i--) {
            byte b = bytes[i];
            if (escapeBytes(b) == 0) {
                bytes[--to] = b;
            } else if (b == '"' || b == '\\') {
                bytes[--to] = b;
                bytes[--to] = '\\';
            } else {
                bytes[--to] = HEX[b & 15];
                bytes[--to] = HEX[b >> 4];
                bytes[--to] = '0';
                bytes[--to] = '0';
                bytes[--to] = 'u';
                bytes[--to] = '\\';
            }
        }
        length += more;
    }

    /** What escaping adds. */
    private static int escapeBytes(byte b) {
        if (b == '"' || b == '\\') {
            return 1;
        }
        return b >= 0 && b < 0x20 ? 5 : 0;
    }

    /** Bytes in base64, with its quotes. */
    FrameText base64(ByteBuf buf, int at, int count) {
        quote();
        int encoded = Base64Text.encodedLength(count);
        room(encoded);
        // The content goes to the end of where its text will be: the text, written from the front, stays behind it.
        int from = length + encoded - count;
        buf.getBytes(at, bytes, from, count);
        length = Base64Text.encode(bytes, from, count, bytes, length);
        return quote();
    }

    /** A string that holds this JSON without the white space between its parts, with its quotes. */
    FrameText quotedCompact(ByteBuf buf, int at, int count) {
        quote();
        int begin = length;
        raw(buf, at, count);
        int to = begin;
        boolean inString = false;
        boolean escaped = false;
        for (int i = begin; i < length; i++) {
            byte b = bytes[i];
            if (inString) {
                inString = escaped || b != '"';
                escaped = !escaped && b == '\\';
            } else {
                inString = b == '"';
            }
            if (inString || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
                bytes[to++] = b;
            }
        }
        length = to;
        escape(begin);
        return quote();
    }
}
