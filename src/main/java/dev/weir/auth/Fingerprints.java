package dev.weir.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stand-ins for credentials in memory: HMAC-SHA256 (RFC 2104) under a random key that lives as long as the process,
 * so a remembered login tells nothing about its password. Immutable, for any thread.
 */
final class Fingerprints {
    private static final String ALGORITHM = "HmacSHA256";

    /** 256 bits. Compared in ordinary time, which is safe because nobody outside can compute one. */
    record Fingerprint(long a, long b, long c, long d) {}

    private final SecretKeySpec key;

    Fingerprints() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /** NUL cannot be in a user name, so no two pairs run together into the same bytes. */
    Fingerprint of(Credentials credentials) {
        ByteBuffer mac = mac(credentials.user() + "\0" + credentials.password());
        return new Fingerprint(mac.getLong(), mac.getLong(), mac.getLong(), mac.getLong());
    }

    /** The same number below {@code bound} for the same name, and nobody outside can tell which. */
    int pick(String name, int bound) {
        return Math.floorMod(mac(name).getInt(), bound);
    }

    private ByteBuffer mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return ByteBuffer.wrap(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
