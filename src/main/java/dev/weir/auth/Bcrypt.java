package dev.weir.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.vertx.ext.auth.hashing.HashString;
import io.vertx.ext.auth.hashing.HashingAlgorithm;

/**
 * Lets Vert.x read the bcrypt entries that {@code htpasswd -B} writes. One service per prefix; for passwords that are
 * allowed here all three prefixes mean the same computation.
 *
 * <p>bcrypt uses 72 bytes of a password at most and C programs stop at NUL. A password beyond that is refused whole:
 * to cut it would let in whoever knows its beginning.
 */
public abstract sealed class Bcrypt implements HashingAlgorithm {
    static final int PASSWORD_BYTES_MAX = 72;

    private final String id;

    private Bcrypt(String id) {
        this.id = id;
    }

    /** {@code $2a$} */
    public static final class A extends Bcrypt {
        public A() {
            super("2a");
        }
    }

    /** {@code $2b$} */
    public static final class B extends Bcrypt {
        public B() {
            super("2b");
        }
    }

    /** {@code $2y$}, which htpasswd writes. */
    public static final class Y extends Bcrypt {
        public Y() {
            super("2y");
        }
    }

    @Override
    public String id() {
        return id;
    }

    /**
     * Vert.x has split the entry at its dollar signs: the "salt" is the cost and the "hash" is salt and hash together.
     * The entry's form has been checked by {@link UserLines}. Takes as long as its cost says; for worker threads only.
     *
     * @return what the entry would hold for this password; the empty string, which equals none, for a refused one
     */
    @Override
    public String hash(HashString entry, String password) {
        byte[] bytes = password.getBytes(UTF_8);
        if (bytes.length > PASSWORD_BYTES_MAX || password.indexOf('\0') >= 0) {
            return "";
        }
        // The closing NUL that belongs to the key is the 73rd byte of a password of 72, so it falls away there.
        BCrypt.Version version = bytes.length == PASSWORD_BYTES_MAX
                ? BCrypt.Version.VERSION_2Y_NO_NULL_TERMINATOR
                : BCrypt.Version.VERSION_2Y;
        byte[] stored = ("$2y$" + entry.salt() + "$" + entry.hash()).getBytes(US_ASCII);
        boolean right =
                BCrypt.verifyer(version, LongPasswordStrategies.strict(version)).verify(bytes, stored).verified;
        return right ? entry.hash() : "";
    }
}
