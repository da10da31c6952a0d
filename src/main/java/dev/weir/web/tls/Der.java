package dev.weir.web.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** The few forms of DER (ITU-T X.690 §8, §10) that turn an old private key into PKCS #8. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] INTEGER_ZERO = {0x02, 0x01, 0x00};

    private Der() {}

    /** PrivateKeyInfo (RFC 5208 §5) from its algorithm and the key as it stands in its own form. */
    static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, INTEGER_ZERO, algorithm, element(OCTET_STRING, key));
    }

    /** The AlgorithmIdentifier out of a SubjectPublicKeyInfo (RFC 5280 §4.1): the first element within it. */
    static byte[] algorithmOf(byte[] subjectPublicKeyInfo) {
        int inner = headerBytes(subjectPublicKeyInfo, 0);
        int end = inner + headerBytes(subjectPublicKeyInfo, inner) + bodyBytes(subjectPublicKeyInfo, inner);
        return Arrays.copyOfRange(subjectPublicKeyInfo, inner, end);
    }

    private static int headerBytes(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        return length < 0x80 ? 2 : 2 + (length & 0x7f);
    }

    private static int bodyBytes(byte[] der, int at) {
        int length = der[at + 1] & 0xff;
        if (length < 0x80) {
            return length;
        }
        int body = 0;
        for (int i = 0; i < (length & 0x7f); i++) {
            body = (body << 8) | (der[at + 2 + i] & 0xff);
        }
        return body;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int body = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(body + 5);
        out.write(tag);
        if (body < 0x80) {
            out.write(body);
        } else {
            int bytes = body < 0x100 ? 1 : body < 0x10000 ? 2 : 3;
            out.write(0x80 | bytes);
            for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
                out.write(body >> shift);
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
