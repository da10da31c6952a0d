package dev.weir.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserLinesTest {
    @Test
    void takesEveryKindThatIsSupported() {
        UserLines lines = parse("# users\r\n\r\na:" + Entries.BCRYPT_TEST + "\r\nb:" + Entries.APR1_TEST + "\nc:"
                + Entries.SHA_TEST + "\n  d:" + Entries.BCRYPT_2A_TEST + " \njörg:" + Entries.BCRYPT_2B_TEST);
        assertEquals(List.of("a", "b", "c", "d", "jörg"), lines.names());
        assertEquals(Set.of(), lines.refused().keySet());
        assertFalse(lines.isCutOff());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                ":" + Entries.SHA_TEST,
                "alice:",
                "alice:secret",
                "alice:ab0123456789.",
                "alice:$2y$10$tooshort",
                "alice:$2x$04$abcdefghijklmnopqrstuuoD8yw7MmybLKVooaTGGZAt3HXugv2.a",
                "alice:$2y$31$abcdefghijklmnopqrstuuoD8yw7MmybLKVooaTGGZAt3HXugv2.a",
                "alice:$2y$03$abcdefghijklmnopqrstuuoD8yw7MmybLKVooaTGGZAt3HXugv2.a",
                "alice:$apr1$$/cesMUEGhga5MgaTGywaW0",
                "alice:$apr1$abcdefgh",
                "alice:{SHA}short",
                "alice:{SSHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=",
                "alice:$6$salt$hash",
                "alice:$",
                "al\u001bice:" + Entries.SHA_TEST,
                "alice:" + Entries.SHA_TEST + ":more",
                "\u0000\u0000\u0000\u0000x"
            })
    void refusesABadLineAndTakesTheOthers(String bad) {
        UserLines lines = parse("bob:" + Entries.SHA_TEST + "\n" + bad + "\ncarol:" + Entries.SHA_TEST + "\n");
        assertEquals(List.of("bob", "carol"), lines.names());
        assertEquals(Set.of(2), lines.refused().keySet());
        assertTrue(lines.describeRefused().startsWith("line 2 ("));
        assertFalse(lines.describeRefused().contains("alice"));
    }

    @Test
    void refusesANameThatIsNotUtf8() {
        byte[] file = ("j\u00f6rg:" + Entries.SHA_TEST).getBytes(ISO_8859_1);
        assertEquals(Set.of(1), UserLines.parse(file).refused().keySet());
    }

    @Test
    void refusesAllLinesOfAUserNamedTwice() {
        UserLines lines =
                parse("a:" + Entries.SHA_TEST + "\nb:" + Entries.SHA_TEST + "\n a:plain\na:" + Entries.APR1_TEST);
        assertEquals(List.of("b"), lines.names());
        assertEquals(Set.of(1, 3, 4), lines.refused().keySet());
    }

    @Test
    void noticesThatTheLastLineIsCutOff() {
        assertTrue(parse("a:" + Entries.SHA_TEST + "\nb:{SHA}qUqP").isCutOff());
        assertFalse(parse("a:" + Entries.SHA_TEST + "\nb:{SHA}qUqP\n").isCutOff());
    }

    @Test
    void listsTwentyBadLinesAndCountsTheRest() {
        assertTrue(parse("x\n".repeat(100)).describeRefused().endsWith(" and 80 more"));
    }

    private static UserLines parse(String file) {
        return UserLines.parse(file.getBytes(UTF_8));
    }
}
