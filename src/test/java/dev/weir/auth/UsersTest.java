package dev.weir.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.auth.AuthRefused.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {
    private static final long NEVER_MS = 3_600_000;

    @TempDir
    Path directory;

    private final OpenUsers open = new OpenUsers();

    @AfterEach
    void close() {
        open.close();
    }

    private OpenUsers open(String... lines) throws Exception {
        return open.open(settings(60_000, lines));
    }

    private AuthSettings settings(long successCacheMs, String... lines) throws Exception {
        Path users = Files.writeString(directory.resolve("users"), String.join("\n", lines) + "\n");
        return new AuthSettings(users, null, successCacheMs, 5, NEVER_MS);
    }

    @Test
    void letsInWhoKnowsThePassword() throws Exception {
        open(
                "a:" + Entries.BCRYPT_TEST,
                "b:" + Entries.APR1_TEST,
                "c:" + Entries.SHA_TEST,
                "d:" + Entries.BCRYPT_COLONS);
        for (String name : List.of("a", "b", "c")) {
            assertEquals(new User(name, Rights.ALL_TOPICS), open.login(name, "test"));
            assertEquals(Reason.WRONG, open.refusal(name, "tesT"));
            assertEquals(Reason.WRONG, open.refusal(name, ""));
        }
        assertEquals("d", open.login("d", Entries.PASSWORD_COLONS).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alice", "alice ", " alice", "ALICE", "\uff41lice", "alic\u0435", "bob", "alice\u200b"})
    void matchesNamesByteForByte(String name) throws Exception {
        open("alice:" + Entries.SHA_TEST);
        assertEquals(Reason.WRONG, open.refusal(name, "test"));
        assertEquals("alice", open.login("alice", "test").name());
    }

    @Test
    void doesNotLetAnUnknownUserInWithTheStandInsPassword() throws Exception {
        open("alice:" + Entries.SHA_TEST);
        for (int i = 0; i < 20; i++) {
            assertEquals(Reason.WRONG, open.refusal("nobody" + i, "test"));
        }
    }

    @Test
    void refusesPasswordsThatBcryptWouldCut() throws Exception {
        open("a:" + Entries.BCRYPT_72_X, "b:" + Entries.BCRYPT_TEST);
        assertEquals("a", open.login("a", "x".repeat(72)).name());
        assertEquals(Reason.WRONG, open.refusal("a", "x".repeat(73)));
        assertEquals(Reason.WRONG, open.refusal("b", "test\0"));
    }

    @Test
    void checksARememberedLoginOnlyOnce() throws Exception {
        open("a:" + Entries.BCRYPT_TEST);
        open.login("a", "test");
        for (int i = 0; i < 1000; i++) {
            assertTrue(open.begin("a", "test", "10.0.0." + i).succeeded(), "complete at once");
        }
        assertEquals(1, open.verifications());
        assertEquals(Reason.WRONG, open.refusal("a", "tes"));
        open.nowMs.addAndGet(60_000);
        open.login("a", "test");
        assertEquals(3, open.verifications());
    }

    @Test
    void checksAStormOfIdenticalLoginsOnce() throws Exception {
        open("a:" + Entries.BCRYPT_COST_8_TEST);
        List<Future<User>> storm = new ArrayList<>();
        open.onLoop(() -> {
            for (int i = 0; i < 5000; i++) {
                storm.add(open.users().verify(new Credentials("a", "test"), "10.0.0." + i % 3));
            }
            return null;
        });
        for (Future<User> login : storm) {
            assertEquals("a", OpenUsers.await(login).name());
        }
        assertEquals(1, open.verifications());
    }

    @Test
    void throttlesPerAddressAndUser() throws Exception {
        open("a:" + Entries.SHA_TEST, "b:" + Entries.SHA_TEST);
        for (int i = 0; i < 5; i++) {
            assertEquals(Reason.WRONG, open.refusal("a", "guess" + i));
        }
        for (int i = 0; i < 200; i++) {
            assertEquals(Reason.THROTTLED, open.refusal("a", "more" + i));
        }
        assertEquals(5, open.verifications());
        assertEquals(Reason.THROTTLED, open.refusal("a", "test"));
        assertEquals("a", OpenUsers.await(open.begin("a", "test", "10.0.0.2")).name());
        assertEquals("b", open.login("b", "test").name());
        assertEquals(Reason.THROTTLED, open.refusal("a", "test"), "also when the cache knows the answer");
        open.nowMs.addAndGet(60_000);
        assertEquals("a", open.login("a", "test").name());
    }

    @Test
    void throttlesABurstBeforeTheFirstVerdict() throws Exception {
        open("a:" + Entries.BCRYPT_COST_8_TEST);
        List<Future<User>> burst = new ArrayList<>();
        open.onLoop(() -> {
            for (int i = 0; i < 100; i++) {
                burst.add(open.users().verify(new Credentials("a", "guess" + i), "10.0.0.1"));
            }
            return null;
        });
        for (int i = 0; i < burst.size(); i++) {
            assertEquals(i < 5 ? Reason.WRONG : Reason.THROTTLED, OpenUsers.refusal(burst.get(i)));
        }
    }

    @Test
    void isBusyForAFloodOfNamesButNotForOthers() throws Exception {
        open("a:" + Entries.BCRYPT_COST_8_TEST);
        List<Future<User>> flood = new ArrayList<>();
        Future<User> other = open.onLoop(() -> {
            for (int i = 0; i < 2000; i++) {
                flood.add(open.users().verify(new Credentials("u" + i, "x"), "10.0.0.66"));
            }
            return open.users().verify(new Credentials("a", "test"), "10.0.0.1");
        });
        assertEquals(Reason.BUSY, OpenUsers.refusal(flood.get(1999)));
        assertEquals("a", OpenUsers.await(other).name());
        assertFalse(flood.get(200).isComplete(), "the other did not wait for the flood");
        OpenUsers.await(open.onLoop(open.users()::close));
        assertEquals(Reason.BUSY, OpenUsers.refusal(flood.get(200)));
        assertEquals(Reason.BUSY, open.refusal("a", "test"));
    }

    @Test
    void acceptsEveryRightShaLoginOnFourThreadsAtOnce() throws Exception {
        int users = 250;
        String[] lines = new String[users];
        for (int i = 0; i < users; i++) {
            lines[i] = "u" + i + ":" + Entries.sha("password " + i);
        }
        open.open(settings(0, lines), 4);
        for (int round = 0; round < 40; round++) {
            List<Future<User>> logins = open.onLoop(() -> {
                List<Future<User>> begun = new ArrayList<>();
                for (int i = 0; i < users; i++) {
                    begun.add(open.users().verify(new Credentials("u" + i, "password " + i), "10.0.0.1"));
                }
                return begun;
            });
            for (Future<User> login : logins) {
                OpenUsers.await(login);
            }
        }
        assertEquals(40L * users, open.verifications());
    }

    @Test
    void takesTheSameTimeForAnUnknownUserAndAWrongPassword() throws Exception {
        open("a:" + Entries.BCRYPT_COST_8_TEST);
        int tries = 15;
        long[] wrong = new long[tries];
        long[] unknown = new long[tries];
        for (int i = -3; i < tries; i++) { // the first ones warm up
            long start = System.nanoTime();
            assertEquals(Reason.WRONG, open.refusal("a", "guess" + i, "10.0.1." + i));
            long middle = System.nanoTime();
            assertEquals(Reason.WRONG, open.refusal("nobody", "guess" + i, "10.0.1." + i));
            if (i >= 0) {
                wrong[i] = middle - start;
                unknown[i] = System.nanoTime() - middle;
            }
        }
        Arrays.sort(wrong);
        Arrays.sort(unknown);
        double ratio = (double) unknown[tries / 2] / wrong[tries / 2];
        assertTrue(ratio > 0.5 && ratio < 2, "unknown/wrong = " + ratio);
    }

    @Test
    void saysWhichLinesAreBadAndTakesTheOthers() throws Exception {
        open("a:" + Entries.SHA_TEST, "no colon", "", "b:secret", "c:" + Entries.SHA_TEST);
        assertEquals("c", open.login("c", "test").name());
        assertEquals(Reason.WRONG, open.refusal("b", "secret"));
        assertEquals(
                List.of("Users file " + directory.resolve("users")
                        + ": refused line 2 (no colon), line 4 (plain text or DES crypt); 2 users can log in"),
                open.logLines());
    }

    @Test
    void doesNotOpenWithoutAUser() throws Exception {
        Path path = directory.resolve("users");
        AuthSettings missing = new AuthSettings(path, null, 0, 5, NEVER_MS);
        assertEquals(
                "users file " + path + ": it is not there; make one with: htpasswd -nbB NAME PASSWORD > " + path,
                failure(missing));
        assertEquals(
                "users file " + path + ": it names no user (refused: line 1 (plain text or DES crypt));"
                        + " make one with: htpasswd -nbB NAME PASSWORD > " + path,
                failure(settings(0, "a:secret")));
    }

    @Test
    void doesNotOpenWithABadAcl() throws Exception {
        Path acl = directory.resolve("acl.json");
        AuthSettings settings =
                new AuthSettings(settings(0, "a:" + Entries.SHA_TEST).users(), acl, 0, 5, NEVER_MS);
        assertTrue(failure(settings).startsWith("acl file " + acl + ": it is not there; make one"));
        Files.writeString(acl, "{\"users\":{\"a\":{\"publish\":[\"a#\"],\"serivce\":true}}}");
        assertEquals(
                "acl file " + acl + ": 2 problems: $.users.a.publish[0] must be a topic filter"
                        + " (+ for one level, # as the last level); $.users.a.serivce is not known",
                failure(settings));
    }

    private String failure(AuthSettings settings) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> open.open(settings));
        return assertInstanceOf(AuthFileRefused.class, failed.getCause()).getMessage();
    }

    @Test
    void belongsToTheLoopThatOpenedIt() throws Exception {
        open("a:" + Entries.SHA_TEST);
        assertThrows(IllegalStateException.class, () -> open.users().rights("a"));
        assertThrows(IllegalStateException.class, () -> open.users().verify(new Credentials("a", "test"), "10.0.0.1"));
        Vertx other = Vertx.vertx();
        assertTrue(Users.open(other, settings(0, "a:" + Entries.SHA_TEST)).failed());
        OpenUsers.await(other.close());
    }
}
