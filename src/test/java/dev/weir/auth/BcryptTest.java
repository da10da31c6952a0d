package dev.weir.auth;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.ext.auth.hashing.HashingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BcryptTest {
    /** Finds our algorithms as Vert.x does, through the service file. */
    private final HashingStrategy strategy = HashingStrategy.load();

    @ParameterizedTest
    @ValueSource(strings = {Entries.BCRYPT_TEST, Entries.BCRYPT_2A_TEST, Entries.BCRYPT_2B_TEST})
    void verifiesWhatCryptWrote(String entry) {
        assertTrue(strategy.verify(entry, "test"));
        assertFalse(strategy.verify(entry, "Test"));
        assertFalse(strategy.verify(entry, ""));
    }

    @Test
    void countsThePasswordInUtf8() {
        assertTrue(strategy.verify(Entries.BCRYPT_COLONS, Entries.PASSWORD_COLONS));
    }

    @Test
    void takesUpTo72Bytes() {
        assertTrue(strategy.verify(Entries.BCRYPT_71_X, "x".repeat(71)));
        assertTrue(strategy.verify(Entries.BCRYPT_72_X, "x".repeat(72)));
        assertFalse(strategy.verify(Entries.BCRYPT_71_X, "x".repeat(72)));
        assertFalse(strategy.verify(Entries.BCRYPT_72_X, "x".repeat(71)));
    }

    @Test
    void refusesAPasswordOver72Bytes() {
        assertFalse(strategy.verify(Entries.BCRYPT_72_X, "x".repeat(73)));
        assertFalse(strategy.verify(Entries.BCRYPT_72_X, "x".repeat(72) + "ü"));
    }

    @Test
    void refusesAPasswordWithNul() {
        assertFalse(strategy.verify(Entries.BCRYPT_TEST, "test\0"));
        assertFalse(strategy.verify(Entries.BCRYPT_TEST, "test\0more"));
    }
}
