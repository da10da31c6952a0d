package dev.weir.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @Test
    void readsUserAndPassword() {
        assertEquals(new Credentials("hello", "test"), parse("Basic aGVsbG86dGVzdA=="));
        assertEquals(new Credentials("hello", "test"), parse("bASIC   aGVsbG86dGVzdA== "));
    }

    @Test
    void leavesColonsToThePassword() {
        assertEquals(new Credentials("u", "a:b::"), parse(basic("u:a:b::")));
        assertEquals(new Credentials("u", ""), parse(basic("u:")));
        assertEquals(new Credentials("jörg", "日本\0"), parse(basic("jörg:日本\0")));
    }

    @Test
    void keepsBlanksAndCaseOfTheUser() {
        assertEquals(new Credentials("Alice ", " p "), parse(basic("Alice : p ")));
    }

    @Test
    void refusesNoneAndTwoHeaders() {
        assertNull(Credentials.parse(List.of()));
        assertNull(Credentials.parse(List.of("Basic aGVsbG86dGVzdA==", "Basic aGVsbG86dGVzdA==")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic\taGVsbG86dGVzdA==",
                "BasicaGVsbG86dGVzdA==",
                "Bearer aGVsbG86dGVzdA==",
                "Basic aGVsbG86dGVzdA",
                "Basic aGVsbG86dGVzdB==",
                "Basic aGVsbG86dGVzdA=== ",
                "Basic aGVsbG8!dGVzdA==",
                "Basic aGVsbG86 dGVzdA==",
                "Basic aGVsbG86dGVzdA==, Basic aGVsbG86dGVzdA==",
                "Basic =",
                "Basic é",
                "Basic \uD800"
            })
    void refusesWhatIsNotBasic(String header) {
        assertNull(parse(header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                ":test",
                "he\r\nllo:test",
                "he\nllo:test",
                "\0:test",
                "he\u001b[2Jllo:test",
                "he\u202ello:test",
                "he\u0085llo:test"
            })
    void refusesPairsThatAreNone(String pair) {
        assertNull(parse(basic(pair)));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] pair = "h\u00e9:test".getBytes(ISO_8859_1);
        assertNull(parse("Basic " + Base64.getEncoder().encodeToString(pair)));
    }

    @Test
    void limitsUserAndPasswordInBytes() {
        assertNotNull(parse(basic("u".repeat(255) + ":" + "p".repeat(1024))));
        assertNull(parse(basic("u".repeat(256) + ":p")));
        assertNull(parse(basic("ü".repeat(128) + ":p")));
        assertNull(parse(basic("u:" + "p".repeat(1025))));
        assertNull(parse(basic("u:" + "ü".repeat(513))));
        assertNull(parse(basic("u".repeat(8192) + ":p")));
        assertNull(parse("Basic " + "A".repeat(1_000_000)));
    }

    @Test
    void neverThrowsOnRandomText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            parse("Basic " + new String(bytes, ISO_8859_1));
            parse("Basic " + Base64.getEncoder().encodeToString(bytes));
        }
    }

    @Test
    void doesNotShowThePassword() {
        assertFalse(new Credentials("hello", "s3cret").toString().contains("s3cret"));
    }

    private static Credentials parse(String header) {
        return Credentials.parse(List.of(header));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
    }
}
