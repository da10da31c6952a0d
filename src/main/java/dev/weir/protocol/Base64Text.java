package dev.weir.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Base64 with its ordinary alphabet and padding (RFC 4648 §4); one form per content, no white space. */
final class Base64Text {
    private static final byte[] LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(US_ASCII);
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < LETTERS.length; i++) {
            VALUES[LETTERS[i]] = (byte) i;
        }
    }

    private Base64Text() {}

    /** Decodes in place, to the front of the text. The number of bytes, -1 when it is no base64. */
    static int decode(byte[] text, int length) {
        if (length % 4 != 0) {
            return -1;
        }
        int padding = 0;
        while (padding < 2 && padding < length && text[length - 1 - padding] == '=') {
            padding++;
        }
        int end = length - padding;
        int out = 0;
        int bits = 0;
        for (int i = 0; i < end; i++) {
            byte b = text[i];
            int value = b < 0 ? -1 : VALUES[b];
            if (value < 0) {
                return -1;
            }
            bits = bits << 6 | value;
            if ((i & 3) != 0) {
                // The bits above the last eight that are still due are cut off by the cast.
                text[out++] = (byte) (bits >> (6 - 2 * (i & 3)));
            }
        }
        return (bits & (padding == 0 ? 0 : (1 << (2 * padding)) - 1)) == 0 ? out : -1;
    }

    /** Bytes of text for this many bytes of content. */
    static int encodedLength(int length) {
        return (length + 2) / 3 * 4;
    }

    /** Encodes the bytes that lie at {@code from} to {@code to} of another array. Returns where the text ends. */
    static int encode(byte[] content, int from, int length, byte[] to, int at) {
        int out = at;
        int i = from;
        int end = from + length;
        for (; end - i >= 3; i += 3) {
            int bits = (content[i] & 0xff) << 16 | (content[i + 1] & 0xff) << 8 | (content[i + 2] & 0xff);
            to[out++] = LETTERS[bits >> 18];
            to[out++] = LETTERS[bits >> 12 & 63];
            to[out++] = LETTERS[bits >> 6 & 63];
            to[out++] = LETTERS[bits & 63];
        }
        if (i < end) {
            boolean two = end - i == 2;
            int bits = (content[i] & 0xff) << 16 | (two ? (content[i + 1] & 0xff) << 8 : 0);
            to[out++] = LETTERS[bits >> 18];
            to[out++] = LETTERS[bits >> 12 & 63];
            to[out++] = two ? LETTERS[bits >> 6 & 63] : (byte) '=';
            to[out++] = '=';
        }
        return out;
    }
}
